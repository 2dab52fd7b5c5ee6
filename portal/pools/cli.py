"""Commands about pools: the ledger of a round, for people and for programs."""

import json

import click
from flask.cli import AppGroup

from portal.core.clock import COPENHAGEN
from portal.pools import ledger, queries
from portal.pools.models import LedgerEntry, Round

pools = AppGroup("pools", help="Rounds and the money of their frame.")


@pools.command("ledger")
@click.option("--round", "reference", required=True, help="The round's reference, such as OPK-2010-SYD.")
@click.option("--json", "as_json", is_flag=True, help="One object, with amounts in whole øre.")
def show_ledger(reference: str, as_json: bool) -> None:
    """Print the frame, every movement, and what is left."""
    this_round = queries.round_by_reference(reference)
    if this_round is None:
        raise click.ClickException(f"There is no round {reference}. Its page shows the reference.")
    if as_json:
        click.echo(json.dumps(_as_data(this_round), ensure_ascii=False))
    else:
        _print(this_round)


def _as_data(this_round: Round) -> dict[str, object]:
    entries = [
        {"at": each.at.isoformat(), "kind": each.kind.value, "case": each.case, "amount_ore": int(each.amount),
         "left_ore": int(each.left_after), "by": each.by.name if each.by else None, "note": each.note}
        for each in ledger.entries_with_people(this_round)
    ]  # fmt: skip
    money = ledger.balance(this_round)
    return {"round": this_round.reference, "frame_ore": int(money.frame), "decided_ore": int(money.decided),
            "left_ore": int(money.left), "entries": entries}  # fmt: skip


def _print(this_round: Round) -> None:
    money = ledger.balance(this_round)
    click.echo(f"{this_round.reference}  {this_round.title}")
    click.echo(f"{'Frame':<12}{money.frame!s:>20}")
    for each in ledger.entries_with_people(this_round):
        click.echo(_line(each))
    click.echo(f"{'Decided':<12}{money.decided!s:>20}")
    click.echo(f"{'Left':<12}{money.left!s:>20}")


def _line(entry: LedgerEntry) -> str:
    at = entry.at.astimezone(COPENHAGEN).strftime("%Y-%m-%d %H:%M")
    by = entry.by.name if entry.by else ""
    words = "  ".join(each for each in (entry.case, by, entry.note) if each)
    return f"{at}  {entry.kind.value:<10}{entry.amount!s:>20}  left {entry.left_after!s:>20}  {words}".rstrip()
