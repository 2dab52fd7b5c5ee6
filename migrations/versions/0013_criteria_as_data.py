"""What applications are scored on is data: a pool has criteria of its own, and a score names any of them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

COMMON = ("job_directed", "balance", "goals", "target_precision", "should_elements", "budget")
CHECK = "ck_score_criterion"


def upgrade() -> None:
    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_criteria", sa.JSON(), nullable=True))
    op.execute("UPDATE pool SET own_criteria = '[]'")
    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.alter_column("own_criteria", existing_type=sa.JSON(), nullable=False)
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(CHECK), type_="check")


def downgrade() -> None:
    """The older version knows the common criteria only. Scores on others bind decisions: they are not thrown away."""
    listed = ", ".join(f"'{each}'" for each in COMMON)
    strange = op.get_bind().scalars(
        sa.text(f"SELECT DISTINCT criterion FROM score WHERE criterion NOT IN ({listed}) ORDER BY criterion")  # noqa: S608 - our own words
    )
    if codes := ", ".join(strange):
        raise RuntimeError(f"There are scores on {codes}, which the older version does not know. Stay on this version.")
    with op.batch_alter_table("score", schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f(CHECK), f"criterion IN ({listed})")
    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.drop_column("own_criteria")
