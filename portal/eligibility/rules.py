"""The table of the rules an application is judged by before a decision, and the asking of them all. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from portal.core import cpr
from portal.core.text import Text, _
from portal.eligibility import (
    addendum,
    applicant,
    consultants,
    cooperation,
    courses,
    forbidden,
    funding,
    goals,
    money,
    papers,
    plan_goals,
    shares,
    sources,
    target,
    wording,
)
from portal.eligibility.binding import BINDING
from portal.eligibility.context import Context, Waiver
from portal.eligibility.facts import Facts
from portal.eligibility.saying import finished
from portal.eligibility.sources import slides, source
from portal.eligibility.verdicts import BLOCKING, Finding, Outcome, Rule, Severity, Verdict

MUST, SHOULD, INFO = Severity.MUST, Severity.SHOULD, Severity.INFO
B, T, A, G, M, D = "basis", "target_group", "activities", "goals", "budget", "declarations"
EVERYWHERE = (B, "background", T, "occupations", A, G, "should_elements", "organisation", "phases", M, "follow_up",
              "attachments", D)  # fmt: skip

COMMON = (
    Rule("G-01", MUST, _("Applicant"), (B,), 1, slides("13"), applicant.invited_job_centre),
    Rule("G-02", MUST, _("Deadline"), (), 1, sources.STAR_POOLS, applicant.before_the_deadline),
    Rule(
        "G-03", MUST, _("Responsible municipality"), (B,), 1, sources.STAR_POOLS, applicant.one_responsible_municipality
    ),
    Rule("G-04", MUST, _("CVR and EAN"), (B,), 1, sources.INVOICES, applicant.numbers_of_the_authority),
    Rule("G-05", MUST, _("Contact and manager"), (B,), 1, sources.PRACTICE, applicant.people_to_ask),
    Rule("G-06", MUST, _("Project period"), (B,), 1, sources.START, applicant.period_in_the_window),
    Rule("G-07", MUST, _("No CPR numbers"), EVERYWHERE, 7, sources.DATA_PROTECTION, wording.no_personal_numbers),
    Rule("G-08", MUST, _("All sections answered"), EVERYWHERE, 3, sources.STAR_POOLS, wording.every_section_answered),
    Rule("G-09", MUST, _("Financing equals cost"), (M,), 5, sources.FINANCING, money.finance_equals_cost),
    Rule("G-10", MUST, _("Budget lines add up"), (M,), 5, sources.COSTS, money.lines_add_up),
    Rule("G-11", MUST, _("Wages"), (M,), 5, sources.COSTS, money.wages_explained),
    Rule("G-12", MUST, _("Costs that are not eligible"), (M,), 5, sources.NOT_ELIGIBLE, forbidden.nothing_forbidden),
    Rule("G-13", SHOULD, _("Equipment"), (M,), 5, sources.NOT_ELIGIBLE, shares.little_equipment),
    Rule("G-14", SHOULD, _("Administration"), (M,), 5, sources.STAR_BUDGETS, shares.little_administration),
    Rule("G-15", SHOULD, _("Audit"), (M, D), 5, sources.AUDIT, shares.audit_planned),
    Rule("G-16", MUST, _("Other funding"), (M,), 5, sources.FUND_VAT, funding.other_funding_named),
    Rule("G-17", MUST, _("Amounts without VAT"), (D,), 7, sources.VAT, funding.without_vat),
    Rule("G-18", MUST, _("No double cover"), (M, D), 7, sources.REFUND, funding.no_double_cover),
    Rule("G-19", MUST, _("Amount sought"), (M,), 5, slides("13"), shares.within_the_limit),
    Rule("G-20", MUST, _("Cost inside the period"), (B, M), 5, sources.START, funding.cost_inside_the_period),
    Rule("G-21", MUST, _("Complete goals"), (G,), 4, slides("15"), goals.goals_complete),
    Rule("G-22", MUST, _("Cost per participant"), (T, M), 5, sources.OWN_FIGURE, shares.cost_per_participant),
    Rule("G-23", MUST, _("The manager's confirmation"), (D,), 7, sources.ACCOUNTS, papers.confirmed_by_the_manager),
    Rule("G-24", MUST, _("Attachments"), ("attachments",), 7, sources.OWN_FIGURE, papers.attachments_allowed),
)
UPSKILLING = (
    Rule("OPK-01", MUST, _("Target group"), (T,), 2, slides("14-15"), target.right_target_group),
    Rule("OPK-02", MUST, _("Benefits"), (T,), 2, slides("14"), target.benefits_of_the_pool),
    Rule("OPK-03", MUST, _("Long-term unemployed"), (T,), 2, slides("14"), target.long_term_share_stated),
    Rule("OPK-04", SHOULD, _("Job-ready"), (T,), 2, slides("14"), target.job_ready),
    Rule("OPK-05", MUST, _("Good job prospects"), ("occupations",), 2, slides("15"), target.good_prospects),
    Rule(
        "OPK-06",
        SHOULD,
        _("Places with good job prospects"),
        ("occupations",),
        2,
        slides("15"),
        target.places_with_prospects,
    ),
    Rule("OPK-07", MUST, _("Directed at jobs"), (A,), 3, slides("15"), courses.leads_to_a_job),
    Rule("OPK-08", MUST, _("Goal for employment"), (G,), 4, slides("15"), goals.counted_in_jobs),
    Rule("OPK-09", MUST, _("Ambitious goals"), (G,), 4, slides("15"), goals.ambitious),
    Rule("OPK-10", SHOULD, _("Realistic goals"), (G,), 4, slides("15"), goals.realistic),
    Rule(
        "OPK-11",
        SHOULD,
        _("Should-elements"),
        ("should_elements",),
        3,
        slides("16"),
        cooperation.should_elements_chosen,
    ),
    Rule("OPK-12", INFO, _("Project type"), ("background",), 3, slides("17"), cooperation.known_project_type),
    Rule("OPK-13", SHOULD, _("Company-directed courses"), (A,), 3, slides("14"), courses.more_company_directed),
    Rule(
        "OPK-14", MUST, _("Split among municipalities"), (B,), 6, slides("16"), cooperation.shared_across_municipalities
    ),
    Rule("OPK-15", MUST, _("Talk with the region"), ("sparring",), 6, slides("18"), cooperation.talked_with_the_region),
    Rule("OPK-16", SHOULD, _("Steering group"), ("organisation",), 6, slides("18"), cooperation.steering_group_settled),
    Rule("OPK-17", SHOULD, _("Job-search courses"), (A,), 3, sources.MAPPING, courses.job_search_combined),
    Rule("OPK-18", MUST, _("Bought courses"), (A, M), 3, sources.PRACTICE, courses.bought_courses_described),
)
PLAN, N, P, AD = "plan", "number_goals", "positions", "adoption"
CONSULTANTS = (
    Rule("VIRK-01", MUST, _("Wages of consultants only"), (M,), 5, slides("10"), consultants.wages_of_consultants_only),
    Rule("VIRK-02", MUST, _("First day of wages"), (P,), 5, slides("10"), consultants.no_wage_before_the_first_day),
    Rule(
        "VIRK-03", MUST, _("Addendum to the employment plans"), (AD,), 1, slides("11"), addendum.decided_for_each_plan
    ),
    Rule("VIRK-04", MUST, _("Overall goals"), (PLAN,), 4, slides("11"), addendum.overall_goals),
    Rule("VIRK-05", MUST, _("Number goals for four years"), (N,), 4, slides("11"), plan_goals.goals_for_every_year),
    Rule("VIRK-06", MUST, _("Goals that rise"), (N,), 4, slides("11"), plan_goals.goals_rise),
    Rule("VIRK-07", MUST, _("Strategy"), (PLAN,), 3, slides("11"), addendum.strategy),
    Rule("VIRK-08", MUST, _("A milestone each year"), ("results",), 4, slides("11"), plan_goals.milestone_each_year),
    Rule("VIRK-09", MUST, _("Target group"), ("plan_group",), 2, slides("10"), addendum.right_target_group),
    Rule("VIRK-10", MUST, _("Complete positions"), (P,), 5, slides("10"), consultants.positions_complete),
    Rule("VIRK-11", SHOULD, _("The four tasks"), ("tasks",), 3, slides("10"), addendum.four_tasks_planned),
    Rule("VIRK-12", SHOULD, _("Additional positions"), (P,), 5, sources.PRACTICE, consultants.positions_are_additional),
    Rule("VIRK-14", INFO, _("Instruments shown apart"), (N,), 4, sources.MAPPING, plan_goals.instruments_apart),
    Rule(
        "VIRK-15",
        SHOULD,
        _("Persons per consultant"),
        (N, P),
        4,
        sources.OWN_FIGURE,
        consultants.persons_per_consultant,
    ),
    Rule("VIRK-16", SHOULD, _("Employment council"), (AD,), 6, slides("20"), addendum.council_informed),
)
OF_A_PLAN = {  # the same questions, asked of number goals and of positions
    "G-15": Rule("G-15", SHOULD, _("Audit"), (M, D), 5, sources.AUDIT, consultants.audit_announced),
    "G-21": Rule("G-21", MUST, _("Complete goals"), (N,), 4, slides("11"), plan_goals.goals_with_baseline),
    "G-22": Rule("G-22", MUST, _("Persons in the plan"), (N,), 5, sources.PRACTICE, plan_goals.somebody_takes_part),
}
IN_A_PLAN = (B, PLAN, "plan_group", N, "results", "tasks", P, M, AD, "attachments", D)


def _of_a_plan(rule: Rule) -> Rule:
    """A common rule as an addendum has it; what looks everywhere looks in the addendum's own sections."""
    return OF_A_PLAN.get(rule.id) or (replace(rule, where=IN_A_PLAN) if rule.where == EVERYWHERE else rule)


