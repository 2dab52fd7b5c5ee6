"""Importing figures: read and judged first, stored only when the person confirms, and never over an earlier figure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.adapters import row_files
from portal.core import audit, clock, findings
from portal.core.db import db
from portal.core.errors import Problem, refuse_if
from portal.core.findings import Finding
from portal.core.text import _
from portal.identity.models import Organisation, Person
from portal.labour_market import figure_queries as queries
from portal.labour_market import indicators, uploads
from portal.labour_market.figures import ALSO_CALLED, COLUMNS, FigureRow, judge, mismatches
from portal.labour_market.models import IndicatorFigure, IndicatorImport
from portal.labour_market.numbers import Figure


@dataclass(frozen=True)
class Origin:
    """Where a file of figures comes from."""

    file_name: str
    source: str
    retrieved_on: date | None
    invented: bool = False


@dataclass(frozen=True)
class Change:
    """A figure that confirming would revise."""

    row: FigureRow
    before: Figure


@dataclass(frozen=True)
class Outlook:
    """What confirming would do."""

    new: list[FigureRow]
    changed: list[Change]
    same: list[FigureRow]


def preview(region: Organisation, data: bytes, origin: Origin, *, by: Person) -> IndicatorImport:
    """Keep the file as it came and show what is in it. A file with CPR numbers is not kept at all."""
    refuse_if(_problems_with(origin))
    read = row_files.read(data, COLUMNS, ALSO_CALLED)
    row_files.refuse_cpr(read.findings)
    areas = queries.areas()
    good, found = judge(read.rows, areas.by_word, origin.retrieved_on)
    found += _of_others(good, region, areas.names)
    uploaded = IndicatorImport(
        region=region,
        file_name=origin.file_name,
        source=origin.source.strip(),
        retrieved_on=origin.retrieved_on,
        invented=origin.invented,
        rows=[vars(each) | {"figure": int(each.figure)} for each in good],
    )
    return uploads.keep(uploaded, data, read.also((*found, *_odd_totals(good))), by=by, rows=len(good))


def confirm(uploaded: IndicatorImport, *, seen: int, by: Person) -> Outlook:
    """Add what is new and what has changed, once. What has changed is a new revision beside the earlier figure."""
    findings.require_waiting(uploaded, seen)
    findings.require_ready(uploaded)
    audit.wait_for_turn()  # two imports of the same figures wait for each other
    seen_now = outlook(uploaded)
    known = _stored(rows_of(uploaded))
    for row in (*seen_now.new, *(each.row for each in seen_now.changed)):
        before = known.get(row.key)
        db.session.add(
            IndicatorFigure(
                indicator=row.indicator, area=row.area, period=row.period, thousandths=int(row.figure),
                revision=before.revision + 1 if before else 1, imported=uploaded, stored_at=clock.now(), stored_by=by,
            )
        )  # fmt: skip
    uploads.close_as_used(uploaded)
    counted = {"new": len(seen_now.new), "changed": len(seen_now.changed), "same": len(seen_now.same)}
    audit.record("indicators.imported", uploaded, by=by, **counted)
    return seen_now


def outlook(uploaded: IndicatorImport) -> Outlook:
    rows = rows_of(uploaded)
    known = _stored(rows)
    split = Outlook([], [], [])
    for row in rows:
        before = known.get(row.key)
        if before is None:
            split.new.append(row)
        elif before.figure == row.figure:
            split.same.append(row)
        else:
            split.changed.append(Change(row, before.figure))
    return split


def rows_of(uploaded: IndicatorImport) -> list[FigureRow]:
    return [FigureRow(**{**each, "figure": Figure(each["figure"])}) for each in uploaded.rows]


def _stored(rows: Iterable[FigureRow]) -> dict[tuple[str, str, str], IndicatorFigure]:
    return queries.newest(*queries.codes_of(row.key for row in rows))


def _of_others(rows: list[FigureRow], region: Organisation, names: Mapping[str, str]) -> Iterator[Finding]:
    """Areas that are not the region's own: they may stand there to compare with, or by mistake."""
    first_at = {row.area: row.number for row in reversed(rows)}
    own = queries.own_areas(region)
    for area in sorted(first_at.keys() - own, key=first_at.__getitem__):
        words = _("%(area)s is not in %(region)s. Check that you mean to import figures of another region.",
                  area=f"{names[area]} ({area})", region=region.name)  # fmt: skip
        yield Finding(first_at[area], "", words, blocks=False)


def _odd_totals(rows: list[FigureRow]) -> Iterator[Finding]:
    """Totals of the file, or with a part in it, that do not add up; with what is stored already for the rest."""
    codes, areas = queries.codes_of(row.key for row in rows)
    known = indicators.all_of_them()
    whole = {each for code in codes for each in (code, *known[code].parts)}
    whole |= {part for code in codes for total in indicators.totals_with(code) for part in (total.code, *total.parts)}
    in_file = {row.key: row for row in rows}
    together = queries.figures(whole, areas) | {key: row.figure for key, row in in_file.items()}
    for each in mismatches(together):
        touched = [(code, each.area, each.period) for code in (each.total.code, *each.total.parts)]
        if numbers := [in_file[key].number for key in touched if key in in_file]:
            total = in_file.get(touched[0])
            place = f"{each.total.code}, {each.area}, {each.period}"
            words = each.words(each.left_out.code if each.left_out else "")
            yield Finding(total.number if total else min(numbers), place, words, blocks=False)


def _problems_with(origin: Origin) -> Iterator[Problem]:
    if not origin.source.strip():
        yield Problem(_("Write where the figures come from, such as jobindsats.dk."), "source")
    if origin.retrieved_on is None:
        yield Problem(_("Write the day on which the figures were retrieved."), "retrieved_on")
    elif origin.retrieved_on > clock.today():
        yield Problem(_("The figures cannot have been retrieved later than today."), "retrieved_on")
