"""A round can be cancelled; and a guideline that is signed cannot change, whoever writes to the database."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

VERBS = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.add_column("round", sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_signed() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is signed and cannot change', TG_TABLE_NAME; END $$"
        )
    for verb in VERBS:
        op.execute(refusing(verb))


def refusing(verb: str) -> str:
    begun = f"CREATE TRIGGER guideline_signed_no_{verb.lower()} BEFORE {verb} ON guideline FOR EACH ROW"
    if op.get_bind().dialect.name == "postgresql":
        return f"{begun} WHEN (OLD.status = 'signed') EXECUTE FUNCTION refuse_signed()"
    refused = "SELECT RAISE(ABORT, 'guideline is signed and cannot change')"
    return f"{begun} WHEN OLD.status = 'signed' BEGIN {refused}; END"


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for verb in VERBS:
        on_table = " ON guideline" if postgresql else ""
        op.execute(f"DROP TRIGGER guideline_signed_no_{verb.lower()}{on_table}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_signed()")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_column("cancelled_at")
