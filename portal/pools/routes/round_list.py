"""The list of rounds: filtered, sorted, and as a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.adapters import tables
from portal.core.access import holds
from portal.core.permissions import Permission
from portal.core.sqlite import in_danish_order
from portal.identity.models import Person
from portal.pools import queries
from portal.pools.models import Round
from portal.pools.routes import bp
from portal.pools.rules import Phase

PHASES = {each.value: each for each in Phase}
SORTS: Mapping[str, Callable[[Round], Any]] = {
    "deadline": lambda this_round: this_round.closes_at,
    "title": lambda this_round: in_danish_order(this_round.title),
    "opens": lambda this_round: this_round.opens_at,
    "frame": lambda this_round: this_round.frame,
    "left": lambda this_round: this_round.left,
}


@dataclass(frozen=True)
class Wanted:
    """What the reader asks for; empty means everything, the latest deadline first."""

    words: str
    phase: str
    sort: str
    downwards: bool


def asked() -> Wanted:
    words, phase, sort = (request.args.get(name, "").strip()[:100] for name in ("words", "phase", "sort"))
    usual = "sort" not in request.args
    return Wanted(words, phase, sort if sort in SORTS else "deadline", usual or request.args.get("down") == "1")


def listed(person: Person, wanted: Wanted) -> list[Round]:
    """A region has a handful of rounds a year, so they are chosen and sorted here."""
    found = [each for each in queries.rounds_for(person) if _fits(each, wanted)]
    return sorted(found, key=SORTS[wanted.sort], reverse=wanted.downwards)


def _fits(this_round: Round, wanted: Wanted) -> bool:
    pool = this_round.pool.title(str(get_locale()))
    said = f"{this_round.title} {this_round.reference} {pool} {this_round.region.name}".casefold()
    phase = PHASES.get(wanted.phase)
    return wanted.words.casefold() in said and phase in (None, queries.phase_of(this_round))


@bp.get("/")
@holds(Permission.POOL_READ)
def index(me: Person) -> ResponseReturnValue:
    wanted = asked()
    question = {"words": wanted.words, "phase": wanted.phase}
    return render_template(
        "pools/index.html",
        rounds=[(each, queries.phase_of(each)) for each in listed(me, wanted)],
        phases=PHASES,
        wanted=wanted,
        question=question,
        in_order=question | {"sort": wanted.sort, "down": "1" if wanted.downwards else ""},
    )


@bp.get("/rounds.csv", endpoint="rounds_csv", defaults={"kind": "csv"})
@bp.get("/rounds.xlsx", endpoint="rounds_xlsx", defaults={"kind": "xlsx"})
@holds(Permission.POOL_READ)
def download(me: Person, kind: str) -> ResponseReturnValue:
    header = [
        _("Reference"), _("Title"), _("Pool"), _("Region"), _("State"), _("Opens"), _("Deadline"), _("Frame, kr."),
        _("Decided, kr."), _("Left, kr."),
    ]  # fmt: skip
    rows = [
        (each.reference, each.title, each.pool.title(str(get_locale())), each.region.name, queries.phase_of(each),
         each.opens_at, each.closes_at, each.frame, each.committed, each.left)
        for each in listed(me, asked())
    ]  # fmt: skip
    return tables.download(kind, "runder", header, rows)
