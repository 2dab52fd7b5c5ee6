"""Indicator figures with their revisions, and results reviews with their versions. Both only grow."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = ("indicator_figure", "review_version")
VERBS = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.create_table(
        "indicator_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "preview",
                "confirmed",
                "dropped",
                name="importstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("retrieved_on", sa.Date(), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["region_id"], ["organisation.id"], name=op.f("fk_indicator_import_region_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_indicator_import_uploaded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_import")),
    )
    op.create_table(
        "results_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("job_centre_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("open", "closed", name="reviewstatus", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("saved_number", sa.Integer(), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("reopened_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_results_review_begun_by_id_person")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_results_review_closed_by_id_person")),
        sa.ForeignKeyConstraint(
            ["job_centre_id"], ["organisation.id"], name=op.f("fk_results_review_job_centre_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_results_review")),
        sa.UniqueConstraint("job_centre_id", "year", name=op.f("uq_results_review_job_centre_id_year")),
    )
    op.create_table(
        "indicator_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("thousandths", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["indicator_import.id"], name=op.f("fk_indicator_figure_import_id_indicator_import")
        ),
        sa.ForeignKeyConstraint(["stored_by_id"], ["person.id"], name=op.f("fk_indicator_figure_stored_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_figure")),
        sa.UniqueConstraint(
            "indicator", "area", "period", "revision", name=op.f("uq_indicator_figure_indicator_area_period_revision")
        ),
    )
    op.create_table(
        "review_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "preview",
                "confirmed",
                "dropped",
                name="importstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"], ["results_review.id"], name=op.f("fk_review_import_review_id_results_review")
        ),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_review_import_uploaded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_import")),
    )
    op.create_table(
        "review_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum("form", "file", name="origin", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["results_review.id"], name=op.f("fk_review_version_review_id_results_review")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_review_version_saved_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_version")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_review_version_review_id_number")),
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
    op.drop_table("review_version")
    op.drop_table("review_import")
    op.drop_table("indicator_figure")
    op.drop_table("results_review")
    op.drop_table("indicator_import")
