"""The ledger goes on after the grant: instalments, payments, claims and repayments beside the frame's own movements."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

FRAME = ("frame", "commitment", "release")
PAYMENTS = ("instalment", "payment", "claim", "unclaimed", "repayment")
SIGNS_OF_THE_FRAME = "kind = 'frame' OR (kind = 'commitment' AND amount < 0) OR (kind = 'release' AND amount > 0)"
SIGNS = (
    "kind IN ('frame', 'instalment') OR (kind IN ('commitment', 'payment') AND amount < 0) "
    "OR (kind IN ('release', 'claim', 'unclaimed', 'repayment') AND amount > 0)"
)
TRIGGERS = {"ledger_entry_no_update": "UPDATE", "ledger_entry_no_delete": "DELETE"}


def upgrade() -> None:
    _checks(FRAME + PAYMENTS, SIGNS)


def downgrade() -> None:
    """Only a ledger without payments can go back: an entry is never thrown away."""
    kinds = ", ".join(f"'{each}'" for each in PAYMENTS)
    if op.get_bind().scalar(sa.text(f"SELECT count(*) FROM ledger_entry WHERE kind IN ({kinds})")):  # noqa: S608
        raise RuntimeError("the ledger holds payments, which the older version does not know")
    _checks(FRAME, SIGNS_OF_THE_FRAME)


def _checks(kinds: tuple[str, ...], signs: str) -> None:
    known = sa.text("kind IN (" + ", ".join(f"'{each}'" for each in kinds) + ")")
    if op.get_bind().dialect.name == "postgresql":
        for name, check in (("sign_fits_kind", sa.text(signs)), ("entry", known)):
            op.drop_constraint(op.f(f"ck_ledger_entry_{name}"), "ledger_entry", type_="check")
            op.create_check_constraint(op.f(f"ck_ledger_entry_{name}"), "ledger_entry", check)
    else:
        _made_anew(known, sa.text(signs))


def _made_anew(known: sa.TextClause, signs: sa.TextClause) -> None:
    """SQLite changes a check only by making the table anew; its triggers go with the old table."""
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    with op.batch_alter_table("ledger_entry", copy_from=_table(known, signs), recreate="always"):
        pass
    for name, verb in TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON ledger_entry "
            "BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END"
        )


def _table(known: sa.TextClause, signs: sa.TextClause) -> sa.Table:
    return sa.Table(
        "ledger_entry",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("left_after", sa.BigInteger(), nullable=False),
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(known, name=op.f("ck_ledger_entry_entry")),
        sa.CheckConstraint(signs, name=op.f("ck_ledger_entry_sign_fits_kind")),
        sa.CheckConstraint("left_after >= 0", name=op.f("ck_ledger_entry_nothing_overspent")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_ledger_entry_by_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ledger_entry_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.Index(op.f("ix_ledger_entry_round_id"), "round_id"),
    )
