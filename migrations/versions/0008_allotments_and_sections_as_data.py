"""Amounts allotted to job centres with their grant letters; a pool's sections are data, so their keys are any words."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

KEYS = (
    "basis", "background", "target_group", "occupations", "activities", "goals", "should_elements", "organisation",
    "phases", "budget", "follow_up", "attachments", "declarations",
)  # fmt: skip
NAMED = {"section": "key", "change_asked": "section_key"}


def upgrade() -> None:
    op.create_table(
        "allotment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("job_centre_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("letter_sha256", sa.String(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_allotment_something_allotted")),
        sa.ForeignKeyConstraint(
            ["job_centre_id"], ["organisation.id"], name=op.f("fk_allotment_job_centre_id_organisation")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_allotment_round_id_round")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_allotment_sent_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allotment")),
        sa.UniqueConstraint("round_id", "job_centre_id", name=op.f("uq_allotment_round_id_job_centre_id")),
    )
    with op.batch_alter_table("allotment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allotment_job_centre_id"), ["job_centre_id"], unique=False)
    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.add_column(sa.Column("allots", sa.Boolean(), nullable=True))
    op.execute("UPDATE pool SET allots = (code = 'consultants')")
    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.alter_column("allots", existing_type=sa.Boolean(), nullable=False)
    for table in NAMED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"ck_{table}_sectionkey"), type_="check")


def downgrade() -> None:
    """The older version knows one pool's sections only: cases with others cannot go back."""
    listed = ", ".join(f"'{each}'" for each in KEYS)
    for table, column in NAMED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_check_constraint(batch_op.f(f"ck_{table}_sectionkey"), f"{column} IN ({listed})")
    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.drop_column("allots")
    with op.batch_alter_table("allotment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allotment_job_centre_id"))

    op.drop_table("allotment")
