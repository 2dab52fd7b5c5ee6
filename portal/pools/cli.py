"""Commands about pools: the ledger of a round, and where all money stood on a day, for people and for programs."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from portal.core import clock
from portal.core.clock import COPENHAGEN
from portal.core.commands import Day, failed, language_option
from portal.core.language import sentence, shown
from portal.core.money import Ore
from portal.core.text import Text, _
from portal.pools import ledger, queries, standing
from portal.pools.models import LedgerEntry, Round
from portal.pools.movements import note_of
from portal.pools.rules import Money
from portal.pools.standing import RoundMoney

pools = AppGroup("pools", help="Rounds and their money, from the frame to the repayment.")
OF_A_ROUND = (
    "Only this round, such as OPK-2010-SYD: every movement until now, or, together with --on, where its cases stood "
    "that day."
)
DAY = Day()
STEPS: Mapping[str, Text] = {
    "committed": _("committed"), "released": _("released"), "paid": _("paid"), "claimed": _("claimed back"),
    "unclaimed": _("not claimed"), "repaid": _("repaid"),
}  # fmt: skip


@pools.command("ledger")
@click.option("--round", "reference", help=OF_A_ROUND)
@click.option("--on", "day", type=DAY, help="As it stood when this day ended in Denmark. Default: now.")
@click.option("--json", "as_json", is_flag=True, help="One object, with amounts in whole øre.")
@language_option
def show_ledger(reference: str | None, day: datetime | None, as_json: bool, language: str) -> None:
    """Print where the money stands: every round with its cases, or one round with every movement."""
    with force_locale(language):
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
        raise failed(_("There is no round “%(round)s”. The round's page shows its reference.", round=reference))
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
    click.echo(_sum(_("Frame"), money.frame))
    click.echo(_heading())
    for each in ledger.entries_with_people(this_round):
        click.echo(_line(each))
    click.echo(_sum(_("Decided"), money.decided))
    click.echo(_sum(_("Left"), money.left))


def _sum(label: Text, amount: Ore) -> str:
    return f"{sentence(label):<12}{amount!s:>20}"


def _in_words(text: Text | str) -> str:
    """Within a line, without a capital letter."""
    return str(shown(text))


def _heading() -> str:
    last = "  ".join(sentence(each) for each in (_("Case"), _("By"), _("Note")))
    at, kind, amount, left = (sentence(each) for each in (_("Time"), _("Movement"), _("Amount"), _("Left")))
    return f"{at:<16}  {kind:<26}{amount:>20}  {left:>28}  {last}"


def _line(entry: LedgerEntry) -> str:
    at = entry.at.astimezone(COPENHAGEN).strftime("%Y-%m-%d %H:%M")
    left = "" if entry.left_of_frame is None else _in_words(_("left %(amount)s", amount=entry.left_of_frame))
    note = _in_words(note_of(entry.kind, entry.note))
    words = "  ".join(each for each in (entry.case, entry.by.name if entry.by else "", note) if each)
    return f"{at}  {sentence(entry.kind.label):<26}{entry.amount!s:>20}  {left:>28}  {words}".rstrip()


def _print_day(day: date, rounds: list[RoundMoney]) -> None:
    click.echo(sentence(_("When %(day)s ended", day=day)))
    if not rounds:
        click.echo(sentence(_("No round had a frame yet.")))
    for each in rounds:
        click.echo(f"\n{each.round.reference}  {each.round.title}")
        click.echo(f"{_sum(_('Frame'), each.frame)}   {_in_words(_('left %(amount)s', amount=each.left))}")
        for case, money in [(_in_words(_("all cases")), each.together), *each.cases.items()]:
            moved = [(words, getattr(money, step)) for step, words in STEPS.items()]
            said = ", ".join(f"{_in_words(words)} {amount}" for words, amount in moved if amount)
            click.echo(f"  {case:<20}{said or Ore(0)}")
