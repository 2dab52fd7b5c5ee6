"""The activities: what they lead to, how they are mixed, what is bought: OPK-07, OPK-13, OPK-17 and OPK-18. Pure."""

from collections.abc import Iterator

from portal.core.text import Text, _
from portal.eligibility.answers import length
from portal.eligibility.context import Context
from portal.eligibility.facts import Activity, Facts
from portal.eligibility.labels import missing
from portal.eligibility.saying import at_line, lacking, numbers, percent, together
from portal.eligibility.verdicts import Finding, cannot_tell, met, not_met
from portal.eligibility.wording import only_points_to_an_attachment

COMPANY_DIRECTED = frozenset({"PRAK_P", "PRAK_O", "LT_P", "LT_O", "VOKS", "ROT", "VC"})
JOB_SEARCH = "JSF"
BOUGHT_COURSES = "21"
NO_ACTIVITIES = _("There are no activities.")
ADD_AN_ACTIVITY = _("Add the activities of the project.")


def leads_to_a_job(facts: Facts, context: Context) -> Finding:
    """OPK-07."""
    expected = _("Every activity names the job, the kind of company or the hiring partner it leads to")
    lines = facts.activities.lines
    if not lines:
        return not_met(expected, NO_ACTIVITIES, ADD_AN_ACTIVITY)
    silent = [n for n, each in enumerate(lines, 1) if _says_nothing(each.leads_to)]
    if silent:
        found = _("Nothing is named in line %(lines)s of %(all)s.", lines=numbers(silent), all=len(lines))
        return not_met(expected, found, _("Write for each activity which job or company it leads to."))
    return met(expected, _("All activities name it: %(all)s.", all=len(lines)))


def _says_nothing(text: str) -> bool:
    return not length(text) or only_points_to_an_attachment(text)


def more_company_directed(facts: Facts, context: Context) -> Finding:
    """OPK-13, by places; as much as today is enough. Placement, wage subsidy, adult apprentice, rotation, centre."""
    today, lines = facts.activities.company_share_today, facts.activities.lines
    if today is None:
        expected = _("A share of company-directed courses at least as large as the centre's share today")
        return cannot_tell(
            expected, _("The share today is missing."), _("Write the share today; jobindsats.dk has it.")
        )
    expected = _(
        "At least %(today)s %% of the places in company-directed courses, as the centre has today", today=today
    )
    unknown = [n for n, each in enumerate(lines, 1) if each.places is None or not each.instrument]
    places = sum(each.places or 0 for each in lines)
    if unknown or places == 0:
        found = _("Places or instrument is missing in line %(lines)s.", lines=numbers(unknown))
        found = found if unknown else _("The activities have 0 places.")
        return cannot_tell(expected, found, _("Write instrument and places for each activity."))
    directed = sum(each.places or 0 for each in lines if each.instrument in COMPANY_DIRECTED)
    values = {"directed": directed, "places": places, "share": percent(directed, places)}
    found = _("%(directed)s of %(places)s places (%(share)s %%).", **values)
    if directed * 100 >= today * places:
        return met(expected, found)
    return not_met(expected, found, _("Move places to placement, wage subsidy or another company-directed course."))


def job_search_combined(facts: Facts, context: Context) -> Finding:
    """OPK-17."""
    expected = _("Job-search courses combined with placement, or with a precise target group and duration")
    lines = facts.activities.lines
    search = [(n, each) for n, each in enumerate(lines, 1) if each.instrument == JOB_SEARCH]
    if not search:
        return met(expected, _("There are no job-search courses."))
    if any(each.instrument in COMPANY_DIRECTED for each in lines):
        return met(expected, _("Job-search courses are combined with company-directed courses."))
    problems = [at_line(n, _("the duration in weeks is missing")) for n, each in search if not each.weeks]
    if not length(facts.activities.job_search_note):
        problems.append(_("the precise target group of the job-search course is missing"))
    if problems:
        remedy = _("Combine the course with placement, or write its target group and its number of weeks.")
        return not_met(expected, together(problems), remedy)
    return met(expected, _("Pure job-search courses, with target group and duration; placement is preferred."))


def bought_courses_described(facts: Facts, context: Context) -> Finding:
    """OPK-18. Money for bought courses without a bought course among the activities is a lack too."""
    expected = _("Bought courses with provider, hours, price per course week, and dates inside the period")
    lines = facts.activities.lines
    undecided = [n for n, each in enumerate(lines, 1) if not each.provider_type]
    if undecided:
        found = _("It is not said whether line %(lines)s is bought.", lines=numbers(undecided))
        return cannot_tell(expected, found, _("Choose own or external provider for each activity."))
    bought = [(n, each) for n, each in enumerate(lines, 1) if each.provider_type == "external"]
    problems = [at_line(n, problem) for n, each in bought for problem in _course_problems(each, facts)]
    spent = facts.budget.in_category(BOUGHT_COURSES)
    if spent > 0 and not bought:
        problems.append(_("the budget buys courses for %(amount)s, but no activity is external", amount=spent))
    if problems:
        return not_met(expected, together(problems), _("Fill in the bought courses under “Activities and companies”."))
    if bought and None in (facts.basis.period_start, facts.basis.period_end):
        return cannot_tell(
            expected,
            _("The project period is not known."),
            _("Write the project period under “Applicant and partners”."),
        )
    return met(expected, _("Bought courses: %(number)s.", number=len(bought)))


def _course_problems(course: Activity, facts: Facts) -> Iterator[Text]:
    yield from lacking(missing(course, "provider", "hours", "price_per_week_ore", "start", "end"))
    if course.hours is not None and course.hours <= 0:
        yield _("the course has 0 hours")
    if course.price_per_week_ore is not None and course.price_per_week_ore < 0:
        yield _("the price per course week is %(price)s", price=course.price_per_week_ore)
    if course.start and course.end and course.start > course.end:
        yield _("the course ends %(end)s, before it starts %(start)s", start=course.start, end=course.end)
    start, end = facts.basis.period_start, facts.basis.period_end
    if course.start and start and course.start < start:
        yield _("the course starts %(day)s, before the period", day=course.start)
    if course.end and end and course.end > end:
        yield _("the course ends %(day)s, after the period", day=course.end)
