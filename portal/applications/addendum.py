"""The sections of an addendum to the employment plans, the answer to a grant letter. Pure.

Number goals, milestones and positions are kept in the budget, where the workbook writes them too: one home, two doors.
"""

from dataclasses import replace
from typing import Any

from portal.applications import codes
from portal.applications.fields import Field, Kind, SectionSpec
from portal.applications.sections import BASIS as APPLICANT
from portal.applications.sections_running import ATTACHMENTS, DECLARATIONS
from portal.core.text import _
from portal.pools import positions


def _in_persons(field: Field) -> Field:
    columns = tuple(replace(each, label=_("Persons")) if each.key == "places" else each for each in field.columns)
    return replace(field, columns=columns)


BASIS = replace(
    APPLICANT,
    help=_(
        "One municipality is responsible for the grant, also when several apply together. "
        "Partners are named with their share of the persons and of the amount."
    ),
    fields=tuple(map(_in_persons, APPLICANT.fields)),
)
PERSONS: dict[str, Any] = {"least": 0, "most": 1_000_000, "whole": True}
STAFF: dict[str, Any] = {"least": 0, "most": 1000}


def within(figure: str) -> dict[str, Any]:
    """The bounds of a figure of a position, as the rules have them."""
    least, most = positions.BOUNDS[figure]
    return {"least": least, "most": most, "whole": figure in positions.WHOLE}


