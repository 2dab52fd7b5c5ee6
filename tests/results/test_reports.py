"""A yearly report from opened to approved: filled from what is known, explained, signed, answered, reminded of."""

from contextvars import Context
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.adapters import files
from portal.core import audit
from portal.core.db import db
from portal.core.errors import Conflict, Refusal
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.identity.models import Municipality, Person
from portal.projects import goals, instalments
from portal.projects.rules import ProjectStatus
from portal.results import (
    report_blocks,
    report_centres,
    report_claims,
    report_content,
    report_facts,
    report_mails,
    reporting,
)
from portal.results import report_queries as queries
from portal.results.cli import results
from portal.results.report_claims import Answer
from portal.results.report_models import YearlyReport
from portal.results.report_rules import SECTIONS, ReportStatus
from portal.results.report_tasks import tasks
from tests.projects.conftest import case, clock
from tests.projects.money import approved
from tests.results.reports import claims, imported, signed, written
from tests.support.standing import standing

__all__ = ["case", "clock"]


@standing
def opened(case, clock):
    """Opened on 3 January 2011 for the year before."""
    clock.move_to(datetime(2011, 1, 3, 9, tzinfo=UTC))
    (report,) = reporting.open_for(2010, by=case.caseworker)
    return report


@pytest.fixture
def report(opened, app):
    with app.test_request_context("/?language=en"):
        yield opened


def said(refused):
    return [str(each.text) for each in refused.value.problems]


def rows(report, key):
    content = report_content.content(report)
    return {row["words"]["en"]: row for _section, block, row in report_blocks.rows_of(content) if block["key"] == key}


class TestOpening:
    def test_everybody_who_owes_one_gets_it_once_and_is_told(self, report, case, mails):
        assert (report.year, report.status, report.due_on) == (2010, ReportStatus.OPEN, date(2011, 4, 15))
        assert [each.key for each in report.sections] == [each.key for each in SECTIONS]
        assert reporting.open_for(2010, by=case.caseworker) == []
        told = [each["To"] for each in mails() if each["Subject"].startswith("Årsrapporten 2010")]
        assert len(told) == 1  # the manager; who began the application has never signed in
        assert case.manager.email in told[0]

    def test_a_day_off_moves_to_the_next_working_day(self, case, clock):
        clock.move_to(datetime(2012, 1, 3, 9, tzinfo=UTC))
        (opened,) = reporting.open_for(2011, by=case.caseworker)
        assert opened.due_on == date(2012, 4, 16)  # 15 April 2012 is a Sunday

    @pytest.mark.parametrize(
        ("year", "words"), [(2011, "2011 is not over"), (None, "Write 2010"), (2009, "Write 2010")]
    )
    def test_a_year_that_is_not_over_or_none_is_refused(self, report, year, words):
        with pytest.raises(Refusal, match=words):
            reporting.open_for(year, by=None)

    def test_an_offer_that_is_not_accepted_and_another_region_owe_nothing(self, case, clock, make):
        clock.move_to(datetime(2011, 1, 3, 9, tzinfo=UTC))
        assert reporting.open_for(2010, by=None, region_ids=[make.region().id]) == []
        case.project.status = ProjectStatus.OFFERED
        assert reporting.open_for(2010, by=None) == []

    def test_the_command_says_what_it_opened(self, case, clock, app):
        clock.move_to(datetime(2011, 1, 3, 9, tzinfo=UTC))
        asked = app.test_cli_runner().invoke(results, ["open-reports", "--year", "2010"])
        assert asked.exit_code == 0, asked.output
        assert asked.output.endswith("Åbnede rapporter: 1.\n")
        again = app.test_cli_runner().invoke(results, ["open-reports", "--year", "2010", "--language", "en"])
        assert again.output == "Reports opened: 0.\n"
        for language, words in (("da", "2011 er ikke gået endnu."), ("en", "2011 is not over.")):
            wrong = ["open-reports", "--year", "2011", "--language", language]
            refused = app.test_cli_runner().invoke(results, wrong)
            assert refused.exit_code == 1
            assert words in refused.output


