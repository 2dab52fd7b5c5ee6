"""What the database finds to wait is what the rules reckon, on every day of a project's life."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.core.db import db
from portal.core.permissions import Role
from portal.pools.settings import Settings
from portal.projects import figures, overdue, waiting, waits
from portal.projects.models import Account, Instalment, Project
from portal.projects.paying import Condition
from portal.projects.rules import AccountStatus, InstalmentStatus
from portal.results.report_models import YearlyReport
from portal.results.report_rules import ReportStatus
from tests.bench import rows

A, R = AccountStatus, ReportStatus
DAYS = [date(2010, 11, 14) + timedelta(days=9 * number) for number in range(70)]
ACCOUNTS = {
    "none": (),
    "a draft": ((date(2010, 12, 31), A.DRAFT),),
    "the first signed": ((date(2010, 12, 31), A.SIGNED),),
    "the first approved": ((date(2010, 12, 31), A.APPROVED),),
    "up to the summer": ((date(2011, 6, 30), A.APPROVED),),
    "the last sent back": ((date(2010, 12, 31), A.APPROVED), (date(2011, 12, 31), A.RETURNED)),
    "all": ((date(2010, 12, 31), A.APPROVED), (date(2011, 12, 31), A.APPROVED)),
}


@pytest.mark.parametrize("sent", ACCOUNTS)
def test_the_database_finds_overdue_accounts_and_instalments_as_the_rules_do(case, clock, session, sent):
    project = case.project
    for number, (ends_on, status) in enumerate(ACCOUNTS[sent], 1):
        session.add(Account(project=project, number=number, starts_on=project.starts_on, ends_on=ends_on,
                            final=ends_on == project.ends_on, status=status, amounts={}))  # fmt: skip
    session.commit()
    for day in DAYS:
        clock.move_to(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))
        lacks = bool(figures.overdue_accounts(project, day))
        assert waiting.ids(case.reader, waits.OVERDUE) == ({project.id} if lacks else set()), day
        ready = any(True for _each in waiting.releasable(project))
        assert waiting.ids(case.controller, waits.TO_RELEASE) == ({project.id} if ready else set()), day


def test_a_guideline_with_another_number_of_days_has_its_own_last_day(case, clock, make, session):
    shorter = Settings.from_json({"account_within_days": 10})
    assert shorter.account_within_days != figures.settings_of(case.project).account_within_days
    make.guideline(settings=shorter.to_json())
    case.application.round.guideline = make.guideline(
        settings=shorter.to_json(), pool=case.application.round.pool, region=case.application.round.region
    )
    session.commit()
    clock.move_to(datetime(2011, 1, 20, 10, tzinfo=UTC))
    assert figures.overdue_accounts(case.project, date(2011, 1, 20))
    assert waiting.ids(case.reader, waits.OVERDUE) == {case.project.id}


def test_a_report_that_is_late_holds_the_instalment_back_in_the_list_too(case, clock, session):
    project = case.project
    clock.move_to(datetime(2010, 11, 20, 10, tzinfo=UTC))
    assert waiting.ids(case.controller, waits.TO_RELEASE) == {project.id}
    report = YearlyReport(project=project, year=2009, first_due_on=date(2010, 4, 15), due_on=date(2010, 4, 15),
                          opened_at=datetime(2010, 2, 1, tzinfo=UTC), status=R.OPEN)  # fmt: skip
    session.add(report)
    session.commit()
    assert any(overdue.of(project))
    assert waiting.ids(case.controller, waits.TO_RELEASE) == frozenset()
    report.status = R.APPROVED
    session.commit()
    assert waiting.ids(case.controller, waits.TO_RELEASE) == {project.id}


def test_an_instalment_on_any_day_waits_for_the_account_of_the_day_before(case, clock, session):
    project = case.project
    for each in project.instalments:
        session.delete(each)
    session.add(Instalment(project_id=project.id, number=9, due_on=date(2011, 5, 1), amount=project.granted,
                           condition=Condition.ACCOUNT, status=InstalmentStatus.PLANNED))  # fmt: skip
    session.add(Account(project=project, number=1, starts_on=project.starts_on, ends_on=date(2011, 4, 29), final=False,
                        status=A.APPROVED, amounts={}))  # fmt: skip
    session.commit()
    session.expire_all()
    clock.move_to(datetime(2011, 5, 2, 10, tzinfo=UTC))
    assert waiting.ids(case.controller, waits.TO_RELEASE) == frozenset()
    project.accounts[0].ends_on = date(2011, 4, 30)
    session.commit()
    assert waiting.ids(case.controller, waits.TO_RELEASE) == {project.id}


def test_a_list_of_hundreds_is_read_with_the_same_queries_and_says_how_long_it_is(case, browse, make, monkeypatch):
    region = case.application.round.region
    make.job_centre(region)
    caseworker = make.person(Role.CASEWORKER, region)
    rows.add(120)
    for module in ("portal.projects.queries", "portal.applications.queries"):
        monkeypatch.setattr(f"{module}.TO_MOST", 101)
    monkeypatch.setattr("portal.core.lists.MOST", 100)
    for person, number in ((caseworker, 50), (case.manager, 50)):
        for path, size in (("/projects", 25), ("/applications/", number)):
            page = browse(person).get(path)
            assert len(page.all("main tbody tr")) == size
    page = browse(caseworker).get("/projects")
    assert "More than a thousand projects" in page.soup.text or "Flere end tusind" in page.soup.text
    assert "/projects?page=2&words=&status=&waits=&sort=ends&down=1" in {
        each["href"] for each in page.soup.select("nav.pp-actions a")
    }
    last = browse(caseworker).get("/projects?page=5")
    assert len(last.all("main tbody tr")) == 21
    assert not [each for each in last.all("nav.pp-actions a") if each in {"Next page", "Næste side"}]
    assert db.session.query(Project).count() == 121
