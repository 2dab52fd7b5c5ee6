"""A year whose report is approved is closed, until the region sends the report back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.core.errors import Refusal
from portal.core.money import Ore
from portal.projects import accounts, actions, goals
from portal.projects.rules import ProjectStatus
from portal.results.report_models import YearlyReport
from portal.results.report_rules import ReportStatus
from tests.projects.money import account, approved
from tests.support.standing import standing

IN_2010, IN_2011 = date(2010, 12, 1), date(2011, 3, 1)
CLOSED = "Årsrapporten for 2010 er godkendt, så året er lukket. Bed en sagsbehandler i regionen om at sende rapporten"


@standing
def report(case, clock, session):
    """The report on 2010 is approved, and it is the spring of 2011."""
    clock.move_to(datetime(2011, 4, 4, 9, tzinfo=UTC))
    made = YearlyReport(project=case.project, year=2010, first_due_on=date(2011, 4, 15), due_on=date(2011, 4, 15),
                        opened_at=datetime(2011, 2, 1, tzinfo=UTC), status=ReportStatus.APPROVED)  # fmt: skip
    session.add(made)
    session.commit()
    return made


def measure(case, on: date):
    return goals.measure(case.project.goals[0], on, Decimal(12), "Egen optælling", "", by=case.manager)


def mark(case, on: date) -> None:
    milestone = case.project.milestones[0]
    actions.mark(milestone, on, "Nået", seen=milestone.version, by=case.manager)


def begin(case):
    return accounts.begin(case.project, date(2010, 11, 15), date(2010, 12, 31), final=False, by=case.manager)


def test_nothing_dated_in_the_closed_year_is_written_down_until_the_region_opens_it(case, report, session):
    for act in (lambda: measure(case, IN_2010), lambda: mark(case, IN_2010), lambda: begin(case)):
        with pytest.raises(Refusal, match="for 2010 is approved, so the year is closed"):
            act()
    report.status = ReportStatus.RETURNED
    session.commit()
    measure(case, IN_2010)
    mark(case, IN_2010)
    begin(case)


def test_the_open_year_after_it_is_as_open_as_before(case, report):
    assert measure(case, IN_2011).on == IN_2011
    mark(case, IN_2011)
    assert case.project.milestones[0].done_on == IN_2011


def test_the_page_says_who_opens_the_year(case, report, browse):
    page = browse(case.manager).get(f"/projects/{case.project.id}/goals/1/measure")
    [error] = page.submit(on="2010-12-01", value="12", source="Egen optælling").errors
    assert error.startswith(CLOSED)


def test_a_mark_of_the_closed_year_is_not_taken_back(case, clock, session):
    clock.move_to(datetime(2010, 12, 2, 9, tzinfo=UTC))
    mark(case, IN_2010)
    session.add(YearlyReport(project=case.project, year=2010, first_due_on=IN_2011, due_on=IN_2011,
                             opened_at=datetime(2010, 12, 2, tzinfo=UTC), status=ReportStatus.APPROVED))  # fmt: skip
    session.commit()
    milestone = case.project.milestones[0]
    with pytest.raises(Refusal, match="the year is closed"):
        actions.unmark(milestone, seen=milestone.version, by=case.manager)


def test_a_draft_of_the_closed_year_is_not_signed_but_what_the_region_sent_back_is_put_right(
    case, clock, session, report
):
    report.status = ReportStatus.OPEN
    session.commit()
    made = account(case, date(2010, 11, 15), date(2010, 12, 31), 10)
    report.status = ReportStatus.APPROVED
    session.commit()
    with pytest.raises(Refusal, match="the year is closed"):
        accounts.sign(made, seen=made.version, by=case.manager)
    report.status = ReportStatus.OPEN
    session.commit()
    accounts.sign(made, seen=made.version, by=case.manager)
    accounts.give_back(made, "Bilag 2 mangler", seen=made.version, by=case.caseworker)
    report.status = ReportStatus.APPROVED
    session.commit()
    accounts.save(made, made.by_line, Ore(0), "Det er med nu", seen=made.version, by=case.manager)
    accounts.sign(made, seen=made.version, by=case.manager)


def test_a_finished_project_is_measured_until_its_last_report_is_approved(case, clock, session, browse):
    clock.move_to(datetime(2012, 1, 10, 9, tzinfo=UTC))
    case.project.status = ProjectStatus.CLOSED
    session.commit()
    at = f"/projects/{case.project.id}/goals/1"
    assert browse(case.manager).get(at).soup.select(f"a[href='{at}/measure']")
    measure(case, date(2011, 12, 31))
    session.add(YearlyReport(project=case.project, year=2011, first_due_on=IN_2011, due_on=IN_2011,
                             opened_at=datetime(2012, 1, 2, tzinfo=UTC), status=ReportStatus.APPROVED))  # fmt: skip
    session.commit()
    for on in (date(2011, 12, 30), date(2012, 1, 9)):  # what is measured after the last day belongs to the last year
        with pytest.raises(Refusal, match="for 2011 is approved, so the year is closed"):
            measure(case, on)


def test_a_measurement_of_a_project_that_has_not_begun_is_refused_by_its_own_name(case, session, browse):
    case.project.status = ProjectStatus.OFFERED
    session.commit()
    refused = browse(case.manager).client.get(f"/projects/{case.project.id}/goals/1/measure")
    assert refused.status_code == 409
    assert "Registrér det målte" in refused.text
    assert "milepæl som" not in refused.text


def test_a_goal_for_a_year_before_the_project_is_measured_in_that_year(case, clock, session):
    clock.move_to(datetime(2011, 1, 10, 9, tzinfo=UTC))
    goal = case.project.goals[0]
    goal.baseline_when, goal.targets = "2009", [["2010-12-31", "20"], ["2011-12-31", "40"]]
    case.project.starts_on = date(2011, 1, 1)
    session.commit()
    assert goals.earliest(goal) == date(2010, 1, 1)
    measure(case, IN_2010)
    with pytest.raises(Refusal, match="is before"):
        measure(case, date(2009, 12, 31))


@pytest.mark.parametrize(("unit", "refused"), [("persons", True), ("weeks", False)])
def test_persons_are_counted_whole(case, session, browse, unit, refused):
    case.project.goals[0].unit = unit
    session.commit()
    page = browse(case.manager).get(f"/projects/{case.project.id}/goals/1/measure")
    page = page.submit(on="2010-11-01", value="61,5", source="Egen optælling")
    assert (page.status == 422) is refused
    if refused:
        assert page.errors == ["Målet tæller personer. Skriv et helt tal, for eksempel 12."]


def test_a_later_account_does_not_touch_the_closed_year(case, clock, session):
    clock.move_to(datetime(2011, 2, 4, 9, tzinfo=UTC))
    approved(case, date(2010, 11, 15), date(2010, 12, 31), 10)
    session.add(YearlyReport(project=case.project, year=2010, first_due_on=IN_2011, due_on=IN_2011,
                             opened_at=datetime(2011, 2, 2, tzinfo=UTC), status=ReportStatus.APPROVED))  # fmt: skip
    session.commit()
    assert accounts.begin(case.project, date(2011, 1, 1), date(2011, 1, 31), final=False, by=case.manager)
