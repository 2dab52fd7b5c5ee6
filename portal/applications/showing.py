"""Answers as they are read: labels for codes, amounts, days in words, lines as tables. For pages and for papers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import get_locale

from portal.applications import shared_lines
from portal.applications.catalogue import FIRST
from portal.applications.fields import Danish, Field, Kind, SectionSpec
from portal.applications.models import Application
from portal.budgets import editions, position_lines, specification
from portal.core.language import shown
from portal.core.money import Ore, per_head, total
from portal.core.text import Text, _
from portal.identity.places import municipality_names

KILOBYTE = 1024
MOST_COLUMNS = 5
OF_THE_PLAN = {  # lists in the pool's workbook, some of which take words of the job centre's own
    "instrument": "instruments", "target_group": "target_groups", "function": "functions",
}  # fmt: skip
FIGURES = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.MONEY})


@dataclass(frozen=True)
class Table:
    header: tuple[object, ...]
    figures: tuple[bool, ...]  # which columns stand to the right
    rows: tuple[tuple[object, ...], ...]
    totals: tuple[object, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Too wide to be read across: each line is shown by itself. Amounts with totals stay side by side."""
        return len(self.header) > MOST_COLUMNS and not self.totals


@dataclass(frozen=True)
class Answer:
    """`value` is one thing, `several` more of them; either or `table` is filled, and none means no answer."""

    question: object
    value: object = ""
    several: tuple[object, ...] = ()
    table: Table | None = None
    required: bool = False

    @property
    def is_empty(self) -> bool:
        return self.table is None and not self.several and self.value == ""


def answers_of(spec: SectionSpec, document: Mapping[str, Any]) -> list[Answer]:
    """Every question of a section with its answer, and what the section holds beside its questions.

    It takes the whole document: some lines are kept in the budget, and codes have the words of the pool.
    """
    sections = document["sections"]
    answers = {**shared_lines.shown(spec, sections.get("budget", {})), **sections.get(spec.key, {})}
    answers["pool"] = document.get("pool", FIRST)
    asked = [answer_of(each, answers.get(each.key, each.empty)) for each in spec.fields]
    return [*BESIDE[spec.key](answers), *asked] if spec.key in BESIDE else asked


def to_sign(spec: SectionSpec, document: Mapping[str, Any]) -> list[Answer]:
    """What a person reads before they sign: without the optional questions that have no answer."""
    return [each for each in answers_of(spec, document) if each.required or not each.is_empty]


def talks_of(document: Mapping[str, Any]) -> list[date]:
    """The days of the talks with the region, earliest first."""
    return [date.fromisoformat(each) for each in document["sections"].get("sparring", {}).get("dates", [])]


def answer_of(field: Field, value: Any) -> Answer:
    match field.kind:
        case Kind.LINES:
            return Answer(field.label, table=_lines(field, value) if value else None, required=field.required)
        case Kind.CHOICES:
            return Answer(field.label, several=tuple(_chosen(field, each) for each in value), required=field.required)
    return Answer(field.label, read(field, value), required=field.required)


def read(field: Field, value: Any) -> object:
    """One answer as a value that a page can show."""
    if value is None or value == "":
        return ""
    match field.kind:
        case Kind.MONEY:
            return Ore(value)
        case Kind.DATE:
            return date.fromisoformat(value)
        case Kind.FLAG:
            return _("Yes") if value else _("No")
        case Kind.CHOICE:
            return _chosen(field, value)
        case Kind.NUMBER:
            return str(value).replace(".", ",")
    return _of_the_plan(OF_THE_PLAN[field.key], value) or value if field.key in OF_THE_PLAN else value


def _chosen(field: Field, code: str) -> object:
    label = dict(field.options).get(code)
    if label is None and field.key in OF_THE_PLAN:
        label = _of_the_plan(OF_THE_PLAN[field.key], code)
    if label is None and field.key in {"municipality_code", "grant_responsible"}:
        name = municipality_names().get(code)
        return f"{name} ({code})" if name else code
    return code if label is None else label


def _of_the_plan(name: str, code: str) -> str | None:
    """An instrument or a target group of the number goals: the words of the workbook that has it."""
    known = (specification.of(pool) for pool in editions.pools())
    said = (each.words(name, code, str(get_locale())) for each in known if name in each.lists)
    return next((each for each in said if each != code), None)


def _lines(field: Field, lines: Sequence[Mapping[str, Any]]) -> Table:
    header = tuple(each.label for each in field.columns)
    rows = tuple(tuple(_cell(each, line) for each in field.columns) for line in lines)
    return Table(header, tuple(each.kind in FIGURES for each in field.columns), rows)


def _cell(column: Field, line: Mapping[str, Any]) -> object:
    value = line.get(column.key)
    if column.key == "occupation_code" and line.get("title"):
        return Danish(f"{line['title']} ({value})")
    return read(column, value)


