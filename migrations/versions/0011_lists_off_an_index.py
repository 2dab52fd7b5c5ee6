"""Lists off an index: an application and a project know their region, and each order of a list has an index."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0011"
down_revision = "0010"

SIDES = ("region_id", "job_centre_id")
OF_APPLICATIONS = (
    *((side, *order) for side in SIDES for order in (("reference",), ("title",), ("requested",),
                                                     ("status", "reference"))),
    ("round_id", "reference"),
    ("job_centre_id", "round_id"),
)  # fmt: skip
OF_PROJECTS = tuple((side, *order) for side in SIDES for order in (("ends_on",), ("status", "ends_on")))


def upgrade() -> None:
    op.add_column("application", sa.Column("region_id", sa.Integer(), nullable=True))
    op.execute("UPDATE application SET region_id = (SELECT region_id FROM round WHERE round.id = round_id)")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index("ix_application_round_id")
        batch_op.drop_index("ix_application_job_centre_id")
        _bound(batch_op, "application", "region_id")
    for name in SIDES:
        op.add_column("project", sa.Column(name, sa.Integer(), nullable=True))
        same = f"SELECT {name} FROM application WHERE application.id = application_id"  # noqa: S608
        op.execute(f"UPDATE project SET {name} = ({same})")  # noqa: S608 - the names stand above
    with op.batch_alter_table("project", schema=None) as batch_op:
        for name in SIDES:
            _bound(batch_op, "project", name)
    for table, column_lists in (("application", OF_APPLICATIONS), ("project", OF_PROJECTS)):
        for columns in column_lists:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _bound(batch_op: BatchOperations, table: str, name: str) -> None:
    batch_op.alter_column(name, existing_type=sa.Integer(), nullable=False)
    batch_op.create_foreign_key(f"fk_{table}_{name}_organisation", "organisation", [name], ["id"])


def downgrade() -> None:
    for table, column_lists in (("project", OF_PROJECTS), ("application", OF_APPLICATIONS)):
        for columns in column_lists:
            op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
    with op.batch_alter_table("project", schema=None) as batch_op:
        for name in SIDES:
            batch_op.drop_constraint(f"fk_project_{name}_organisation", type_="foreignkey")
            batch_op.drop_column(name)
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_constraint("fk_application_region_id_organisation", type_="foreignkey")
        batch_op.drop_column("region_id")
        batch_op.create_index("ix_application_job_centre_id", ["job_centre_id"])
        batch_op.create_index("ix_application_round_id", ["round_id"])
