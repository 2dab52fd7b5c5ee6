"""Uploaded budget workbooks, and the versions of a draft's budget, which only grow."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

STATUSES = ("received", "refused", "blocked", "preview", "confirmed")
ORIGINS = ("form", "workbook", "undo")
VERBS = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.create_table(
        "budget_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", choice(STATUSES, "importstatus"), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        to("budget_import", "application_id", "application"),
        to("budget_import", "created_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_import")),
        sa.UniqueConstraint("application_id", "sha256", name=op.f("uq_budget_import_application_id_sha256")),
    )
    op.create_index(op.f("ix_budget_import_application_id"), "budget_import", ["application_id"], unique=False)
    op.create_table(
        "budget_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("origin", choice(ORIGINS, "origin"), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        to("budget_version", "application_id", "application"),
        to("budget_version", "created_by_id", "person"),
        to("budget_version", "import_id", "budget_import"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_version")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_budget_version_application_id_number")),
    )
    op.create_index(op.f("ix_budget_version_application_id"), "budget_version", ["application_id"], unique=False)
    for verb in VERBS:
        op.execute(refusing("budget_version", verb))


def choice(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def refusing(table: str, verb: str) -> str:
    name = f"{table}_no_{verb.lower()}"
    if op.get_bind().dialect.name == "postgresql":
        return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for verb in VERBS:
        on_table = " ON budget_version" if postgresql else ""
        op.execute(f"DROP TRIGGER budget_version_no_{verb.lower()}{on_table}")
    op.drop_table("budget_version")
    op.drop_table("budget_import")