class TestFilled:
    def test_the_money_is_that_of_the_ledger_and_the_accounts_at_the_end_of_the_year(self, report, case):
        approved(case, date(2010, 11, 15), date(2010, 12, 31), 10)
        ledger = rows(report, "ledger")
        assert ledger["Granted"]["cells"] == [{"ore": int(case.project.granted)}]
        assert ledger["Paid"]["cells"] == [{"ore": 0}]
        assert ledger["Paid"]["on"] == "2010-12-31"
        lines = rows(report, "lines")
        in_all = [cell["ore"] for cell in lines["In all"]["cells"]]
        parts = [[cell["ore"] for cell in row["cells"]] for name, row in lines.items() if name != "In all"]
        assert [sum(column) for column in zip(*parts, strict=True)] == in_all
        assert in_all[1] == in_all[2] > 0
        assert in_all[3] == in_all[0] - in_all[2]

    def test_before_an_account_is_approved_nobody_knows_what_was_used_or_is_left(self, report, case):
        cost, *rest = rows(report, "lines")["In all"]["cells"]
        assert (cost["ore"] > 0, rest) == (True, [None, None, None])
        asked = queries.find_centre(case.application.job_centre_id, 2010)
        found = report_centres.gathered(queries.of_centre(case.manager, asked))
        assert (found[0].sums["used"], report_centres.together(found)["used"]) == (None, None)
        assert report_centres.together([*found, replace(found[0], sums=found[0].sums | {"used": Ore(5)})])["used"] == 5

    def test_a_year_without_an_account_is_unknown_while_the_years_before_are_known(self, report, case):
        approved(case, date(2010, 11, 15), date(2010, 12, 31), 10)
        cost, this, used, left = report_facts.lines_block(case.project, 2011).rows[-1].cells
        assert (this, cost - used) == (None, left)
        assert report_facts.sums(case.project, 2011)["used_in_the_year"] is None

    def test_every_row_says_its_source_and_the_portals_own_open_where_they_come_from(self, report, case, browse):
        approved(case, date(2010, 11, 15), date(2010, 12, 31), 10)
        page = browse(case.manager).get(f"/results/reports/{report.id}")
        found = [row for _section, _block, row in report_blocks.rows_of(report_content.content(report))]
        assert found
        assert all(row["source"]["da"] and row["source"]["en"] and row["on"] for row in found)
        links = [link["href"] for link in page.soup.select("td a")]
        assert len(links) == len([row for row in found if row["link"]])
        client = browse(case.manager).client
        assert {each: Context().run(client.get, each.split("#")[0]).status_code for each in links} == dict.fromkeys(
            links, 200
        )

    def test_what_has_no_account_and_no_measurement_yet_carries_its_day_too(self, report, case):
        decided = case.project.decision.decided_at.date().isoformat()
        assert rows(report, "lines")["In all"]["on"]
        goals = rows(report, "goals").values()
        assert {(row["source"]["en"], row["on"]) for row in goals} == {
            ("The decision; not measured in the year", decided)
        }
        assert [row["note"]["en"].startswith("Baseline: ") for row in goals] == [True] * len(case.project.goals)

    def test_a_milestone_is_late_when_the_plan_says_so(self, case):
        milestone = case.project.milestones[0]
        milestone.done_on = milestone.reached = None
        for due_on, words in ((date(2011, 12, 30), "Late"), (date(2011, 12, 31), "To come")):  # a Saturday
            milestone.due_on = due_on
            block = report_facts.milestones_block(case.project, 2011)
            [row] = [each for each in block.rows if each.words == milestone.title]
            assert str(row.cells[-1]) == words

    @pytest.mark.parametrize(("done_on", "words"), [(None, "Not marked as reached"), (date(2012, 1, 3), "Late")])
    def test_a_milestone_that_nobody_marked_is_not_late_in_a_closed_project(self, case, done_on, words):
        milestone = case.project.milestones[0]
        case.project.status = ProjectStatus.CLOSED
        milestone.done_on, milestone.reached, milestone.due_on = done_on, None, date(2011, 12, 30)
        block = report_facts.milestones_block(case.project, 2011)
        assert words in [str(each.cells[-1]) for each in block.rows if each.words == milestone.title]

    def test_a_figure_of_next_year_is_not_in_the_report(self, report, case, clock):
        clock.move_to(datetime(2011, 8, 3, 9, tzinfo=UTC))
        approved(case, date(2010, 11, 15), date(2010, 12, 31), 10)
        before = rows(report, "lines")["In all"]["cells"]
        approved(case, date(2011, 1, 1), date(2011, 6, 30), 20)
        assert rows(report, "lines")["In all"]["cells"] == before


