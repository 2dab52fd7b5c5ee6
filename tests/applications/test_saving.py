"""Sections save by themselves, never over a colleague's words; an application begins with an invitation."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.applications import queries, saving
from portal.applications.models import SectionVersion
from portal.applications.rules import SectionKey, Status
from portal.core import audit
from portal.core.errors import Conflict, Refusal
from portal.core.money import Ore
from portal.core.permissions import Role
from tests.support.standing import standing

LINES = [{"sought_ore": 100_000_00}, {"sought_ore": 50}]


def put(section, answers, by, **facts):
    saving.save(section, answers, **{"seen": section.version, "complete": False, "auto": False, "by": by} | facts)


@standing
def application(make):
    return make.application()


@standing
def writer(make, application):
    return make.person(Role.WRITER, application.job_centre)


def test_an_invited_job_centre_begins_with_what_is_known(make):
    this_round = make.round()
    centre = make.job_centre(this_round.region)
    make.invitation(this_round, centre)
    person = make.person(Role.WRITER, centre, title="Projektskriver")
    begun = saving.begin(this_round, centre, "Fra ledig til lager", by=person)
    assert begun.reference == f"{this_round.reference}-001"
    assert [each.key for each in begun.sections] == list(SectionKey)
    assert begun.section("basis").answers["grant_responsible"] == centre.code.removeprefix("JC-")
    assert [each.what for each in audit.of(begun.reference)] == ["application.begun"]


def test_who_is_not_invited_and_who_is_late_hears_both(make):
    this_round = make.round(closes_at=datetime(2010, 10, 1, 10, tzinfo=UTC))
    centre = make.job_centre(this_round.region)
    with pytest.raises(Refusal, match="The deadline was") as refused:
        saving.begin(this_round, centre, "For sent", by=make.person(Role.WRITER, centre))
    assert len(refused.value.problems) == 2


def test_references_go_on_from_the_highest(make):
    this_round = make.round(by_invitation=False)
    centre = make.job_centre(this_round.region)
    person = make.person(Role.WRITER, centre)
    references = [saving.begin(this_round, centre, f"Nummer {each}", by=person).reference[-4:] for each in range(3)]
    assert references == ["-001", "-002", "-003"]


def test_a_save_by_hand_is_a_version_and_an_event_and_an_autosave_is_neither(application, writer, session):
    section = application.section("background")
    put(section, {"background": "Første"}, writer, auto=True)
    assert session.scalars(select(SectionVersion)).all() == []
    put(section, {"background": "Anden"}, writer)
    assert [each.answers["background"] for each in queries.versions(section)] == ["Anden"]
    assert [each.what for each in audit.of(application.reference)] == ["section.saved"]


def test_the_second_to_save_hears_who_was_first_and_nothing_is_lost(application, writer, make):
    colleague = make.person(Role.MANAGER, application.job_centre, name="Alma Bregnedal")
    section = application.section("background")
    seen = section.version
    put(section, {"background": "Almas"}, colleague)
    with pytest.raises(Conflict, match="Alma Bregnedal saved this section"):
        put(section, {"background": "Rikkes"}, writer, seen=seen)
    assert section.answers["background"] == "Almas"


def test_another_section_is_not_in_the_way(application, writer):
    first, second = application.section("background"), application.section("goals")
    seen = second.version
    put(first, {"background": "x"}, writer)
    put(second, {"realism_reason": "y"}, writer, seen=seen)
    assert second.answers["realism_reason"] == "y"


def test_lists_show_what_the_sections_say(application, writer):
    put(application.section("basis"), {"title": "Svejs og CNC"}, writer)
    put(application.section("target_group"), {"lines": [{"number": 16}, {"number": None}, {"number": 14}]}, writer)
    saving.save_budget(
        application, {"lines": LINES, "financing": []}, seen=application.section("budget").version,
        origin="form", by=writer,
    )  # fmt: skip
    assert (application.title, application.places, application.requested) == ("Svejs og CNC", 30, Ore(100_000_50))


def test_an_older_version_comes_back_as_a_new_save(application, writer):
    section = application.section("background")
    put(section, {"background": "Første"}, writer)
    put(section, {"background": "Anden"}, writer)
    saving.bring_back(section, queries.versions(section)[1], seen=section.version, by=writer)
    assert section.answers["background"] == "Første"
    assert len(queries.versions(section)) == 3


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.RECOMMENDED, Status.GRANTED, Status.WITHDRAWN])
def test_what_is_submitted_is_not_written_in(make, status):
    application = make.application(status=status)
    with pytest.raises(Conflict, match="is not possible"):
        put(application.section("goals"), {}, make.person(Role.WRITER, application.job_centre))
