"""Rounds: planned before they open, seen by those they concern, with invitations and risk groups."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.core import audit, clock, menu
from portal.core.db import db
from portal.core.errors import Conflict, Refusal
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.pools import catalogue, invitations, ledger, queries, rounds
from portal.pools.invitations import Grounds
from portal.pools.models import Pool
from portal.pools.planning import problems_with_the_plan
from portal.pools.rules import FramePicture, Phase, RoundPlan, phase, round_reference

NOW = datetime(2010, 9, 1, 8, tzinfo=UTC)
PLAN = RoundPlan(
    title="Opkvalificering 2010", year=2010, opens_at=NOW + timedelta(days=9), closes_at=NOW + timedelta(days=70),
    answer_at=NOW + timedelta(days=100), expected_grant_on=date(2010, 12, 15), period_start=date(2010, 12, 15),
    period_end=date(2012, 12, 31), frame=Ore(4_200_000_00), largest_grant=Ore(1_000_000_00),
)  # fmt: skip
GROUNDS = Grounds("Mange langtidsledige.", "Langtidsledige", "3. kvartal 2010")


def fields(**changed):
    return {problem.field for problem in problems_with_the_plan(replace(PLAN, **changed), now=NOW)}


@pytest.fixture
def then():
    with clock.at(NOW):
        yield


@pytest.fixture
def guideline(make):
    return make.guideline(region=make.region(code="BR-SD"))


@pytest.fixture
def caseworker(make, guideline):
    return make.person(Role.CASEWORKER, guideline.region)


def test_guidelines_to_choose_between_are_told_apart_by_their_first_words(browse, make, guideline, caseworker):
    make.guideline(region=guideline.region, pool=guideline.pool, year=2011, number=2)
    page = browse(caseworker).get("/pools/rounds/new")
    assert sorted(words.split(":")[0] for words in page.all("#guideline option")) == [
        f"2010 version {guideline.number}", "2011 version 2"
    ]  # fmt: skip


def test_a_year_of_too_few_digits_and_a_title_of_blanks_are_told_beside_their_fields(browse, make):
    guideline = make.guideline()
    page = browse(make.person(Role.CASEWORKER, guideline.region)).get("/pools/rounds/new").submit(
        title="   ", year="2090", opens_on="0001-01-01", opens_time="00.00", closes_on="2090-03-26",
        closes_time="02.30", answer_on="2090-04-01", expected_grant_on="2090-04-01", period_start="2090-04-02",
        period_end="2091-12-31", frame="4.200.000", largest_grant="1.000.000",
    )  # fmt: skip
    assert page.status == 422
    assert page.errors == [
        "Skriv rundens titel.",
        "Vi læste årstallet 1. Skriv et årstal fra 2000 til 2100.",
        "Den 26. marts 2090 stilles uret mellem 2 og 3. Vælg et tidspunkt før eller efter.",
    ]


class TestTheRules:
    @pytest.mark.parametrize(
        ("day", "hour", "strange"),
        [
            (28, 1, False),
            (28, 2, True),
            (28, 3, False),
            (27, 2, False),
        ],  # on 28 March 2010 there is no hour from 2 to 3
    )
    def test_a_time_that_the_day_does_not_have_is_refused(self, day, hour, strange):
        opens = clock.in_copenhagen(2010, 3, day, hour, 30)
        before = clock.in_copenhagen(2010, 3, 1)
        found = {problem.field for problem in problems_with_the_plan(replace(PLAN, opens_at=opens), now=before)}
        assert found == ({"opens_time"} if strange else set())

    @pytest.mark.parametrize(
        ("hour", "minute", "strange"), [(1, 59, False), (2, 0, True), (2, 59, True), (3, 0, False), (12, 0, False)]
    )
    def test_a_deadline_that_the_day_has_twice_is_refused(self, hour, minute, strange):
        closes = clock.in_copenhagen(2010, 10, 31, hour, minute)
        assert fields(closes_at=closes) == ({"closes_time"} if strange else set())

    def test_a_deadline_at_noon_is_at_noon_also_on_the_day_the_clock_is_changed(self):
        for day, hour in ((30, 10), (31, 11)):
            assert clock.in_copenhagen(2010, 10, day, 12).astimezone(UTC).hour == hour

    def test_a_good_plan_has_no_problems(self):
        assert fields() == set()

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"closes_at": PLAN.opens_at}, "closes_on"),
            ({"opens_at": NOW - timedelta(9), "closes_at": NOW}, "closes_on"),
            ({"answer_at": PLAN.closes_at}, "answer_on"),
            ({"period_end": date(2010, 12, 14)}, "period_end"),
            ({"year": 10}, "year"),
            ({"opens_at": datetime(10, 9, 10, tzinfo=UTC)}, "opens_on"),
            ({"answer_at": datetime(9999, 12, 31, tzinfo=UTC)}, "answer_on"),
            ({"period_end": date(2201, 12, 31)}, "period_end"),
            ({"frame": Ore(0)}, "frame"),
            ({"largest_grant": Ore(4_200_000_01)}, "largest_grant"),
            ({"largest_grant": Ore(0)}, "largest_grant"),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(self, changed, field):
        assert field in fields(**changed)

    def test_a_round_is_open_from_its_opening_until_just_before_its_deadline(self):
        moment = timedelta(microseconds=1)
        told = [phase(PLAN.opens_at, PLAN.closes_at, now=each) for each in (
            PLAN.opens_at - moment, PLAN.opens_at, PLAN.closes_at - moment, PLAN.closes_at)]  # fmt: skip
        assert told == [Phase.PLANNED, Phase.OPEN, Phase.OPEN, Phase.CLOSED]

    def test_a_reference_says_pool_year_and_region(self):
        assert round_reference("OPK", 2010, "BR-SD") == "OPK-2010-SYD"

    def test_the_gauge_fills_the_whole_frame_with_its_parts(self):
        picture = FramePicture(Ore(4_200_000_00), Ore(1_120_000_00), this=Ore(840_000_00))
        assert [part.percent for part in picture.parts] == [26.7, 20.0, 53.3]
        assert sum(part.width for part in picture.parts) == pytest.approx(1168, abs=0.2)
        assert picture.left == 2_240_000_00

    def test_what_is_asked_or_promised_is_told_below_the_sum_and_is_no_part_of_it(self):
        picture = FramePicture(Ore(5_000_000), Ore(1_000_000), asked=Ore(900_000), promised=Ore(4_000_000))
        assert sum(part.amount for part in picture.parts) == picture.frame
        assert [(key, amount) for key, _words, amount in picture.beside] == [
            ("promised", 4_000_000), ("free", 1_000_000), ("asked", 900_000)
        ]  # fmt: skip
        decided = FramePicture(Ore(5_000_000), Ore(4_500_000), promised=Ore(4_000_000))
        assert [amount for _key, _words, amount in decided.beside] == [4_000_000, 500_000]
        assert FramePicture(Ore(5), Ore(0)).beside == []

    def test_the_gauge_of_an_empty_or_overdrawn_frame_can_be_drawn(self):
        assert [part.width for part in FramePicture(Ore(0), Ore(0)).parts] == [0, 0]
        assert all(part.width >= 0 for part in FramePicture(Ore(100), Ore(60), this=Ore(90)).parts)

    def test_the_parts_of_the_frame_add_up_to_a_hundred_percent(self):
        picture = FramePicture(Ore(100_000), Ore(13_460), this=Ore(3_560))  # 13.46, 3.56 and 82.98
        assert [part.percent for part in picture.parts] == [13.5, 3.6, 82.9]


class TestTheActions:
    def test_both_pools_are_made_once(self, session):
        catalogue.ensure_pools()
        catalogue.ensure_pools()
        assert [pool.code for pool in session.query(Pool).order_by(Pool.prefix)] == ["upskilling", "consultants"]

    def test_a_new_round_has_its_reference_and_its_frame_in_the_ledger(self, then, guideline, caseworker):
        made = rounds.create(guideline, PLAN, by=caseworker)
        assert made.reference == f"{guideline.pool.prefix}-2010-SYD"
        assert [entry.amount for entry in ledger.entries(made)] == [PLAN.frame]
        assert [event.what for event in audit.of(made.reference)] == ["round.created", "frame.opened"]

    def test_a_second_round_of_the_same_year_gets_a_letter(self, then, guideline, caseworker):
        plans = [replace(PLAN, title=title) for title in ("Den første", "Den anden", "Den tredje")]
        names = [rounds.create(guideline, each, by=caseworker).reference for each in plans]
        assert [name[-2:] for name in names] == ["YD", "-B", "-C"]

    def test_a_round_cannot_be_bound_to_a_draft(self, then, make, guideline, caseworker):
        from portal.pools import guidelines

        draft = guidelines.draft(guideline.pool, guideline.region, 2010, by=caseworker)
        with pytest.raises(Refusal, match="sign it first"):
            rounds.create(draft, PLAN, by=caseworker)

    def test_before_it_opens_a_round_can_change_and_the_ledger_follows(self, then, guideline, caseworker):
        made = rounds.create(guideline, PLAN, by=caseworker)
        changed = replace(PLAN, frame=Ore(5_000_000_00), title="Ny titel")
        rounds.edit(made, guideline, changed, seen=made.version, by=caseworker)
        assert (made.title, made.frame, made.left) == ("Ny titel", 5_000_000_00, 5_000_000_00)
        assert [entry.amount for entry in ledger.entries(made)] == [4_200_000_00, 800_000_00]
        assert audit.of(made.reference)[-1].details["before"]["title"] == PLAN.title

    def test_an_open_round_cannot_change(self, then, guideline, caseworker):
        made = rounds.create(guideline, PLAN, by=caseworker)
        with clock.at(PLAN.opens_at), pytest.raises(Conflict, match="can no longer change"):
            rounds.edit(made, guideline, PLAN, seen=made.version, by=caseworker)

    def test_a_round_keeps_its_pool_and_region_and_tells_the_second_writer(self, then, make, guideline, caseworker):
        made = rounds.create(guideline, PLAN, by=caseworker)
        with pytest.raises(Refusal, match="same pool and region"):
            rounds.edit(made, make.guideline(), PLAN, seen=made.version, by=caseworker)
        with pytest.raises(Conflict, match="A colleague saved first"):
            rounds.edit(made, guideline, PLAN, seen=made.version + 1, by=caseworker)

    def test_an_invitation_is_kept_with_its_grounds_and_mailed_to_every_manager(self, make, mails):
        this_round = make.round()
        centre = make.job_centre(this_round.region)
        make.person(Role.WRITER, centre)
        make.person(Role.MANAGER, centre, email="leder@example.dk", language="da")
        make.person(Role.MANAGER, centre, email="head@example.dk", language="en")
        by = make.person(Role.CASEWORKER, this_round.region)
        invitations.invite(this_round, {centre.id: "412"}, GROUNDS, by=by)
        db.session.commit()
        sent = {mail["To"]: mail.get_content() for mail in mails()}
        assert set(sent) == {"leder@example.dk", "head@example.dk"}
        assert all(
            "3. kvartal 2010: 412" in text and f"/pools/rounds/{this_round.id}" in text for text in sent.values()
        )
        assert queries.invited(this_round) == {centre.code}
        assert audit.of(this_round.reference)[-1].details == {"job_centre": centre.code}

    def test_nobody_is_invited_twice_or_after_the_deadline_or_from_another_region(self, make):
        this_round = make.round()
        centre, stranger = make.job_centre(this_round.region), make.job_centre()
        by = make.person(Role.CASEWORKER, this_round.region)
        invitations.invite(this_round, {centre.id: "412"}, GROUNDS, by=by)
        for each in (centre, stranger):
            with pytest.raises(Conflict):
                invitations.invite(this_round, {each.id: "412"}, GROUNDS, by=by)
        with clock.at(this_round.closes_at), pytest.raises(Refusal, match="nobody can be invited"):
            invitations.invite(this_round, {stranger.id: "412"}, GROUNDS, by=by)

    def test_an_invitation_needs_its_reason_indicator_period_and_value(self, make):
        this_round = make.round()
        by = make.person(Role.CASEWORKER, this_round.region)
        with pytest.raises(Refusal) as refused:
            invitations.invite(this_round, {}, Grounds(" ", "", ""), by=by)
        assert [each.field for each in refused.value.problems] == ["job_centres", "reason", "indicator", "period"]

    def test_a_group_judged_again_gets_the_new_date(self, make):
        region = make.region()
        by = make.person(Role.CASEWORKER, region)
        rounds.judge_at_risk(region, "Ufaglærte", date(2010, 5, 1), "Tal", by=by)
        rounds.judge_at_risk(region, "ufaglærte", date(2010, 8, 1), "Nye tal", by=by)
        assert queries.risk_groups(region.id) == {"Ufaglærte": date(2010, 8, 1)}
        with pytest.raises(Refusal) as refused:
            rounds.judge_at_risk(region, " ", clock.today() + timedelta(1), "", by=by)
        assert [each.field for each in refused.value.problems] == ["name", "judged_on"]


class TestWhoSeesWhat:
    def test_open_rounds_are_those_the_job_centre_may_apply_in_now(self, make):
        invited_to = make.round()
        region, pool = invited_to.region, invited_to.pool
        for_all = make.round(guideline=invited_to.guideline, by_invitation=False)
        make.round(guideline=invited_to.guideline)
        make.round(guideline=invited_to.guideline, by_invitation=False, closes_at=clock.now() - timedelta(1))
        make.round(by_invitation=False, pool=pool)
        centre = make.job_centre(region)
        make.invitation(invited_to, centre)
        writer = make.person(Role.WRITER, centre)
        assert set(queries.open_rounds_for(writer)) == {invited_to, for_all}
        assert queries.open_rounds_for(make.person(Role.READER, centre)) == []
        assert queries.open_rounds_for(make.person(Role.CASEWORKER, region)) == []

    def test_a_guideline_version_is_found_by_round_and_number(self, make):
        this_round = make.round()
        assert queries.guideline_of(this_round.reference, this_round.guideline.number) is this_round.guideline
        assert queries.guideline_of(this_round.reference, 0) is None
        assert queries.guideline_of("OPK-0", 1) is None

    def test_what_is_asked_for_comes_from_the_rooms_above(self, make, monkeypatch):
        this_round = make.round()
        monkeypatch.setattr(queries, "ASKED", [])
        assert queries.asked(this_round) is None
        monkeypatch.setattr(queries, "ASKED", [lambda _round: Ore(100), lambda _round: Ore(23)])
        assert queries.picture(this_round).asked == 123


class TestTheTasks:
    def words(self, app, person):
        with app.test_request_context():
            return [str(task.words) for task in menu.tasks_of(person)]

    def test_an_invitation_is_a_task_until_the_application_is_begun(self, app, make, monkeypatch):
        this_round = make.round(title="Runden")
        centre = make.job_centre(this_round.region)
        make.invitation(this_round, centre)
        writer, reader = make.person(Role.WRITER, centre), make.person(Role.READER, centre)
        monkeypatch.setattr(queries, "ANSWERED", [])
        assert "Begin the application: Runden" in self.words(app, writer)
        assert self.words(app, reader) == []
        monkeypatch.setattr(queries, "ANSWERED", [lambda _invitation: True])
        assert "Begin the application: Runden" not in self.words(app, writer)

    def test_the_caseworker_is_told_to_invite_and_of_a_deadline_ahead(self, app, make):
        soon = clock.now() + timedelta(days=3)
        this_round = make.round(title="Runden", closes_at=soon)
        caseworker = make.person(Role.CASEWORKER, this_round.region)
        told = self.words(app, caseworker)
        assert {"Invite job centres to Runden", "The round Runden closes"} <= set(told)
        make.invitation(this_round, make.job_centre(this_round.region))
        assert "Invite job centres to Runden" not in self.words(app, caseworker)

    def test_only_the_director_is_told_of_a_draft_to_sign(self, app, make):
        from portal.pools import guidelines

        signed = make.guideline()
        caseworker = make.person(Role.CASEWORKER, signed.region)
        made = guidelines.draft(signed.pool, signed.region, 2010, by=caseworker)
        words = f"Sign the guideline 2010 version {made.number}"
        assert words in self.words(app, make.person(Role.DIRECTOR, signed.region))
        assert words not in self.words(app, caseworker)