class TestWriting:
    def test_two_who_write_in_one_section_are_told_and_two_sections_do_not_meet(self, report, case):
        money, plans = report.section("money"), report.section("next")
        seen = money.version, plans.version
        reporting.save(money, {"deviations": "Den første"}, seen=seen[0], by=case.manager)
        db.session.flush()
        with pytest.raises(Conflict, match="colleague"):
            reporting.save(money, {"deviations": "Den anden"}, seen=seen[0], by=case.manager)
        reporting.save(plans, {"plans": "Et hold mere"}, seen=seen[1], by=case.manager)
        assert (money.words, plans.words) == ({"deviations": "Den første"}, {"plans": "Et hold mere"})

    def test_a_figure_without_a_source_has_its_own_sentence(self, report, case):
        goals_section, wrong = report.section("goals"), claims(participants=12)
        wrong[0] = report_claims.Claim(wrong[0].kind, wrong[0].value, "", None)
        with pytest.raises(Refusal) as refused:
            reporting.save(goals_section, {}, seen=goals_section.version, by=case.manager, claims=wrong)
        (sentence,) = said(refused)
        assert sentence.startswith("Participants in the year: a figure without a source cannot stand in the report.")
        assert refused.value.problems[0].field == "participants_source"

    def test_a_cpr_number_is_refused(self, report, case):
        section = report.section("next")
        with pytest.raises(Refusal, match="CPR"):
            reporting.save(section, {"plans": "Deltager 010185-1234"}, seen=section.version, by=case.manager)

    def test_a_save_after_the_page_was_opened_is_told_to_the_one_who_signs(self, report, case):
        written(report, case.manager)
        db.session.flush()
        seen = report.version
        section = report.section("next")
        reporting.save(section, {"plans": "Et hold mere til foråret"}, seen=section.version, by=case.manager)
        db.session.flush()
        with pytest.raises(Conflict, match="colleague"):
            reporting.sign(report, seen=seen, by=case.manager)


