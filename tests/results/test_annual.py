"""The annual report from begun to frozen: gathered in pieces, tied to the ledger, signed, and corrected."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.adapters import files, spreadsheets
from portal.adapters.spreadsheet_form import Kind
from portal.core import audit, clock, outbox
from portal.core.db import db
from portal.core.errors import Conflict, Refusal
from portal.core.language import in_language
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions import actions as decisions
from portal.decisions.models import Waiver
from portal.decisions.rules import Outcome, Ruling
from portal.pools import standing
from portal.projects import actions, goals
from portal.projects.models import Project
from portal.results import annual, annual_files, annual_papers, annual_projects, annual_queries, annual_sums
from portal.results import annual_showing as showing
from portal.results.annual_room import tasks
from portal.results.annual_rules import AnnualStatus
from tests.decisions.cases import REQUESTED, a_recommended_case
from tests.results.annuals import A_YEAR_LATER, SPRING, compiled, frozen, grants, pay, repay
from tests.support.pages import counted_queries

STEPS = ("committed", "released", "paid", "claimed", "unclaimed", "repaid")
SUMMER = datetime(2011, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def director(make, region):
    return make.person(Role.DIRECTOR, region, title="Regionsdirektør")


@pytest.fixture
def this_round(make, region):
    return make.round(region=region)


@pytest.fixture
def money(make, this_round, caseworker):
    """Three grants in odd øre, paid and repaid on both sides of the new year of 2010."""
    first, second, third = grants(make, this_round, 620_000_37, 400_000_01, 99_999_99)
    pay(first, 310_000_11, caseworker, at=datetime(2010, 12, 14, 9, tzinfo=UTC))
    pay(second, 200_000_03, caseworker, at=datetime(2010, 12, 31, 22, 59, tzinfo=UTC))  # 23.59 in Denmark
    pay(third, 50_000_50, caseworker, at=datetime(2010, 12, 31, 23, 0, tzinfo=UTC))  # the new year has begun
    repay(first, 10_000_09, caseworker, at=datetime(2011, 2, 1, 9, tzinfo=UTC))
    return first, second, third


@pytest.fixture
def project(make, region, this_round):
    """A granted and accepted project of the region, with milestones and goals."""
    with clock.at(datetime(2010, 11, 1, 9, tzinfo=UTC)):
        return granted(make, this_round)


def granted(make, this_round):
    case = a_recommended_case(make, round=this_round)
    decisions.decide(case.application, Ruling(Outcome.FULL, REQUESTED), seen=case.application.version, by=case.director)
    found = db.session.query(Project).filter_by(application_id=case.application.id).one()
    actions.accept(found, seen=found.version, by=case.manager)
    db.session.commit()
    found.people = case
    return found


def sums(report, table):
    return annual_sums.totals(showing.BY_KEY[table], report.facts["tables"][table].values())


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
        assert "1 of 1 projects" in asked.stderr
        report = annual_queries.of(region.id, 2010, "")
        assert asked.stdout.strip() == report.reference
        assert report.status is AnnualStatus.READY

    @pytest.mark.parametrize(
        "wrong", [["--region", "BR-XX"], ["--year", "2999"], ["--pool", "nothing"]], ids=lambda each: each[0]
    )
    def test_the_command_says_what_it_does_not_know(self, app, money, region, wrong):
        db.session.commit()
        usual = ["--region", region.code, "--year", "2010"]
        asked = app.test_cli_runner().invoke(args=["results", "compile", *usual, *wrong])
        assert asked.exit_code == 1
        assert "Error: " in asked.stderr


class TestEditions:
    @pytest.fixture
    def edition(self, project, money, region, caseworker, director):
        report = compiled(region, caseworker)
        annual.comment(report, "Husk milepælene.", by=caseworker)
        return frozen(report, director)

    def late(self, project):
        """A milestone of the year turns out to be done."""
        milestone = next(each for each in project.milestones if each.first_due_on.year == 2010)
        with clock.at(SUMMER):
            done = milestone.first_due_on
            actions.mark(milestone, done, "Nået.", seen=milestone.version, by=project.people.manager)

    def test_it_is_kept_with_its_fingerprint_and_its_paper(self, edition, director):
        assert (edition.number, edition.signed_by) == (1, director)
        assert annual.holds(edition)
        assert files.read(edition.paper_sha256).startswith(b"%PDF-")
        assert edition.report.status is AnnualStatus.FROZEN
        events = [each.what for each in audit.of(edition.report.reference)]
        assert events == ["annual.compile_begun", "annual.compiled", "annual.commented", "annual.frozen"]

    def test_a_figure_changed_after_freezing_never_changes_it_and_the_next_lists_it(
        self, edition, project, region, caseworker, director
    ):
        before = annual_sums.sha256(edition.content)
        self.late(project)
        again = compiled(region, caseworker, at=SUMMER)
        db.session.commit()
        db.session.expire_all()
        assert annual_sums.sha256(edition.content) == before == edition.sha256
        second = frozen(again, director, "En milepæl var nået til tiden.", at=SUMMER)
        changed = {(each["column"], each["before"], each["now"]) for each in second.content["changed"]}
        assert changed == {("on_time", 0, 1), ("open", 1, 0)}
        assert {each["table"] for each in second.content["changed"]} == {"milestones"}
        assert [each.number for each in again.editions] == [1, 2]
        assert edition.content["changed"] == []

    def test_nothing_is_corrected_where_nothing_has_changed(self, edition, region, caseworker, director):
        again = compiled(region, caseworker)
        with pytest.raises(Refusal, match="nothing to correct"):
            frozen(again, director)

    @pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
    @pytest.mark.parametrize("table", ["annual_edition", "annual_comment"])
    def test_the_database_keeps_editions_and_comments_as_they_are(self, edition, table, statement):
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement.format(table)))

    def test_who_read_an_older_draft_is_told_before_signing(self, money, region, caseworker, director):
        report = compiled(region, caseworker)
        seen = report.version
        compiled(region, caseworker)
        with pytest.raises(Conflict):
            annual.freeze(report, "", seen=seen, by=director)

    def test_the_year_after_stands_beside_it(self, edition, region, caseworker):
        after = compiled(region, caseworker, 2011, at=A_YEAR_LATER).facts["last_year"]
        assert after["edition"] == edition.reference
        paid = [each for each in after["differences"] if (each["table"], each["column"]) == ("money", "paid")]
        assert [(each["before"], each["now"]) for each in paid] == [(510_000_14, 560_000_64)]

    def test_the_region_and_the_managers_of_its_job_centres_get_a_mail(self, make, edition, mails, project):
        outsider = make.person(Role.MANAGER, make.job_centre(make.region()))
        got = {each["To"] for each in mails() if "årsrapport" in each["Subject"].casefold()}
        assert {edition.signed_by.email, project.people.manager.email} <= got
        assert outsider.email not in got

    def test_the_director_has_it_to_sign_until_it_is_frozen(self, app, money, region, caseworker, director):
        with app.test_request_context("/"):
            report = compiled(region, caseworker)
            assert [str(each.words) for each in tasks(director)] == ["Sign the annual report 2010"]
            assert list(tasks(caseworker)) == []
            frozen(report, director)
            assert list(tasks(director)) == []


class TestFiles:
    @pytest.fixture
    def edition(self, project, money, region, caseworker, director):
        frozen(compiled(region, caseworker), director)
        return frozen(
            compiled(region, caseworker, 2011, at=A_YEAR_LATER), director, "=Ord, der ligner en formel", at=A_YEAR_LATER
        )

    def book(self, edition):
        return spreadsheets.read(annual_files.xlsx_of(edition.content, edition.signed_at, "da"))

    def test_the_tables_of_the_pdf_equal_the_workbook_to_the_ore(self, edition, app):
        pages = PdfReader(io.BytesIO(files.read(edition.paper_sha256))).pages
        paper = " ".join(" ".join(page.extract_text() for page in pages).split())
        compared = 0
        for sheet in self.book(edition).sheets[: len(showing.TABLES)]:
            for number, cells in list(sheet.rows.items())[1:]:
                row = [said(sheet, number, column, cells[column]) for column in sorted(cells) if numeric(cells[column])]
                assert " ".join(row) in paper, (sheet.name, number, row)
                compared += len(row)
        assert "510.000,14" in paper or "560.000,64" in paper
        assert compared > 60

    def test_amounts_are_numbers_and_text_is_text(self, edition):
        sheet = next(each for each in self.book(edition).sheets if each.name.startswith("Pengene"))
        rows = list(sheet.rows.values())[1:-1]
        kinds = {cell.kind for row in rows for column, cell in row.items() if column > 3}
        assert kinds == {Kind.NUMBER}
        paid = sum(Decimal(row[6].raw) for row in rows)
        assert Ore(paid * 100) == sums(edition.report, "money")["paid"]

    def test_csv_has_every_table_and_a_dictionary_of_every_column(self, edition):
        with zipfile.ZipFile(io.BytesIO(annual_files.csv_of(edition.content, "da"))) as book:
            names = set(book.namelist())
            words = book.read("data_dictionary.csv").decode("utf-8-sig").splitlines()
        assert {f"{table.key}.csv" for table in showing.TABLES} | {"data_dictionary.csv", "last_year.csv"} == names
        described = {tuple(line.split(";")[:2]) for line in words[1:]}
        assert described >= {(f"{t.key}.csv", each.key) for t in showing.TABLES for each in t.columns}

    def test_the_same_edition_gives_the_same_csv(self, edition):
        assert annual_files.csv_of(edition.content, "da") == annual_files.csv_of(edition.content, "da")

    def test_the_paper_says_its_title_and_its_language_and_has_words_for_its_pictures(self, edition):
        reader = PdfReader(io.BytesIO(files.read(edition.paper_sha256)))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert reader.trailer["/Root"]["/Lang"] == "da"
        assert "Årsrapport 2011" in reader.metadata.title
        english = annual_papers.pdf_of(
            edition.content, annual_papers.Signed("I", "D", edition.signed_at, edition.sha256), "en"
        )
        assert PdfReader(io.BytesIO(english)).trailer["/Root"]["/Lang"] == "en"

    @pytest.mark.parametrize("language", ["da", "en"])
    def test_every_picture_has_words_with_its_sums(self, edition, app, language):
        drawn = [each for each in showing.shown(edition.content, language) if showing.picture(each, language)]
        assert {each.table.key for each in drawn} >= {"rounds", "goals", "milestones"}
        for each in drawn:
            sums_below = each.total[len(each.table.keys) :]
            for column, cell in zip(each.table.columns, sums_below, strict=True):
                if column.key in each.table.drawn:
                    assert f"{in_language(column.title, language)} {cell}" in showing.alt(each, language)


def numeric(cell):
    return cell.kind is Kind.NUMBER


def said(sheet, row, column, cell):
    """As the paper writes it: amounts in Danish, with øre where there are some."""
    heading = sheet.rows[1][column].raw
    number = Decimal(cell.raw)
    return Ore(round(number * 100)).short if heading.endswith("kr.") else str(int(number))
