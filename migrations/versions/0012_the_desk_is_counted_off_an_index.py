"""The desk is counted off an index: by round and state, with what is asked for."""

from alembic import op

revision = "0012"
down_revision = "0011"

NAME = "ix_application_region_id_round_id_status_requested"


def upgrade() -> None:
    op.create_index(NAME, "application", ["region_id", "round_id", "status", "requested"])


def downgrade() -> None:
    op.drop_index(NAME, "application")
