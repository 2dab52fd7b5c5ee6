"""The figures of the job centre beside a report: indicators, the results review, and what is claimed against them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.core.clock import COPENHAGEN
from portal.core.language import chosen
from portal.core.text import Text, _
from portal.identity.models import Organisation
from portal.labour_market import figure_queries, indicators, numbers, periods
from portal.labour_market.figures import Key
from portal.labour_market.models import IndicatorFigure
from portal.labour_market.numbers import Figure
from portal.projects import goal_words
from portal.projects.goal_models import Goal
from portal.projects.models import Project
from portal.results import layout, queries
from portal.results.models import ResultsReview
from portal.results.report_blocks import CLAIMED, Block, Link, Row
from portal.results.report_claims import Claim, Difference, Stored, explanation
from portal.results.report_facts import measured_in

INSTRUMENTS: Mapping[str, str] = {
    "PRAK_P": "praktik", "PRAK_O": "praktik", "LT_P": "loentilskud", "LT_O": "loentilskud", "VOKS": "voksenelev",
    "placement": "praktik", "private_subsidy": "loentilskud", "public_subsidy": "loentilskud",
    "total": "virksomhedsrettet",
}  # fmt: skip
GROUPS = (("match 2", "match2"), ("match 1", "match1"), ("dagpenge", "dagpenge"))


@dataclass(frozen=True)
class Known:
    """The newest figure of each indicator in the year, of the centre and of its region; and the results review."""

    centre: Organisation
    year: int
    figures: Mapping[str, IndicatorFigure]
    region: Mapping[str, IndicatorFigure]
    review: ResultsReview | None


def known(project: Project, year: int) -> Known:
    """Where a job centre serves one municipality, its figures are the centre's too; the centre's own come first."""
    centre = project.application.job_centre
    region = centre.region.code if centre.region else figure_queries.COUNTRY[0]
    only = [each.code for each in centre.municipalities] if len(centre.municipalities) == 1 else []
    rows = figure_queries.newest(list(indicators.all_of_them()), [centre.code, region, *only])
    own = {code: row for area in (*only, centre.code) for code, row in _last(rows, area, year).items()}
    return Known(centre, year, own, _last(rows, region, year), queries.of(centre, year))


def _last(rows: Mapping[Key, IndicatorFigure], area: str, year: int) -> dict[str, IndicatorFigure]:
    """By indicator, the period of the year that ends last; figures for many months stand behind those for few."""
    found: dict[str, tuple[tuple[int, int, int], IndicatorFigure]] = {}
    for (code, where, written), row in rows.items():
        period = periods.parse(written)
        if where == area and period is not None and period.year == year:
            found[code] = max(found.get(code, (period.order, row)), (period.order, row), key=lambda each: each[0])
    return {code: row for code, (_order, row) in found.items()}


def indicators_block(found: Known) -> Block:
    catalogue = indicators.all_of_them()
    rows = tuple(
        Row(catalogue[code].titles, (words_of(row), row.figure, _beside(found.region.get(code), row)),
            source_of(row), row.imported.retrieved_on, link_to(row))
        for code in catalogue
        if (row := found.figures.get(code))
    )  # fmt: skip
    columns = (_("Period"), _("The job centre"), _("The region"))
    return Block(
        "indicators", _("Indicators"), columns, rows, _("No figures of the job centre are imported for the year.")
    )


def _beside(other: IndicatorFigure | None, row: IndicatorFigure) -> Figure | None:
    return other.figure if other is not None and other.period == row.period else None


def words_of(row: IndicatorFigure) -> Text | str:
    period = periods.parse(row.period)
    return period.words if period else row.period


def source_of(row: IndicatorFigure) -> Text | str:
    if row.imported.invented:
        return _("%(source)s (invented)", source=row.imported.source)
    return row.imported.source


def link_to(row: IndicatorFigure) -> Link:
    return "labour_market.figures", {"indicator": row.indicator, "area": row.area}


def review_block(found: Known) -> Block:
    """The ministerial goals as the results review has them."""
    review, rows = found.review, []
    if review is not None and review.newest is not None:
        stored = review.newest.content["tables"].get("goals", {})
        on = review.newest.saved_at.astimezone(COPENHAGEN).date()
        for line in layout.goals(found.year).lines:
            cells = stored.get(line.code, {})
            before, result = (_cell(cells, name) for name in ("before", "result"))
            rows.append(Row(line.titles, (before, result), _review_words(review), on,
                            _review_link(review)))  # fmt: skip
    columns = (_("December the year before"), _("December this year"))
    return Block("review", _("The results review: ministerial goals"), columns, tuple(rows),
                 _("The job centre has no results review for the year yet."))  # fmt: skip


def _cell(cells: Mapping[str, int | None], name: str) -> Figure | None:
    return None if (value := cells.get(name)) is None else Figure(value)


def _review_words(review: ResultsReview) -> Text:
    number = review.newest.number if review.newest else 0
    return _("Results review %(reference)s, version %(number)s", reference=review.reference, number=number)


def _review_link(review: ResultsReview) -> Link:
    return "results.show", {"review_id": review.id}


def differences(project: Project, found: Known, claims: Iterable[Claim]) -> list[Difference]:
    """Everything the report says that the portal has another figure for, also where the two agree (P-07)."""
    return [*_of_the_claims(found, claims), *_of_the_goals(project, found)]


def _of_the_claims(found: Known, claims: Iterable[Claim]) -> Iterator[Difference]:
    for claim in claims:
        if claim.value is None:
            continue
        if row := found.figures.get(claim.kind.indicator):
            yield Difference(f"{claim.kind.code}:indicator", claim.kind.words, claim.value, claim.source, row.figure,
                             source_of(row), row.imported.retrieved_on, link_to(row))  # fmt: skip
        if claim.kind.goal and (stated := _stated(found.review, claim.kind.goal)) is not None and found.review:
            on = found.review.newest.saved_at.astimezone(COPENHAGEN).date() if found.review.newest else None
            yield Difference(f"{claim.kind.code}:review", claim.kind.words, claim.value, claim.source, stated,
                             _review_words(found.review), on, _review_link(found.review))  # fmt: skip


def _stated(review: ResultsReview | None, line: str) -> Figure | None:
    if review is None or review.newest is None:
        return None
    return _cell(review.newest.content["tables"].get("goals", {}).get(line, {}), "result")


def _of_the_goals(project: Project, found: Known) -> Iterator[Difference]:
    """What was measured for goals that count what an indicator counts; goals of one indicator are added up."""
    measured: dict[str, list[tuple[Goal, Decimal]]] = {}
    for goal in project.goals:
        code, last = _counts(goal.target_group, goal.instrument), measured_in(goal, found.year)
        if code and last is not None:
            measured.setdefault(code, []).append((goal, last.value))
    for code, several in measured.items():
        if row := found.figures.get(code):
            total = numbers.of(sum((value for _goal, value in several), Decimal(0)))
            words = goal_words.title(several[0][0], chosen())
            yield Difference(f"goal:{code}", words, total, _("The goals of the project"), row.figure, source_of(row),
                             row.imported.retrieved_on, link_to(row))  # fmt: skip


def _counts(group: str, instrument: str) -> str:
    """The indicator that counts this instrument for this target group; empty where there is none."""
    stem = INSTRUMENTS.get(instrument, "")
    suffix = next((code for words, code in GROUPS if words in group.casefold()), "")
    return f"{stem}-{suffix}" if stem and suffix else ""


def claims_block(claims: Iterable[Claim]) -> Block:
    rows = tuple(
        Row(each.kind.words, (each.value, each.kind.unit.label), each.source, each.on)
        for each in claims
        if each.value is not None
    )
    columns = (_("Figure"), _("Unit"))
    return Block(CLAIMED, _("Figures the job centre claims"), columns, rows, _("No figure is claimed yet."))


def differences_block(found: Iterable[Difference], stored: Stored) -> Block:
    rows = tuple(
        Row(each.words, (each.claimed, each.other, each.by, _answered(each, stored)), each.other_source, each.other_on,
            each.link, said.words if (said := explanation(each, stored)) else "")
        for each in found
    )  # fmt: skip
    columns = (_("The report"), _("Imported"), _("Difference"), _("Answer"))
    return Block("differences", _("Claimed figures beside imported ones"), columns, rows,
                 _("No claimed figure has an imported one to stand beside."))  # fmt: skip


def _answered(each: Difference, stored: Stored) -> Text:
    if not each.differs:
        return _("The figures agree")
    said = explanation(each, stored)
    return said.answer.label if said else _("Not explained yet")
