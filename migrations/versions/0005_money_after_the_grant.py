"""Money after the grant: approved budgets and their changes, accounts with vouchers, instalments, settlements."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = ("project_budget", "settlement")
VERBS = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "signed",
                "returned",
                "approved",
                name="accountstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amounts", sa.JSON(), nullable=False),
        sa.Column("other_income", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_account_ends_after_start")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_account_decided_by_id_person")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_account_project_id_project")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_account_signed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_account_project_id_number")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_project_id"), ["project_id"], unique=False)

    op.create_table(
        "budget_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "asked",
                "approved",
                "refused",
                name="changestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_budget_change_asked_by_id_person")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_budget_change_decided_by_id_person")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_budget_change_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_change")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_budget_change_project_id_number")),
    )
    with op.batch_alter_table("budget_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_change_project_id"), ["project_id"], unique=False)

    op.create_table(
        "instalment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "condition",
            sa.Enum(
                "accepted", "account", "final", name="condition", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "released",
                "paid",
                "cancelled",
                name="instalmentstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_instalment_above_nothing")),
        sa.ForeignKeyConstraint(["paid_by_id"], ["person.id"], name=op.f("fk_instalment_paid_by_id_person")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_instalment_project_id_project")),
        sa.ForeignKeyConstraint(["released_by_id"], ["person.id"], name=op.f("fk_instalment_released_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_instalment_project_id_number")),
    )
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instalment_project_id"), ["project_id"], unique=False)

    op.create_table(
        "project_budget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_project_budget_approved_by_id_person")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_budget_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_budget")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_project_budget_project_id_number")),
    )
    with op.batch_alter_table("project_budget", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_budget_project_id"), ["project_id"], unique=False)

    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("other_income", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("smallest_claim", sa.BigInteger(), nullable=False),
        sa.Column("final", sa.BigInteger(), nullable=False),
        sa.Column("repay", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("letter_sha256", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_settlement_project_id_project")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_settlement_settled_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("project_id", name=op.f("uq_settlement_project_id")),
    )
    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "voucher",
                "auditor",
                "performance",
                name="voucherkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_voucher_account_id_account")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_voucher_added_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
    )
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voucher_account_id"), ["account_id"], unique=False)

    op.execute(
        "INSERT INTO project_budget (project_id, number, content, approved_at, approved_by_id) "
        "SELECT project.id, 1, project.budget, decision.decided_at, decision.decided_by_id "
        "FROM project JOIN decision ON decision.id = project.decision_id"
    )
    op.drop_column("project", "budget")
    for table in TABLES:
        for verb in VERBS:
            op.execute(refusing(table, verb))


def refusing(table: str, verb: str) -> str:
    name = f"{table}_no_{verb.lower()}"
    if op.get_bind().dialect.name == "postgresql":  # the function was made with the first append-only tables
        return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def downgrade() -> None:
    """The budget of the grant stays with the project; later budgets, accounts and payments go."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for verb in VERBS:
            on_table = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {table}_no_{verb.lower()}{on_table}")
    op.add_column("project", sa.Column("budget", sa.JSON(), nullable=False, server_default="{}"))
    op.execute(
        "UPDATE project SET budget = (SELECT content FROM project_budget "
        "WHERE project_budget.project_id = project.id AND project_budget.number = 1)"
    )
    if postgresql:
        op.alter_column("project", "budget", server_default=None)
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voucher_account_id"))

    op.drop_table("voucher")
    op.drop_table("settlement")
    with op.batch_alter_table("project_budget", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_budget_project_id"))

    op.drop_table("project_budget")
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instalment_project_id"))

    op.drop_table("instalment")
    with op.batch_alter_table("budget_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_change_project_id"))

    op.drop_table("budget_change")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_project_id"))

    op.drop_table("account")
