"""What people showed us in a workbook and corrected on the page, and which workbook was submitted."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "budget_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_budget_mapping_application_id_application")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_budget_mapping_created_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_mapping")),
        sa.UniqueConstraint("application_id", "signature", name=op.f("uq_budget_mapping_application_id_signature")),
    )
    op.create_index(op.f("ix_budget_mapping_application_id"), "budget_mapping", ["application_id"])
    op.add_column("budget_import", sa.Column("corrections", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("budget_import", sa.Column("mapping", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("budget_import", sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for column in ("submitted_at", "mapping", "corrections"):
        op.drop_column("budget_import", column)
    op.drop_table("budget_mapping")