RULES: tuple[Rule, ...] = COMMON + UPSKILLING
BY_POOL: dict[str, tuple[Rule, ...]] = {
    "upskilling": RULES,
    "consultants": (*map(_of_a_plan, COMMON), *CONSULTANTS),
}


def judge(facts: Facts, context: Context, *, signing: bool = True, pool: str = "upskilling") -> list[Verdict]:
    """One verdict for each rule of the pool, in the order of its table.

    `signing=False` is for drafts: the manager's confirmation (G-23) is then told about and does not block.
    """
    return list(_verdicts(BY_POOL[pool], facts, context, signing))


def _verdicts(rules: Iterable[Rule], facts: Facts, context: Context, signing: bool) -> Iterator[Verdict]:
    for rule in rules:
        asked = papers.confirmation_to_come if rule.id == "G-23" and not signing else rule.judge
        finding = asked(facts, context)
        waiver = None if rule.id in BINDING else context.waivers.get(rule.id)
        if waiver and waiver.holds_at(facts.judged_at) and finding.outcome in BLOCKING:
            finding = _waived(finding, waiver)
        yield _verdict(rule, finding, context)


def _waived(finding: Finding, waiver: Waiver) -> Finding:
    values = {"who": waiver.who, "until": waiver.until, "why": waiver.why, "found": finished(finding.found)}
    found = _("%(found)s Waived by %(who)s until %(until)s: %(why)s", **values)
    return Finding(Outcome.WAIVED, found, finding.expected, severity=finding.severity)


def _verdict(rule: Rule, finding: Finding, context: Context) -> Verdict:
    return Verdict(
        rule=rule.id,
        outcome=finding.outcome,
        severity=finding.severity or rule.severity,
        found=_without_cpr(finished(finding.found)),
        expected=finding.expected,
        remedy=finding.remedy,
        source=source(context.round.year, context.guideline_version, rule.point, rule.basis),
        where=rule.where,
        title=rule.title,
    )


def _without_cpr(said: Text) -> Text:
    """What people wrote is quoted in some sentences; a CPR-shaped number never is."""
    return Text(said.english, {name: _guarded(value) for name, value in said.values.items()})


def _guarded(value: object) -> object:
    match value:
        case Text():
            return _without_cpr(value)
        case str():
            return cpr.hidden(value).encode("utf-8", "replace").decode("utf-8")  # half a character cannot be printed
        case _:
            return value