PLAN = SectionSpec(
    "plan",
    (_("what you want to reach in all"), _("how you will reach it")),
    _(
        "The overall goals say what changes for the long-term unemployed and the weakest on social assistance. "
        "The strategy says how the consultants bring them into companies."
    ),
    (
        Field("overall_goals", Kind.LONG_TEXT, _("Overall goals"), required=True, most=20000),
        Field("strategy", Kind.LONG_TEXT, _("Strategy"), required=True, most=20000),
    ),
)
PLAN_GROUP = SectionSpec(
    "plan_group",
    (_("whom the consultants help"), _("how they are found")),
    _("Match groups 2 and 3 are allowed: the pool is also for the weakest on social assistance."),
    (
        Field("groups", Kind.CHOICES, _("Whom do the consultants help?"), required=True, options=codes.PLAN_GROUPS),
        Field("description", Kind.LONG_TEXT, _("Description of the target group"), required=True, most=20000),
    ),
)
NUMBER_GOALS = SectionSpec(
    "number_goals",
    (
        _("persons in company-directed courses, by target group and instrument"),
        _("where you start, for which period and by which source"),
        _("a goal for each year"),
    ),
    _(
        "The figures are those of the sheet of goals in the workbook: what you write here stands there, and the other "
        "way round. Goals lie above the baseline and rise each year; else you explain why."
    ),
    (
        Field(
            "goals",
            Kind.LINES,
            _("Number goals"),
            required=True,
            shared=True,
            columns=(
                Field("target_group", Kind.CHOICE, _("Target group"), required=True),
                Field("instrument", Kind.CHOICE, _("Instrument"), required=True),
                Field("baseline", Kind.NUMBER, _("Baseline, persons"), required=True, **PERSONS),
                Field("baseline_period", Kind.TEXT, _("Period of the baseline"), required=True),
                Field("baseline_source", Kind.TEXT, _("Source of the baseline"), required=True),
                Field("goal", Kind.NUMBER, _("Goal %(year)s, persons"), required=True, per_year=True, **PERSONS),
            ),
        ),
        Field(
            "explanation",
            Kind.LONG_TEXT,
            _("Why a goal does not rise"),
            _("Only when a goal does not rise from one year to the next."),
        ),
    ),
)
RESULTS = SectionSpec(
    "results",
    (_("what must be reached, and by when"), _("at least one milestone for each year of the plan")),
    _("Milestones become the project's milestones when the grant is accepted. Each has a result that can be measured."),
    (
        Field("requirements", Kind.LONG_TEXT, _("Result requirements"), required=True, most=20000),
        Field(
            "milestones",
            Kind.LINES,
            _("Milestones"),
            required=True,
            shared=True,
            columns=(
                Field("title", Kind.TEXT, _("Milestone"), required=True),
                Field("date", Kind.DATE, _("Date"), required=True),
                Field("responsible", Kind.TEXT, _("Responsible"), required=True),
                Field("result", Kind.TEXT, _("Measurable result"), required=True, most=1000),
            ),
        ),
    ),
)
TASKS = SectionSpec(
    "tasks",
    (_("what the consultants do in each of the four tasks"),),
    _("Write what is planned, how often and for how many. A task that you leave out is left empty."),
    (
        Field("interviews", Kind.LONG_TEXT, _("More interviews with the unemployed")),
        Field("contact", Kind.LONG_TEXT, _("Closer contact during placements in companies")),
        Field("mentors", Kind.LONG_TEXT, _("Mentors in the companies")),
        Field("service", Kind.LONG_TEXT, _("Better service to the companies")),
    ),
)
POSITIONS = SectionSpec(
    "positions",
    (_("each position with start, full-time share and wage"), _("how many consultants you have before and after")),
    _(
        "The positions are those of the sheet of positions in the workbook: what you write here stands there, and the "
        "other way round. The wage of each year follows from start, end, full-time share and monthly wage."
    ),
    (
        Field(
            "consultants_before",
            Kind.NUMBER,
            _("Company consultants before the grant, full-time"),
            required=True,
            **STAFF,
        ),
        Field(
            "consultants_after", Kind.NUMBER, _("Company consultants with the grant, full-time"), required=True, **STAFF
        ),
        Field(
            "positions",
            Kind.LINES,
            _("Positions"),
            required=True,
            shared=True,
            columns=(
                Field("job_centre", Kind.TEXT, _("Job centre"), required=True),
                Field("function", Kind.TEXT, _("Function"), _("For example Virksomhedskonsulent."), required=True),
                Field("start", Kind.DATE, _("First day"), required=True),
                Field("end", Kind.DATE, _("Last day"), _("Empty if the position lasts as long as the plan.")),
                Field(
                    "share",
                    Kind.NUMBER,
                    _("Full-time share"),
                    _("1 for full time, 0,5 for half."),
                    required=True,
                    **within("share"),
                ),
                Field("monthly_wage_ore", Kind.MONEY, _("Monthly wage for full time, kr."), required=True),
                Field("pension_percent", Kind.NUMBER, _("Pension, %"), required=True, **within("pension")),
                Field("sought_ore", Kind.MONEY, _("Sought from the pool, kr."), required=True),
                Field("caseload", Kind.NUMBER, _("Persons followed at a time"), required=True, **within("caseload")),
                Field("visits", Kind.NUMBER, _("Company visits a year"), required=True, **within("visits")),
            ),
        ),
    ),
)
BUDGET = SectionSpec(
    "budget",
    (_("the wages of each year"), _("what is sought each year, and what the municipality pays")),
    _("The grant pays wages of company consultants only. The workbook holds positions, goals and milestones too."),
    (Field("early_cost_reason", Kind.LONG_TEXT, _("Reason for costs before the project starts")),),
)
ADOPTION = SectionSpec(
    "adoption",
    (_("when council or committee decides the addendum of each plan"), _("when the employment council was informed")),
    _("A date that is expected is an answer: write the day of the meeting, and choose Expected."),
    (
        Field(
            "plans",
            Kind.LINES,
            _("Employment plans"),
            required=True,
            columns=(
                Field("year", Kind.INTEGER, _("Employment plan of the year"), required=True, least=2000, most=2100),
                Field("body", Kind.CHOICE, _("Who decides"), required=True, options=codes.BODIES),
                Field("date", Kind.DATE, _("Date"), required=True),
                Field("status", Kind.CHOICE, _("Decided or expected"), required=True, options=codes.DECIDED),
            ),
        ),
        Field("council", Kind.CHOICE, _("Employment council that was informed or heard"), options=codes.COUNCILS),
        Field("council_on", Kind.DATE, _("Date on which it was informed or heard")),
    ),
)
SECTIONS: tuple[SectionSpec, ...] = (
    BASIS, PLAN, PLAN_GROUP, NUMBER_GOALS, RESULTS, TASKS, POSITIONS, BUDGET, ADOPTION, ATTACHMENTS, DECLARATIONS,
)  # fmt: skip
