"""What a plan of a round must fit in with before it can stand: its own days, its year, its money. Pure."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from portal.core.clock import COPENHAGEN
from portal.core.errors import Problem
from portal.core.text import _
from portal.pools.rules import FIRST_YEAR, LAST_YEAR, RoundPlan, problems_with_the_year

LONGEST_PERIOD = 5  # years from its first day: a plan of four years, and what is left of the year it begins in


def problems_with_the_plan(
    plan: RoundPlan, *, now: datetime, allots: bool = False, titles: Collection[str] = ()
) -> Iterator[Problem]:
    """Everything in the plan that cannot be, each beside the field to change.

    `titles` are those of the other rounds of the same pool, region and year. In a pool that `allots`, the letters go
    out when the round opens, so its grant may be expected before the answers.
    """
    if plan.title.strip().casefold() in {each.casefold() for each in titles}:
        values = {"title": plan.title.strip(), "year": str(plan.year)}
        yield Problem(
            _("The pool has a round called “%(title)s” in %(year)s already. Choose another title.", **values), "title"
        )
    strange = list(_strange_days(plan))
    yield from strange
    yield from _problems_with_the_days(plan, now)
    yield from _problems_with_the_period(plan)
    year = list(problems_with_the_year(plan.year))
    yield from year
    if not any(each.field in DAYS for each in strange):  # a year of too few digits is told once
        yield from _problems_between_the_days(plan, allots)
        yield from () if year else _problems_with_the_years(plan)
    yield from _problems_with_the_money(plan)


def _problems_with_the_days(plan: RoundPlan, now: datetime) -> Iterator[Problem]:
    if plan.closes_at <= plan.opens_at:
        yield Problem(_("The deadline must be after the round opens, %(opens)s.", opens=plan.opens_at), "closes_on")
    elif plan.closes_at <= now:
        yield Problem(_("The deadline %(closes)s has passed. Choose a later one.", closes=plan.closes_at), "closes_on")
    elif plan.opens_at < now and plan.opens_at.year >= FIRST_YEAR:
        sentence = _(
            "%(opens)s has passed. A round that is open can no longer change, so choose a time ahead.",
            opens=plan.opens_at,
        )
        yield Problem(sentence, "opens_on")
    if plan.answer_at <= plan.closes_at:
        yield Problem(_("The answer must come after the deadline, %(closes)s.", closes=plan.closes_at), "answer_on")


def _problems_with_the_period(plan: RoundPlan) -> Iterator[Problem]:
    if plan.period_end < plan.period_start:
        yield Problem(_("The last day of the period is before its first. Choose a later day."), "period_end")


def _problems_between_the_days(plan: RoundPlan, allots: bool) -> Iterator[Problem]:
    """What each day must be, seen from the others: opening, answer, grant, project."""
    opens, answer = _day(plan.opens_at), _day(plan.answer_at)
    if allots and plan.expected_grant_on < opens:
        sentence = _("The grant cannot come before the round opens, %(opens)s. Choose that day or later.", opens=opens)
        yield Problem(sentence, "expected_grant_on")
    elif not allots and plan.expected_grant_on < answer:
        sentence = _(
            "The grant cannot come before the promised answer, %(answer)s. Choose that day or later.", answer=answer
        )
        yield Problem(sentence, "expected_grant_on")
    yield from _problems_of_the_period(plan, opens)


def _problems_of_the_period(plan: RoundPlan, opens: date) -> Iterator[Problem]:
    start, end = plan.period_start, plan.period_end
    if start < opens:
        sentence = _("No project can begin before the round opens, %(opens)s. Choose that day or later.", opens=opens)
        yield Problem(sentence, "period_start")
    if start <= end < plan.expected_grant_on:
        sentence = _(
            "The period is over before the grant, %(grant)s. Choose a later day.", grant=plan.expected_grant_on
        )
        yield Problem(sentence, "period_end")
    elif end >= (over := _years_after(start, LONGEST_PERIOD)):
        sentence = _(
            "The period is longer than %(years)s years. Choose a day before %(over)s.", years=LONGEST_PERIOD, over=over
        )
        yield Problem(sentence, "period_end")


def _problems_with_the_years(plan: RoundPlan) -> Iterator[Problem]:
    opens, start = _day(plan.opens_at), plan.period_start
    if opens.year not in (plan.year - 1, plan.year):
        values = {"opens": opens, "year": str(plan.year)}
        sentence = _("The round opens %(opens)s. A round of %(year)s opens in that year or the year before.", **values)
        yield Problem(sentence, "opens_on")
    if opens <= start and start.year > plan.year + 1:
        values = {"year": str(plan.year), "last": date(plan.year + 1, 12, 31)}
        sentence = _("The first project of a round of %(year)s begins by %(last)s. Choose an earlier day.", **values)
        yield Problem(sentence, "period_start")


def _years_after(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def _day(moment: datetime) -> date:
    return moment.astimezone(COPENHAGEN).date()


DAYS = {
    "opens_on": "opens_at", "closes_on": "closes_at", "answer_on": "answer_at",
    "expected_grant_on": "expected_grant_on", "period_start": "period_start", "period_end": "period_end",
}  # fmt: skip


def _strange_days(plan: RoundPlan) -> Iterator[Problem]:
    """A year typed with too few digits, and a clock time that the day has twice or not at all."""
    for field, name in DAYS.items():
        day: date = getattr(plan, name)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            values = {"read": str(day.year), "first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
            yield Problem(_("We read the year %(read)s. Write a year from %(first)s to %(last)s.", **values), field)
        elif isinstance(day, datetime) and day.replace(fold=0).utcoffset() != day.replace(fold=1).utcoffset():
            sentence = _(
                "On %(day)s the clock is changed between 2 and 3. Choose a time before or after.", day=day.date()
            )
            yield Problem(sentence, field.replace("_on", "_time"))


def _problems_with_the_money(plan: RoundPlan) -> Iterator[Problem]:
    if plan.frame <= 0:
        yield Problem(_("Write a frame above 0 kr."), "frame")
    if plan.largest_grant <= 0:
        yield Problem(_("Write a largest grant above 0 kr."), "largest_grant")
    elif 0 < plan.frame < plan.largest_grant:
        yield Problem(
            _("The largest grant, %(read)s, is more than the frame. Write at most %(frame)s.",
              read=plan.largest_grant, frame=plan.frame),
            "largest_grant",
        )  # fmt: skip
