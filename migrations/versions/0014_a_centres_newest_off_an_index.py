"""The newest of a job centre's applications are found off an index, as its start page asks."""

from alembic import op

revision = "0014"
down_revision = "0013"

NAME = "ix_application_job_centre_id_submitted_at"


def upgrade() -> None:
    op.create_index(NAME, "application", ["job_centre_id", "submitted_at"])


def downgrade() -> None:
    op.drop_index(NAME, "application")
