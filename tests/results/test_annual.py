"""The annual report from begun to frozen: gathered in pieces, tied to the ledger, signed, and corrected."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.core import clock, outbox
from portal.core.db import db
from portal.core.errors import Conflict, Refusal
from portal.decisions.models import Waiver
from portal.pools import standing
from portal.projects import goals
from portal.results import annual, annual_projects, annual_queries, annual_sums
from portal.results.annual_rules import AnnualStatus
from tests.results.annuals import (
    A_YEAR_LATER,
    SPRING,
    compiled,
    director,
    granted,
    grants,
    money,
    project,
    sums,
    this_round,
)
from tests.support.pages import counted_queries

__all__ = ["director", "money", "project", "this_round"]
STEPS = ("committed", "released", "paid", "claimed", "unclaimed", "repaid")


class TestMoney:
    @pytest.mark.parametrize(("year", "at"), [(2010, SPRING), (2011, A_YEAR_LATER)])
    def test_it_ties_to_the_ledger_of_the_last_day_of_the_year(self, money, region, caseworker, year, at):
        report = compiled(region, caseworker, year, at=at)
        stood = standing.on(date(year, 12, 31), rounds=[money[0].round_id])[0]
        row = report.facts["tables"]["rounds"][annual_sums.row_key("upskilling", stood.round.reference)]
        assert row == {"frame": stood.frame, "left": stood.left} | {
            step: getattr(stood.together, step) for step in STEPS
        }
        assert {step: sums(report, "money")[step] for step in STEPS} == {step: row[step] for step in STEPS}
        for application in money:
            key = annual_sums.row_key("upskilling", stood.round.reference, application.job_centre.code)
            own = report.facts["tables"]["money"][key]
            assert {step: own[step] for step in STEPS} == {
                step: getattr(stood.cases[application.reference], step) for step in STEPS
            }

    def test_what_happened_in_the_year_is_what_was_added_since_the_year_before(self, money, region, caseworker):
        first, second = compiled(region, caseworker), compiled(region, caseworker, 2011, at=A_YEAR_LATER)
        assert sums(first, "money")["paid_in_year"] == 310_000_11 + 200_000_03
        assert sums(second, "money")["paid_in_year"] == 50_000_50
        assert sums(second, "money")["repaid_in_year"] == 10_000_09
        assert sums(second, "money")["committed_in_year"] == 0
        for step in ("committed", "paid", "repaid"):
            assert sums(second, "money")[step] == sum(
                sums(each, "money")[f"{step}_in_year"] for each in (first, second)
            )

    def test_one_pool_and_all_pools(self, make, money, region, caseworker):
        other = make.pool(code="consultants", prefix="VIRK")
        grants(make, make.round(region=region, pool=other, reference="VIRK-2010-X"), 70_000_00)
        both, one, another = (compiled(region, caseworker, pool=each) for each in (None, money[0].round.pool, other))
        assert sums(both, "money")["committed"] == sums(one, "money")["committed"] + 70_000_00
        assert sums(another, "money")["committed"] == 70_000_00
        assert [each.reference for each in (one, another)] == [f"{both.reference}-OPK", f"{both.reference}-VIRK"]

    def test_another_regions_money_is_not_in_it(self, make, money, region, caseworker):
        before = sums(compiled(region, caseworker), "money")
        grants(make, make.round(), 80_000_00)
        assert sums(compiled(region, caseworker), "money") == before


class TestProjects:
    def test_a_milestone_a_target_and_the_places_are_counted(self, project, region, caseworker):
        report = compiled(region, caseworker)
        found = report.facts["tables"]
        centre = project.application.job_centre.code
        document = project.application.submissions[-1].content["document"]
        places = sum(each["places"] for each in document["sections"]["occupations"]["lines"])
        assert sums(report, "places")["places"] == places > 0
        assert {key.split("|")[2] for key in found["places"]} == {document["balance_period"]}
        assert sums(report, "places")["places"] == sums(report, "occupations")["places"]
        in_year = [each for each in project.milestones if each.first_due_on.year == 2010]
        assert sums(report, "milestones")["milestones"] == len(in_year)
        assert found["projects"][annual_sums.row_key("upskilling", centre)] == {
            "running": 1, "granted": 1, "settled": 0
        }  # fmt: skip

    def test_places_are_counted_in_the_year_of_the_decision_only(self, project, region, caseworker):
        assert compiled(region, caseworker, 2011, at=A_YEAR_LATER).facts["tables"]["places"] == {}

    def test_what_is_missing_is_named(self, project, region, caseworker):
        report = compiled(region, caseworker, 2011, at=A_YEAR_LATER)
        rows = report.facts["tables"]["missing"]
        key = annual_sums.row_key("upskilling", project.application.job_centre.code, "account")
        assert rows[key] == {"number": 2, "cases": project.reference}
        assert any(each.endswith("|measurement") for each in rows)

    def test_a_measurement_moves_a_target_from_not_measured_to_reached(self, project, region, caseworker):
        goal = next(each for each in project.goals if each.targets_by_day)
        target = goal.targets_by_day[0]
        before = compiled(region, caseworker, target.on.year, at=A_YEAR_LATER + timedelta(days=800))
        unknown, reached = (sums(before, "goals")[each] for each in ("unknown", "reached"))
        with clock.at(datetime.combine(target.on, datetime.min.time(), UTC) + timedelta(days=9)):
            goals.measure(goal, target.on, target.value, "Egen optælling", "", by=project.people.manager)
        after = compiled(region, caseworker, target.on.year, at=A_YEAR_LATER + timedelta(days=800))
        assert sums(after, "goals")["unknown"] == unknown - 1
        assert sums(after, "goals")["reached"] == reached + 1

    def test_a_waiver_stands_with_its_reason(self, make, project, region, caseworker, director):
        with clock.at(datetime(2010, 12, 1, 9, tzinfo=UTC)):
            make.save(Waiver(application_id=project.application_id, rule="G-13", reason="Maskinen er nødvendig.",
                             until=date(2011, 6, 30), at=clock.now(), by=director))  # fmt: skip
        rows = compiled(region, caseworker).facts["tables"]["waivers"]
        key = annual_sums.row_key("upskilling", project.reference, "G-13")
        assert rows == {key: {"until": "2011-06-30", "reason": "Maskinen er nødvendig."}}

    def test_the_number_of_queries_does_not_grow_with_the_projects(self, make, project, this_round, region, caseworker):
        def number():
            report = annual.begin(region, 2010, None, by=caseworker)
            db.session.commit()
            with counted_queries() as queries:
                while annual.gather(report):
                    db.session.flush()
            return len(queries)

        one = number()
        with clock.at(datetime(2010, 11, 2, 9, tzinfo=UTC)):
            for _each in range(3):
                granted(make, this_round)
        assert number() == one


class TestCompiling:
    def test_the_worker_gathers_it_piece_by_piece(self, make, money, project, region, caseworker, monkeypatch):
        monkeypatch.setattr(annual_projects, "CHUNK", 1)
        with clock.at(SPRING):
            report = annual.begin(region, 2010, None, by=caseworker)
            db.session.commit()
            assert (report.status, report.done, report.total) == (AnnualStatus.COMPILING, 0, 1)
            while report.status is AnnualStatus.COMPILING:
                assert outbox.run_pending(most=1) == 1
        assert (report.status, report.done) == (AnnualStatus.READY, 1)
        assert report.facts["tables"] == compiled(region, caseworker).facts["tables"]

    def test_a_killed_worker_goes_on_when_its_lease_has_run_out(
        self, make, project, this_round, region, caseworker, monkeypatch
    ):
        monkeypatch.setattr(annual_projects, "CHUNK", 1)
        with clock.at(datetime(2010, 11, 2, 9, tzinfo=UTC)):
            granted(make, this_round)
        whole = compiled(region, caseworker).facts["tables"]
        with clock.at(SPRING):
            outbox.run_pending(most=1000)
            report = annual.begin(region, 2010, None, by=caseworker)
            db.session.commit()
            assert outbox.run_pending(most=1) == 1
            assert outbox._lease()[1] == "annual.compile"  # and then the worker dies
            assert outbox.run_pending() == 0
            assert (report.status, report.done) == (AnnualStatus.COMPILING, 1)
        with clock.at(SPRING + outbox.LEASE + timedelta(seconds=1)):
            outbox.run_pending()
        assert (report.status, report.done) == (AnnualStatus.READY, 2)
        assert report.facts["tables"] == whole

    def test_an_order_of_an_earlier_run_does_nothing(self, money, region, caseworker):
        report = compiled(region, caseworker)
        before = report.version
        annual.carry_on(report.id, report.run, 0)
        annual.carry_on(report.id, report.run - 1, 0)
        annual.carry_on(999_999, 1, 0)
        db.session.flush()
        assert report.version == before

    def test_who_begins_while_it_is_compiled_is_told(self, money, region, caseworker):
        annual.begin(region, 2010, None, by=caseworker)
        with pytest.raises(Conflict, match="being compiled already"):
            annual.begin(region, 2010, None, by=caseworker)

    def test_the_worker_leaves_alone_what_somebody_gathers_himself(self, money, region, caseworker):
        db.session.commit()
        with clock.at(SPRING):
            outbox.run_pending(most=1000)
            report = annual.begin(region, 2010, None, by=caseworker, hold=outbox.LEASE)
            db.session.commit()
            assert outbox.run_pending() == 0
        with clock.at(SPRING + outbox.LEASE + timedelta(seconds=1)):  # he is gone
            outbox.run_pending()
        assert report.status is AnnualStatus.READY

    def test_one_that_was_given_up_can_be_begun_again(self, money, region, caseworker):
        report = annual.begin(region, 2010, None, by=caseworker)
        row = db.session.query(outbox.OutboxRow).filter_by(name="annual.compile").one()
        row.attempts = outbox.MOST_ATTEMPTS
        db.session.flush()
        assert annual.given_up(report)
        annual.again(report, seen=report.version, by=caseworker)
        assert not annual.given_up(report)
        assert report.run == 2

    def test_a_year_that_is_not_over_is_refused(self, region, caseworker):
        with pytest.raises(Refusal, match="when the year is over"):
            annual.begin(region, clock.today().year, None, by=caseworker)

    def test_the_command_says_how_far_it_is(self, app, money, project, region):
        db.session.commit()
        asked = app.test_cli_runner().invoke(args=["results", "compile", "--region", region.code, "--year", "2010"])
        assert asked.exit_code == 0, asked.output
        assert "1 af 1 projekter" in asked.stderr
        report = annual_queries.of(region.id, 2010, "")
        assert asked.stdout.strip() == report.reference
        assert report.status is AnnualStatus.READY

    def test_one_command_makes_the_reports_of_every_region_and_year(self, app, money, project, region, make):
        other = make.region()
        db.session.commit()
        asked = app.test_cli_runner().invoke(args=["results", "compile", "--year", "2010", "--year", "2011"])
        assert asked.exit_code == 0, asked.output
        regions = sorted((region, other), key=lambda each: each.code)
        made = [annual_queries.of(each.id, year, "") for each in regions for year in (2010, 2011)]
        assert asked.stdout.split() == [each.reference for each in made]
        assert {each.status for each in made} == {AnnualStatus.READY}
        assert [each.total for each in made if each.region is region] == [1, 1]

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            (["--region", "BR-XX"], "Der findes ingen beskæftigelsesregion BR-XX."),
            (["--region", "BR-XX", "--language", "en"], "There is no employment region BR-XX."),
            (["--year", "2999"], "Rapporten laves, når året er slut."),
            (["--pool", "nothing"], "Der findes ingen pulje nothing."),
        ],
    )
    def test_the_command_says_what_it_does_not_know(self, app, money, region, wrong, words):
        db.session.commit()
        usual = ["--region", region.code, "--year", "2010"]
        asked = app.test_cli_runner().invoke(args=["results", "compile", *usual, *wrong])
        assert asked.exit_code == 1
        assert words in asked.stderr
