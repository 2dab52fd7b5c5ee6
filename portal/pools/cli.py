"""Commands about pools: the ledger of a round, and where all money stood on a day, for people and for programs."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime

import click
from flask.cli import AppGroup

from portal.core import clock
from portal.core.clock import COPENHAGEN
from portal.core.money import Ore
from portal.pools import ledger, queries, standing
from portal.pools.models import LedgerEntry, Round
from portal.pools.rules import Money
from portal.pools.standing import RoundMoney

pools = AppGroup("pools", help="Rounds and their money, from the frame to the repayment.")
DAY = click.DateTime(["%Y-%m-%d"])
STEPS = ("committed", "released", "paid", "claimed", "unclaimed", "repaid")


@pools.command("ledger")
@click.option("--round", "reference", help="Only this round, such as OPK-2010-SYD, with every movement.")
@click.option("--on", "day", type=DAY, help="As it stood when this day ended in Denmark. Default: now.")
@click.option("--json", "as_json", is_flag=True, help="One object, with amounts in whole øre.")
def show_ledger(reference: str | None, day: datetime | None, as_json: bool) -> None:
    """Print where the money stands: every round with its cases, or one round with every movement."""
    this_round = _found(reference) if reference else None
    if this_round is not None and day is None:
        _say(_as_data(this_round), as_json, lambda: _print(this_round))
        return
    asked = day.date() if day else clock.today()
    rounds = standing.on(asked, rounds=[this_round.id] if this_round else None)
    _say(_day_as_data(asked, rounds), as_json, lambda: _print_day(asked, rounds))


def _found(reference: str) -> Round:
    this_round = queries.round_by_reference(reference)
    if this_round is None:
        raise click.ClickException(f"There is no round {reference}. Its page shows the reference.")
    return this_round


def _say(data: dict[str, object], as_json: bool, in_words: Callable[[], None]) -> None:
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False))
    else:
        in_words()


def _as_data(this_round: Round) -> dict[str, object]:
    entries = [
        {"at": each.at.isoformat(), "kind": each.kind.value, "case": each.case, "amount_ore": int(each.amount),
         "left_ore": int(each.left_after), "by": each.by.name if each.by else None, "note": each.note}
        for each in ledger.entries_with_people(this_round)
    ]  # fmt: skip
    money = ledger.balance(this_round)
    return {"round": this_round.reference, "frame_ore": int(money.frame), "decided_ore": int(money.decided),
            "left_ore": int(money.left), "entries": entries}  # fmt: skip


def _day_as_data(day: date, rounds: Iterable[RoundMoney]) -> dict[str, object]:
    return {"on": day.isoformat(), "rounds": [_round_as_data(each) for each in rounds]}


def _round_as_data(each: RoundMoney) -> dict[str, object]:
    named = {"pool": each.round.pool.code, "region": each.round.region.code, "year": each.round.year}
    money = {"frame_ore": int(each.frame), "left_ore": int(each.left), **_steps(each.together)}
    cases = [{"case": case, **_steps(money)} for case, money in each.cases.items()]
    return {"round": each.round.reference, **named, **money, "cases": cases}


def _steps(money: Money) -> dict[str, int]:
    return {f"{step}_ore": int(getattr(money, step)) for step in STEPS}


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


def _print_day(day: date, rounds: list[RoundMoney]) -> None:
    click.echo(f"When {day.isoformat()} ended")
    if not rounds:
        click.echo("No round had a frame yet.")
    for each in rounds:
        click.echo(f"\n{each.round.reference}  {each.round.title}")
        click.echo(f"{'frame':<12}{each.frame!s:>20}   left {each.left!s:>20}")
        for case, money in [("all cases", each.together), *each.cases.items()]:
            said = ", ".join(f"{step} {getattr(money, step)}" for step in STEPS if getattr(money, step))
            click.echo(f"  {case:<20}{said or Ore(0)}")
