"""Reminders are sent before and after a deadline, once each, to those who can do something about it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.core import outbox
from portal.identity.models import Person
from portal.projects import actions, reminders
from portal.projects.rules import ProjectStatus
from tests.projects.money import approved
from tests.support.factories import JOINED
from tests.support.standing import standing

DUE = date(2011, 5, 17)  # a Tuesday


@standing
def alone(case, session):
    """One milestone on 17 May 2011, one writer who reads English, and nothing else to remind about."""
    first, *others = case.project.milestones
    for each in others:
        session.delete(each)
    first.due_on = first.first_due_on = DUE
    first.title = "Hold 1 begynder"
    case.milestone = first
    case.writer = session.get(Person, case.application.begun_by_id)
    case.writer.language, case.writer.password_hash = "en", JOINED
    session.commit()
    session.expire_all()
    return case


@pytest.fixture
def told(mails, session):
    """`told(day)` does this room's work of that day, and says which mails were written: to whom, and about what."""
    seen = {each["Message-ID"] for each in mails()}

    def on(day: date) -> list[tuple[str, str]]:
        reminders.remind(day)
        outbox.run_pending()
        new = [each for each in mails() if each["Message-ID"] not in seen]
        seen.update(each["Message-ID"] for each in new)
        return sorted((each["To"], each["Subject"]) for each in new)

    return on


@pytest.mark.parametrize(
    ("days", "expected"),
    [(15, ""), (14, "before-14"), (4, "before-14"), (3, "before-3"), (0, "before-3"), (-1, "after-1"),
     (-13, "after-1"), (-14, "after-14"), (-27, "after-14"), (-28, "")],
)  # fmt: skip
def test_a_day_asks_for_the_last_reminder_that_is_due(days, expected):
    assert reminders.stage(DUE, DUE - timedelta(days=days)) == expected


def test_a_milestone_is_reminded_four_times_in_the_readers_language(alone, told):
    heard = [told(DUE + timedelta(days=days)) for days in range(-16, 30)]
    sent = [each for each in heard if each]
    assert [len(each) for each in sent] == [2, 2, 2, 3]  # at last the region's caseworker too
    assert {to for to, _subject in sent[0]} == {alone.manager.email, alone.writer.email}
    assert dict(sent[0])[alone.manager.email] == "Milepælen »Hold 1 begynder« skal være nået den 17. maj 2011"
    assert dict(sent[2])[alone.writer.email] == "The milestone “Hold 1 begynder” was due on May 17, 2011"
    assert alone.caseworker.email in dict(sent[3])


def test_the_same_day_again_and_a_day_that_was_missed(alone, told):
    assert len(told(DUE - timedelta(days=10))) == 2  # the worker stood still on the fourteenth day before
    reminders.remind(DUE - timedelta(days=10))
    assert outbox.run_pending() == 0
    assert told(DUE - timedelta(days=9)) == []


def test_what_is_done_asks_for_nothing_and_what_is_moved_is_reminded_anew(alone, told, clock):
    milestone = alone.milestone
    assert len(told(DUE - timedelta(days=14))) == 2
    actions.move(milestone, DUE + timedelta(days=14), "Skolen", seen=milestone.version, by=alone.manager)
    told(date(2010, 11, 1))
    assert told(DUE - timedelta(days=3)) == []
    assert len(told(DUE)) == 2
    clock.move_to(datetime(2011, 5, 18, 9, tzinfo=UTC))
    actions.mark(milestone, date(2011, 5, 18), "Begyndt", seen=milestone.version, by=alone.manager)
    told(date(2010, 11, 2))
    assert told(DUE + timedelta(days=15)) == []


def test_a_deadline_on_a_day_off_is_kept_on_the_next_working_day(alone, told, session):
    alone.milestone.due_on = date(2011, 4, 21)  # Maundy Thursday; the next working day is Tuesday
    session.commit()
    assert all("skal være nået" in subject for _to, subject in told(date(2011, 4, 26)) if "Milepæl" in subject)
    late = dict(told(date(2011, 4, 27)))
    assert late[alone.manager.email] == "Milepælen »Hold 1 begynder« skulle være nået den 26. april 2011"


def test_an_account_is_reminded_until_it_is_with_the_region(alone, told, clock):
    alone.milestone.done_on = date(2010, 11, 1)
    due = date(2011, 3, 1)  # 60 days after the end of 2010
    title = alone.project.title
    assert dict(told(due - timedelta(days=14))) == {
        alone.manager.email: f"Et regnskab for {title} skal afleveres 1. marts 2011",
        alone.writer.email: f"An account of {title} is due on March 1, 2011",
    }
    assert len(told(due + timedelta(days=14))) == 3
    clock.move_to(datetime(2011, 3, 16, 9, tzinfo=UTC))
    approved(alone, date(2010, 11, 15), date(2010, 12, 31), 10)
    told(date(2010, 11, 2))
    assert told(due + timedelta(days=15)) == []


@pytest.mark.parametrize("change", [{"status": ProjectStatus.CLOSED}, {"status": ProjectStatus.OFFERED},
                                    {"ends_on": date(2010, 2, 1)}])  # fmt: skip
def test_closed_offered_and_long_ended_projects_are_left_in_peace(alone, told, session, change):
    for name, value in change.items():
        setattr(alone.project, name, value)
    session.commit()
    assert told(DUE) == []