class TestReconciled:
    @pytest.fixture
    def store(self, case):
        def stored(value, retrieved=date(2011, 1, 2)):
            imported(case, f"langtidsledige;{case.application.job_centre.code};2010Q4;{value}", retrieved)

        return stored

    def test_a_difference_is_explained_before_the_signature_and_again_when_a_figure_changes(self, report, case, store):
        store("318")
        written(report, case.manager, long_term=312)
        db.session.flush()
        (found,) = report_content.differences(report)
        assert (str(found.by), found.differs) == ("-6", True)
        with pytest.raises(Refusal, match=r"the report says 312, and jobindsats\.dk says 318"):
            reporting.sign(report, seen=report.version, by=case.manager)
        words = {found.key: (Answer.CANNOT, "Vi kender ikke opgørelsen bag tallet.")}
        reporting.explain(report, words, seen=report.version, by=case.manager)
        assert reporting.obstacles(report) == []
        store("320", date(2011, 1, 3))
        assert len(reporting.obstacles(report)) == 1
        section = report.section("goals")
        corrected = claims(participants=12, in_work=5, long_term=320)
        reporting.save(section, section.words, seen=section.version, by=case.manager, claims=corrected)
        assert reporting.obstacles(report) == []

    def test_an_answer_without_words_and_words_without_an_answer_are_told_beside_their_field(self, report, case, store):
        store("318")
        written(report, case.manager, long_term=312)
        (found,) = report_content.differences(report)
        for answer, words, name in ((Answer.EXPLAINED, "", "words_0"), (None, "Fordi det er sådan.", "answer_0")):
            with pytest.raises(Refusal) as refused:
                reporting.explain(report, {found.key: (answer, words)}, seen=report.version, by=case.manager)
            assert refused.value.problems[0].field == name

    def test_the_figure_of_its_only_municipality_is_the_job_centres_until_it_has_its_own(self, report, case):
        centre = case.application.job_centre
        [municipality] = centre.municipalities
        imported(case, f"langtidsledige;{municipality.name};2010Q4;318", date(2011, 1, 2))
        written(report, case.manager, long_term=312)
        db.session.flush()
        [found] = report_content.differences(report)
        assert (str(found.other), found.link[1]["area"]) == ("318", municipality.code)
        imported(case, f"langtidsledige;{centre.name};2010Q4;320", date(2011, 1, 2))
        [found] = report_content.differences(report)
        assert (str(found.other), found.link[1]["area"]) == ("320", centre.code)

    def test_one_municipality_of_several_does_not_speak_for_the_job_centre(self, report, case, session):
        centre = case.application.job_centre
        session.add(Municipality(code="9999", name="Naboø", region_code="1083", job_centre=centre))
        session.flush()
        imported(case, "langtidsledige;Naboø;2010Q4;318", date(2011, 1, 2))
        written(report, case.manager, long_term=312)
        assert report_content.differences(report) == []

    @pytest.mark.parametrize("codes", [("PRAK_P", "PRAK_O"), ("placement", "placement")])
    def test_goals_of_one_instrument_are_added_up_beside_its_indicator(self, report, case, codes):
        imported(case, f"praktik-match2;{case.application.job_centre.code};2010H1;40", date(2011, 1, 2))
        group = "Kontanthjælp, match 2"
        made = [
            goals.Goal(number=90 + number, words="", target_group=group, instrument=code, targets=[])
            for number, code in enumerate(codes)
        ]
        case.project.goals.extend(made)
        db.session.flush()
        for each in made:
            goals.measure(each, date(2010, 12, 31), 19, "Egen optælling", "", by=case.manager)
        (found,) = report_content.differences(report)
        assert (str(found.claimed), str(found.other), str(found.by)) == ("38", "40", "-2")

    def test_a_goal_of_a_plan_is_named_by_its_instrument_as_the_workbook_of_the_pool_has_it(self, report, case):
        case.project.application.round.pool.code = "consultants"
        goal = goals.Goal(project=case.project, words="", target_group="Langtidsledige", instrument="placement")
        assert report_facts.words_of(goal) == {
            "da": "Langtidsledige: Virksomhedspraktik", "en": "Long-term unemployed: Company placement",
        }  # fmt: skip


class TestSigning:
    def test_everything_that_is_missing_is_said_at_once(self, report, case):
        with pytest.raises(Refusal) as refused:
            reporting.sign(report, seen=report.version, by=case.manager)
        assert len(said(refused)) == sum(len(each.questions) for each in SECTIONS) + 2

    def test_what_is_signed_is_frozen_with_its_fingerprint_and_sent_as_pdf(self, report, case, mails):
        version = signed(report, case.manager)
        assert version.sha256 == report_blocks.digest(version.content)
        assert files.read(version.paper_sha256).startswith(b"%PDF")
        frozen = dict(version.content)
        approved(case, date(2010, 11, 15), date(2010, 12, 31), 10)
        db.session.flush()
        db.session.expire_all()
        assert report_content.shown(report) == frozen
        mail, *_others = [
            each for each in mails() if "underskrevet" in each["Subject"] and "rapport" in each["Subject"].lower()
        ]
        assert [part.get_filename() for part in mail.iter_attachments()] == [f"aarsrapport-{report.reference}-v1.pdf"]

    @pytest.mark.parametrize("change", ["UPDATE report_version SET number = 9", "DELETE FROM report_version"])
    def test_the_database_itself_keeps_every_version(self, report, case, change):
        signed(report, case.manager)
        db.session.flush()
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(change))


