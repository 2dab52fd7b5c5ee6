"""Rows of the budget's form: added, copied, taken out and put back without script and without saving."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.budget_fields import MOST_ROWS, Row, Typed, rows_of


@dataclass(frozen=True)
class Gone:
    """A row that was just taken out. It waits beside the others, so that it can be put back."""

    what: str  # line | source
    place: int
    row: Row


def changed(typed: Typed, sent: Mapping[str, str]) -> Gone | None:
    """Do what the pressed button asks: add-line, copy-line-2, remove-source-0, back. What is out, for the page."""
    verb, what, place = _wish(sent)
    gone = _gone(sent)
    if verb == "back" and gone:
        _rows(typed, gone.what).insert(gone.place, gone.row)
        return None
    rows = _rows(typed, what)
    if verb == "add" and len(rows) < MOST_ROWS:
        rows.append({})
    elif verb == "copy" and place < len(rows) < MOST_ROWS:
        rows.insert(place + 1, dict(rows[place]))
    elif verb == "remove" and place < len(rows):
        return Gone(what, place, rows.pop(place))
    return gone


def fresh(sent: Mapping[str, str]) -> tuple[str, int] | None:
    """Which row the pressed button has made: the one to open."""
    verb, what, place = _wish(sent)
    if verb == "back" and (gone := _gone(sent)):
        return gone.what, gone.place
    return {"copy": (what, place + 1), "add": (what, -1)}.get(verb)


def _rows(typed: Typed, what: str) -> list[Row]:
    return typed.sources if what == "source" else typed.lines


def _wish(sent: Mapping[str, str]) -> tuple[str, str, int]:
    verb, _dash, rest = sent.get("do", "").partition("-")
    what, _dash, place = rest.partition("-")
    return verb, what, _number(place)


def _gone(sent: Mapping[str, str]) -> Gone | None:
    kept = rows_of(sent, "gone")
    what = sent.get("gone-what", "")
    return Gone(what, _number(sent.get("gone-place", "")), kept[0]) if kept and what else None


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 4 else MOST_ROWS
