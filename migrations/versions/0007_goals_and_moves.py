"""Goals with their measurements, and milestones that are moved: the day first agreed stays."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = ("goal_measurement", "milestone_move")
VERBS = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.create_table(
        "project_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("target_group", sa.String(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("higher_is_better", sa.Boolean(), nullable=False),
        sa.Column("baseline", sa.String(), nullable=False),
        sa.Column("baseline_when", sa.String(), nullable=False),
        sa.Column("baseline_source", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_goal_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_goal")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_project_goal_project_id_number")),
    )
    with op.batch_alter_table("project_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_goal_project_id"), ["project_id"], unique=False)

    op.create_table(
        "goal_measurement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_goal_measurement_by_id_person")),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["project_goal.id"], name=op.f("fk_goal_measurement_goal_id_project_goal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_measurement")),
    )
    with op.batch_alter_table("goal_measurement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_measurement_goal_id"), ["goal_id"], unique=False)

    op.create_table(
        "milestone_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("after", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_milestone_move_by_id_person")),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_move_milestone_id_milestone")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_move")),
    )
    with op.batch_alter_table("milestone_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_move_milestone_id"), ["milestone_id"], unique=False)

    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reached", sa.String(length=40), nullable=True))
    op.execute("UPDATE milestone SET first_due_on = due_on")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.alter_column("first_due_on", existing_type=sa.Date(), nullable=False)
        batch_op.create_check_constraint(batch_op.f("ck_milestone_reached"), "reached IN ('yes', 'partly', 'no')")
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
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_milestone_reached"), type_="check")
        batch_op.drop_column("reached")
        batch_op.drop_column("first_due_on")

    with op.batch_alter_table("milestone_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_move_milestone_id"))

    op.drop_table("milestone_move")
    with op.batch_alter_table("goal_measurement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_measurement_goal_id"))

    op.drop_table("goal_measurement")
    with op.batch_alter_table("project_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_goal_project_id"))

    op.drop_table("project_goal")