class TestAnswering:
    def test_sent_back_by_section_corrected_and_approved_with_what_changed(self, report, case, mails, clock):
        signed(report, case.manager)
        with pytest.raises(Refusal) as refused:
            reporting.give_back(report, {}, None, "", seen=report.version, by=case.caseworker)
        assert {each.field for each in refused.value.problems} == {"reason_money", "correct_by"}
        reasons = {"money": "Forklar forbruget på linje 2."}
        reporting.give_back(report, reasons, date(2011, 1, 20), "", seen=report.version, by=case.caseworker)
        db.session.flush()
        assert (report.status, report.due_on, report.first_due_on) == (
            ReportStatus.RETURNED,
            date(2011, 1, 20),
            date(2011, 4, 15),
        )
        money = report.section("money")
        assert money.returned_because == reasons["money"]
        with pytest.raises(Refusal, match="The money: the region has asked for a correction"):
            reporting.sign(report, seen=report.version, by=case.manager)
        clock.shift(60)
        reporting.save(money, {"deviations": "Linje 2 er brugt til materialer."}, seen=money.version, by=case.manager)
        db.session.flush()
        reporting.sign(report, seen=report.version, by=case.manager)
        before, after = report.versions
        (changed,) = report_blocks.changed(before.content, after.content, "da")
        assert (changed.section["en"], changed.after) == ("The money", "Linje 2 er brugt til materialer.")
        db.session.flush()
        with pytest.raises(Refusal, match="Goals and results: you have written what must be put right") as refused:
            reporting.approve(
                report, "Tak", seen=report.version, by=case.caseworker, reasons={"goals": "Endnu en ting"}
            )
        assert [each.field for each in refused.value.problems] == ["reason_goals"]
        reporting.approve(report, "Tak", seen=report.version, by=case.caseworker)
        assert [each.what for each in audit.of(report.reference)][-3:] == [
            "report.saved",
            "report.signed",
            "report.approved",
        ]
        assert any("godkendt" in each["Subject"] for each in mails())

    def test_the_list_of_changes_shows_that_a_figure_has_another_source(self, report, case):
        signed(report, case.manager)
        reasons = {"goals": "Tallene er fra ansøgningen."}
        reporting.give_back(report, reasons, date(2011, 1, 20), "", seen=report.version, by=case.caseworker)
        goals_section, figures = report.section("goals"), claims(participants=12, in_work=5)
        figures[0] = replace(figures[0], source="Deltagerlisten", on=date(2010, 12, 30))
        reporting.save(goals_section, goals_section.words, seen=goals_section.version, by=case.manager, claims=figures)
        as_now = report_content.content(report)
        (changed,) = report_blocks.changed(report.newest.content, as_now, "da")
        assert (changed.what["da"], changed.before, changed.after) == (
            "Deltagere i året, kilden", "Jobcentrets egen optælling, 31. december 2010",
            "Deltagerlisten, 30. december 2010",
        )  # fmt: skip

    def test_the_list_of_changes_says_its_days_in_the_readers_words(self, report):
        before, as_now = (deepcopy(report_content.content(report)) for _each in range(2))
        number, block = next(
            (place, each) for place, section in enumerate(as_now["sections"]) for each in section["blocks"]
            if each["key"] == "milestones"
        )  # fmt: skip
        row = next(place for place, each in enumerate(block["rows"]) if each["cells"][0])
        block["rows"][row]["cells"][0] = {"date": "2010-12-13"}
        for language, day in (("da", "13. december 2010 · "), ("en", "December 13, 2010 · ")):
            (changed,) = report_blocks.changed(before, as_now, language)
            assert changed.section == as_now["sections"][number]["title"]
            assert changed.after.startswith(day)

    def test_a_closed_year_is_refused_with_its_sentence_until_the_region_sends_it_back(self, report, case):
        signed(report, case.manager)
        db.session.flush()
        reporting.approve(report, "", seen=report.version, by=case.caseworker)
        db.session.flush()
        section = report.section("money")
        for act in (
            lambda: reporting.save(section, {}, seen=section.version, by=case.manager),
            lambda: reporting.explain(report, {}, seen=report.version, by=case.manager),
            lambda: reporting.sign(report, seen=report.version, by=case.manager),
        ):
            with pytest.raises(Refusal, match="2010 is approved and the year is closed") as refused:
                act()
            assert refused.value.status == 422
        reporting.give_back(
            report, {"money": "Tallet er forkert"}, date(2011, 2, 1), "", seen=report.version, by=case.caseworker
        )
        reporting.require_open(report)


