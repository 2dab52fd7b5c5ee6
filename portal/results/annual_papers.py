"""An edition on paper: PDF/UA with a picture above each table that can be drawn."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.adapters import charts, pdf
from portal.core.language import DEFAULT
from portal.core.money import Ore
from portal.core.text import _
from portal.results import annual_showing as showing
from portal.results.annual_showing import Cell, Changed, Content, Shown, head
from portal.results.annual_tables import Unit

WORDS = {
    "fingerprint": _("Fingerprint of every figure (SHA-256)"),
    "signed": _("Signed by"),
    "as_of": _("Figures as they were on"),
    "preface": _("The director's words"),
    "pools": _("Pools"),
    "source": _("Source"),
    "empty": _("There is nothing in this table."),
    "changed": _("What changed since the edition before"),
    "last_year": _("What differs from last year"),
    "table": _("Table"),
    "row": _("Row"),
    "figure": _("Figure"),
    "before": _("Before"),
    "now": _("Now"),
    "invented": _("These figures are invented, for demonstration. They must not be used for anything else."),
}


@dataclass(frozen=True)
class Signed:
    """Who signed an edition, when, and its fingerprint."""

    name: str
    title: str
    at: datetime
    sha256: str


def pdf_of(content: Content, signed: Signed, language: str = DEFAULT) -> bytes:
    """The paper as PDF/UA, with a picture above each table that has one."""
    since = content["last_year"]
    data = {
        "words": WORDS,
        "heading": showing.heading(content, language),
        "reference": f"{content['reference']}-{content['number']}",
        "edition": _("Edition %(number)s", number=content["number"]),
        "invented": content["invented"],
        "as_of": date.fromisoformat(content["as_of"]),
        "signed": _("%(name)s, %(title)s, %(moment)s", name=signed.name, title=signed.title, moment=signed.at),
        "sha256": signed.sha256,
        "preface": content["words"],
        "pools": showing.pools(content, language),
        "changed": _differences(content["changed"], content, language),
        "since": since["edition"] if since else "",
        "last_year": _differences(since["differences"] if since else [], content, language),
        "tables": [_table(each, language) for each in showing.shown(content, language)],
    }
    return pdf.render("annual", data, language)


def _table(each: Shown, language: str) -> dict[str, Any]:
    drawn = showing.picture(each, language)
    wide = len(each.heads) > 7
    return {
        "title": each.table.title,
        "words": each.table.words,
        "source": each.table.source,
        "picture": charts.svg(drawn).decode() if drawn else "",
        "alt": showing.alt(each, language) if drawn else "",
        "wide": wide,
        "heads": [head(title, unit) for title, unit in each.heads],
        "figures": [unit is not Unit.WORDS for _title, unit in each.heads],
        "rows": [[written(cell) for cell in row] for row in each.rows],
        "total": [written(cell) for cell in each.total] if each.total else [],
    }


def written(cell: Cell) -> object:
    """A cell as it is read: amounts without kr., which stands in the head."""
    if cell is None:
        return "–"
    return cell.short if isinstance(cell, Ore) else cell


def _differences(found: list[Any], content: Content, language: str) -> list[list[object]]:
    return [[written(cell) for cell in _cells(each, language)] for each in showing.changes(found, content, language)]


def _cells(each: Changed, language: str) -> list[Cell]:
    return [*showing.place(each, language), each.before, each.now]
