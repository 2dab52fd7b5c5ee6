"""Events, the ledger, budget versions, submissions and decisions only grow: the database itself says so."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ("event", "ledger_entry", "budget_version", "submission", "decision")
VERBS = ("UPDATE", "DELETE")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table in TABLES:
        for verb in VERBS:
            op.execute(refusing(table, verb))


def refusing(table: str, verb: str) -> str:
    name = f"{table}_no_{verb.lower()}"
    if op.get_bind().dialect.name == "postgresql":
        return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for verb in VERBS:
            on_table = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {table}_no_{verb.lower()}{on_table}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_change()")