class TestLate:
    def test_reminders_go_out_once_before_and_once_after(self, report, case, mails):
        def sent(on):
            report_mails.remind(on)
            return len([each for each in mails() if "frist" in each["Subject"] or "forsinket" in each["Subject"]])

        start = sent(date(2011, 3, 31))
        before = sent(date(2011, 4, 1))
        assert before - start == 1
        assert sent(date(2011, 4, 15)) == before
        assert sent(date(2011, 4, 16)) - before == 1
        assert sent(date(2011, 5, 16)) - before == 1

    def test_an_overdue_report_stops_instalments_until_it_is_signed(self, report, case, clock):
        clock.move_to(datetime(2011, 4, 18, 9, tzinfo=UTC))
        approved(case, date(2010, 11, 15), date(2010, 12, 31), 10)
        first = case.project.instalments[0]
        held = [str(each.text) for each in instalments.held_back(first)]
        assert any("yearly report for 2010 was due on" in each for each in held)
        assert report_centres.overdue(report)
        signed(report, case.manager)
        assert instalments.held_back(first) == []

    def test_the_start_page_asks_the_right_people(self, report, case):
        assert [str(each.words) for each in tasks(case.manager)] == [f"Write the report 2010 of {case.project.title}"]
        assert list(tasks(case.caseworker)) == []
        written(report, case.manager)
        db.session.flush()
        assert next(tasks(case.manager)).href.endswith("/sign")
        writer = db.session.get(Person, case.application.begun_by_id)
        assert "waits for the manager's signature" in str(next(tasks(writer)).words)
        reporting.sign(report, seen=report.version, by=case.manager)
        db.session.flush()
        assert list(tasks(case.manager)) == []
        assert next(tasks(case.caseworker)).href.endswith("/answer")

    def test_the_region_is_asked_to_open_what_is_owed_for_the_year_that_is_over(self, case, clock, app):
        with app.test_request_context():
            clock.move_to(datetime(2010, 12, 31, 9, tzinfo=UTC))
            assert list(tasks(case.caseworker)) == []
            clock.move_to(datetime(2011, 1, 3, 9, tzinfo=UTC))
            [task] = tasks(case.caseworker)
            assert str(task.words) == "Open the yearly reports for 2010"
            assert str(task.why) == "One project owes a report that is not open."
            reporting.open_for(2010, by=case.caseworker)
            assert list(tasks(case.caseworker)) == []

    def test_once_what_was_sent_back_is_corrected_the_manager_is_asked_to_sign(self, report, case, clock):
        written(report, case.manager)
        reporting.sign(report, seen=report.version, by=case.manager)
        reasons = {"next": "Skriv, hvordan I fortsætter."}
        reporting.give_back(report, reasons, date(2011, 2, 1), "", seen=report.version, by=case.caseworker)
        db.session.flush()
        assert str(next(tasks(case.manager)).words).startswith("Correct the report 2010")
        clock.shift(3600)
        section = report.section("next")
        reporting.save(section, {"plans": "Holdene fortsætter som planlagt."}, seen=section.version, by=case.manager)
        db.session.flush()
        assert next(tasks(case.manager)).href.endswith("/sign")


def test_what_is_written_is_counted_once_something_is():
    assert [str(report_centres.unwritten(each, 6)) for each in (6, 5, 1)] == [
        "None of the 6 sections is written yet.", "1 of 6 sections are written.", "5 of 6 sections are written."
    ]  # fmt: skip


class TestGathered:
    def test_the_sums_of_a_centre_are_those_of_its_reports(self, report, case, make):
        approved(case, date(2010, 11, 15), date(2010, 12, 31), 10)
        asked = queries.find_centre(case.application.job_centre_id, 2010)
        rows = report_centres.gathered(queries.of_centre(case.manager, asked))
        assert rows[0].sums["granted"] == case.project.granted
        assert str(rows[0].missing) == "None of the 6 sections is written yet."
        total = report_centres.together(rows)
        assert total["used_in_the_year"] == Ore(sum(each.cost for each in case.project.accounts))
        signed(report, case.manager)
        db.session.flush()
        (again,) = report_centres.gathered(queries.of_centre(case.caseworker, asked))
        assert (again.sums, again.missing) == (rows[0].sums, "")
        stranger = make.person(Role.MANAGER, make.job_centre(case.application.round.region))
        assert queries.of_centre(stranger, asked) == []
        assert db.session.query(YearlyReport).count() == 1