def as_text(answer: Answer) -> str:
    """For papers: lines of a table one below the other, in the language that is set."""
    if answer.table:
        rows = (*answer.table.rows, answer.table.totals) if answer.table.totals else answer.table.rows
        return "\n".join(_row_text(answer.table.header, row) for row in rows)
    return "\n".join(str(shown(each)) for each in answer.several) or str(shown(answer.value))


def _row_text(header: Sequence[object], row: Sequence[object]) -> str:
    return "; ".join(f"{shown(head)}: {shown(cell)}" for head, cell in zip(header, row, strict=True) if cell != "")


def _budget(answers: Mapping[str, Any]) -> Iterator[Answer]:
    lines, financing, pool = answers.get("lines", []), answers.get("financing", []), answers["pool"]
    yield Answer(_("Cost lines"), table=_costs(lines, pool) if lines else None)
    yield Answer(_("Financing"), table=_financing(financing, pool) if financing else None)


def _costs(lines: Sequence[Mapping[str, Any]], pool: str) -> Table:
    header = (_("Category"), _("Purpose"), _("Cost"), _("Sought from the pool"), _("Own funding"), _("Others"))
    money = [
        (_cost(each), *(Ore(each[name] or 0) for name in ("sought_ore", "own_ore", "other_ore"))) for each in lines
    ]
    words = [(_word(pool, "categories", each["category"]), each["purpose"]) for each in lines]
    rows = tuple((*said, *amounts) for said, amounts in zip(words, money, strict=True))
    return Table(
        header,
        (False, False, True, True, True, True),
        rows,
        (_("In all"), "", *(total(each) for each in zip(*money, strict=True))),
    )


def _cost(line: Mapping[str, Any]) -> Ore:
    return total(each["amount_ore"] or 0 for each in line["years"])


def _financing(sources: Sequence[Mapping[str, Any]], pool: str) -> Table:
    years = sorted({each["year"] for source in sources for each in source["years"]})
    rows: list[tuple[Any, ...]] = []
    for source in sources:
        by_year = {each["year"]: Ore(each["amount_ore"] or 0) for each in source["years"]}
        kind, status = _word(pool, "kinds", source["kind"]), _word(pool, "statuses", source["status"])
        amounts = [by_year.get(year, Ore(0)) for year in years]
        named = position_lines.source_in(source["source"], _spec(pool), str(get_locale()))
        rows.append((named, kind, status, *amounts, total(amounts)))
    header = (_("Source of the money"), _("Kind"), _("Status"), *(str(year) for year in years), _("In all"))
    sums = tuple(total(row[place] for row in rows) for place in range(3, len(header)))
    return Table(header, (False, False, False, *(True for _each in sums)), tuple(rows), (_("In all"), "", "", *sums))


def _word(pool: str, name: str, code: str) -> str:
    """The words of a code in the pool's workbook."""
    return _spec(pool).words(name, code, str(get_locale())) if code else ""


def _spec(pool: str) -> specification.Spec:
    return specification.of(pool if pool in editions.pools() else FIRST)


def _files(answers: Mapping[str, Any]) -> Iterator[Answer]:
    files = answers.get("files", [])
    if not files:
        yield Answer(_("Attached files"), _("No files are attached."))
        return
    rows = tuple((each["name"], size_in_words(each["size"]), each["sha256"][:16]) for each in files)
    header = (_("File"), _("Size"), _("Fingerprint (first 16 digits)"))
    yield Answer(_("Attached files"), table=Table(header, (False, True, False), rows))


def size_in_words(size: int) -> str:
    """412 kB, 1,5 MB or 10 MB."""
    if size < KILOBYTE * KILOBYTE:
        return f"{-(-size // KILOBYTE)} kB"
    return f"{size / KILOBYTE / KILOBYTE:.1f} MB".replace(".0 ", " ").replace(".", ",")


def _confirmation(answers: Mapping[str, Any]) -> Iterator[Answer]:
    if answers.get("confirmed_at"):
        values = {"name": answers["confirmed_name"], "title": answers["confirmed_title"]}
        said: Text = _("%(name)s, %(title)s, %(time)s", **values, time=datetime.fromisoformat(answers["confirmed_at"]))
        yield Answer(_("Confirmed by the manager"), said)


BESIDE: Mapping[str, Any] = {"budget": _budget, "attachments": _files, "declarations": _confirmation}


def cost_per_place(application: Application) -> Ore | None:
    """What a place costs in whole kroner, whoever pays; None until both the budget and the places are known."""
    lines = application.section("budget").answers.get("lines", [])
    cost = sum(year.get("amount_ore") or 0 for line in lines for year in line.get("years", []))
    if not cost or not application.places:
        return None
    return per_head(cost, application.places)


def partner_names(application: Application) -> list[str]:
    """The municipalities that take part beside the grant-responsible one."""
    basis, names = application.section("basis").answers, municipality_names()
    codes = [each["municipality_code"] for each in basis.get("partners", [])]
    return [names.get(code, code) for code in codes if code and code != basis.get("grant_responsible")]
