"""The region's annual report: the draft with its comments, and the frozen editions."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

TABLES = ("annual_comment", "annual_edition")
VERBS = ("UPDATE", "DELETE")
STATES = ("compiling", "ready", "frozen")


def upgrade() -> None:
    op.create_table(
        "annual_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(*STATES, name="annualstatus", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("todo", sa.JSON(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("compiled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_annual_report_begun_by_id_person")),
        sa.ForeignKeyConstraint(
            ["region_id"], ["organisation.id"], name=op.f("fk_annual_report_region_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report")),
        sa.UniqueConstraint("reference", name=op.f("uq_annual_report_reference")),
        sa.UniqueConstraint("region_id", "year", "scope", name=op.f("uq_annual_report_region_id_year_scope")),
    )
    op.create_table(
        "annual_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_annual_comment_by_id_person")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["annual_report.id"], name=op.f("fk_annual_comment_report_id_annual_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_comment")),
    )
    with op.batch_alter_table("annual_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annual_comment_report_id"), ["report_id"], unique=False)

    op.create_table(
        "annual_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("paper_sha256", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["annual_report.id"], name=op.f("fk_annual_edition_report_id_annual_report")
        ),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_annual_edition_signed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_edition")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_annual_edition_report_id_number")),
    )
    for table in TABLES:
        for verb in VERBS:
            op.execute(refusing(table, verb))


def refusing(table: str, verb: str) -> str:
    name = f"{table}_no_{verb.lower()}"
    if op.get_bind().dialect.name == "postgresql":  # the function was made with the first append-only tables
        return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for verb in VERBS:
            on_table = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {table}_no_{verb.lower()}{on_table}")
    op.drop_table("annual_edition")
    with op.batch_alter_table("annual_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_annual_comment_report_id"))

    op.drop_table("annual_comment")
    op.drop_table("annual_report")
