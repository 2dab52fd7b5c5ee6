"""A results review from begun to closed: filled in by workbook, CSV or page; never over an earlier version."""

import io
from functools import partial

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.adapters import files, spreadsheets, tables
from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import Conflict, Refusal
from portal.core.findings import Faulty, ImportStatus
from portal.core.permissions import Role
from portal.labour_market import uploads
from portal.pools.settings import Settings
from portal.results import layout, queries, review_workbook, reviewing, showing
from portal.results.judging import Entry
from portal.results.listing import Wanted
from portal.results.review_files import read
from portal.results.rules import ReviewStatus
from tests.results.reviews import complete, csv, workbook
from tests.support.standing import standing


@standing
def begun(centre, manager):
    return reviewing.begin(centre, 2010, by=manager)


@pytest.fixture
def review(begun, app):
    with app.test_request_context("/?language=da"):
        yield begun


@pytest.fixture
def upload(review, manager):
    def preview(data, name="rr.xlsx"):
        return reviewing.preview(review, name, data, by=manager)

    return preview


@pytest.fixture
def filled(review, upload, manager):
    uploaded = upload(workbook(review, complete(2010)))
    reviewing.confirm(uploaded, seen=uploaded.version, after=uploaded.review.saved_number, by=manager)
    return review


def faults(upload, data):
    """What must be put right in the file, place by place."""
    with pytest.raises(Faulty) as refused:
        upload(data)
    return {(each.row, each.column): str(each.text) for each in refused.value.findings}


def said(upload, data):
    return list(faults(upload, data).values())


class TestBeginning:
    def test_a_year_is_begun_once(self, review, centre, manager):
        assert review.reference == f"RR-2010-{centre.code.removeprefix('JC-')}"
        with pytest.raises(Refusal, match="begun already"):
            reviewing.begin(centre, 2010, by=manager)

    @pytest.mark.parametrize("year", [None, 2009, 2999])
    def test_a_year_out_of_reach_is_refused_beside_its_field(self, centre, manager, year):
        with pytest.raises(Refusal, match="Write a year from 2010") as refused:
            reviewing.begin(centre, year, by=manager)
        assert refused.value.problems[0].field == "year"

    def test_a_year_that_is_not_over_is_refused_with_the_day_from_which_it_can_be_begun(self, centre, manager):
        with clock.at(clock.in_copenhagen(2011, 12, 31)), pytest.raises(Refusal) as refused:
            reviewing.begin(centre, 2011, by=manager)
        [problem] = refused.value.problems
        assert problem.field == "year"
        assert "can be begun from 1 January 2012" in str(problem.text)
        with clock.at(clock.in_copenhagen(2012, 1, 1)):
            assert reviewing.begin(centre, 2011, by=manager).year == 2011


class TestTheWorkbook:
    @pytest.mark.parametrize("language", ["da", "en"])
    def test_what_is_written_is_read_back_whole_in_either_language(self, review, upload, language):
        uploaded = upload(workbook(review, complete(2010), language))
        assert uploaded.notes == []
        assert uploaded.content == complete(2010)

    def test_an_empty_workbook_has_nothing_to_confirm(self, review, upload, manager):
        uploaded = upload(workbook(review))
        with pytest.raises(Refusal, match="no rows"):
            reviewing.confirm(uploaded, seen=uploaded.version, after=uploaded.review.saved_number, by=manager)

    def test_a_preview_changes_nothing_and_keeps_the_file(self, review, upload):
        uploaded = upload(workbook(review, complete(2010)))
        assert reviewing.content_of(review) == layout.empty_content()
        assert files.read(uploaded.sha256).startswith(b"PK")
        assert len(reviewing.changes(review, uploaded.content)) == 3 * 4 + 8 * 3 + 4 * 3 + 8 * 5

    def test_the_computed_columns_are_formulas_with_their_results(self, review):
        asked = review_workbook.Request(reviewing.about(review), complete(2010), clock.now())
        sheet = next(each for each in review_workbook.plan(asked).sheets if each.name == "Besparelsespotentiale")
        formulas = [put for put in sheet.puts if put.formula and put.style == "amount"]
        assert len(formulas) == 8
        assert all(put.value == 0 for put in formulas)  # the same share as the cluster

    @pytest.mark.parametrize(
        ("spoil", "words"),
        [
            (lambda book: book.sheets.pop(1), "The sheet “Ministermål” is missing"),
            (lambda book: setattr(book.sheets[2], "puts", []), "heading of the table is missing"),
        ],
    )
    def test_a_workbook_that_is_not_the_template_is_told_what_is_missing(self, review, upload, spoil, words):
        asked = review_workbook.Request(reviewing.about(review), complete(2010), clock.now())
        plan = review_workbook.plan(asked)
        spoil(plan)
        assert any(words in each for each in said(upload, spreadsheets.write(plan)))

    def test_a_workbook_of_something_else_and_a_broken_file_are_answered(self, upload):
        assert any("is missing" in each for each in said(upload, tables.xlsx_bytes(["A"], [["b"]])))
        assert "could not read" in said(upload, b"PK\x03\x04 broken")[0]


class TestCsv:
    @pytest.mark.parametrize("value", ["værdi", "value"])
    def test_what_is_wrong_stands_beside_the_heading_of_the_file(self, upload, centre, value):
        rows = (
            f"tabel;linje;kolonne;{value}",
            f"facts;;centre;{centre.code}",
            "facts;;year;2010",
            "benefits;DAGP;before;?",
        )
        assert list(faults(upload, "\n".join(rows).encode())) == [(4, value)]

    def test_the_download_can_be_uploaded_again(self, filled):
        data = tables.csv_bytes(["tabel", "linje", "kolonne", "værdi"], showing.cells(filled))
        found = read(data, 2010)
        assert found.findings == []
        written = {(each.table, each.line, each.column) for each in found.entries}
        assert len(written) == 5 + 3 * 4 + 8 * 3 + 4 * 3 + 8 * 5

    def test_danish_words_are_read_as_well(self, review, upload):
        row = "ministermål;M1;December i året;312,5"
        uploaded = upload(csv(review, row))
        assert uploaded.notes == []
        assert uploaded.content["tables"] == {"goals": {"M1": {"result": 312_500}}}

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("budget;M1;result;3", "do not know the table “budget”"),
            ("goals;M9;result;3", "do not know “M9” in this table. Write one of M1, M2, M3"),
            ("goals;M1;hvad;3", "do not know the column “hvad”"),
            ("facts;;farve;rød", "do not know the column “farve”"),
            ("goals;M1;result;mange", "We read “mange”"),
        ],
    )
    def test_each_wrong_row_is_told_by_its_number(self, review, upload, row, words):
        [((number, _place), text)] = faults(upload, csv(review, row)).items()
        assert number == 4
        assert words in text

    def test_a_cpr_number_refuses_the_file(self, review, upload):
        with pytest.raises(Refusal, match="CPR"):
            upload(csv(review, "goals;M1;result;010190-1234"))

    def test_so_does_one_beside_the_cells_of_the_workbook(self, review, upload):
        book = openpyxl.load_workbook(io.BytesIO(workbook(review, complete(2010))))
        book.worksheets[-1].oddHeader.left.text = "010190-1234"
        target = io.BytesIO()
        book.save(target)
        with pytest.raises(Refusal, match="CPR"):
            upload(target.getvalue())


class TestAnotherCentreOrYear:
    def test_the_file_of_another_job_centre_has_its_own_sentence(self, review, upload, make, region):
        other = make.job_centre(region)
        [words] = said(upload, csv(review, "goals;M9;result;3", centre=other.code))
        assert f"results review of another job centre, {other.name}" in words

    def test_so_has_that_of_another_year(self, review, upload):
        [words] = said(upload, csv(review, "goals;M4;result;3", year="2011"))
        assert "results review of another year, 2011" in words

    def test_the_workbook_of_another_job_centre_is_told_too(self, review, upload, make, region, manager):
        elsewhere = reviewing.begin(make.job_centre(region), 2010, by=manager)
        [words] = said(upload, workbook(elsewhere, complete(2010)))
        assert "another job centre" in words


class TestVersions:
    def test_every_save_is_a_version_and_the_newest_counts(self, filled, manager):
        typed = [Entry("goals", "M1", "before", "7", 0, "goals_M1_before")]
        reviewing.write(filled, typed, seen=filled.version, by=manager)
        assert [(each.number, each.origin.value) for each in filled.versions] == [(1, "file"), (2, "form")]
        assert reviewing.content_of(filled)["tables"] == {"goals": {"M1": {"before": 7_000}}}
        assert filled.versions[0].content == complete(2010)

    def test_two_who_save_at_once_are_told(self, filled, manager):
        seen = filled.version
        reviewing.write(filled, [], seen=seen, by=manager)
        db.session.flush()
        with pytest.raises(Conflict, match="colleague"):
            reviewing.write(filled, [], seen=seen, by=manager)

    def test_what_cannot_be_read_is_told_beside_its_field_and_not_saved(self, review, manager):
        typed = [Entry("goals", "M1", "before", "mange", 0, "goals_M1_before")]
        with pytest.raises(Refusal) as refused:
            reviewing.write(review, typed, seen=review.version, by=manager)
        assert refused.value.problems[0].field == "goals_M1_before"
        assert review.versions == []

    def test_a_file_is_confirmed_once(self, filled, manager, session):
        uploaded = queries.imports_of(filled)[0]
        assert uploaded.status is ImportStatus.CONFIRMED
        for again in (partial(reviewing.confirm, after=1), uploads.drop):
            with pytest.raises(Conflict, match="closed already"):
                again(uploaded, seen=uploaded.version, by=manager)

    def test_of_two_files_that_are_looked_at_together_the_second_is_told(self, review, upload, manager):
        first, second = upload(workbook(review, complete(2010))), upload(csv(review, "goals;M1;result;3"))
        reviewing.confirm(first, seen=first.version, after=0, by=manager)
        with pytest.raises(Conflict, match="since you looked"):
            reviewing.confirm(second, seen=second.version, after=0, by=manager)
        reviewing.confirm(second, seen=second.version, after=1, by=manager)
        assert review.newest.number == 2

    @pytest.mark.parametrize("change", ["UPDATE review_version SET number = 9", "DELETE FROM review_version"])
    def test_the_database_itself_keeps_every_version(self, filled, change):
        db.session.flush()
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(change))


class TestClosing:
    def test_a_complete_review_is_closed_and_says_who_did_what(self, filled, manager):
        reviewing.close(filled, seen=filled.version, by=manager)
        assert (filled.status, filled.closed_by) == (ReviewStatus.CLOSED, manager)
        assert [each.what for each in audit.of(filled.reference)] == [
            "review.begun", "review.uploaded", "review.saved", "review.closed",
        ]  # fmt: skip

    def test_an_incomplete_one_is_refused_with_everything_that_is_missing(self, review, manager):
        with pytest.raises(Refusal) as refused:
            reviewing.close(review, seen=review.version, by=manager)
        found = [str(each.text) for each in refused.value.problems]
        assert "Population from 16 to 66 years is missing." in found
        assert "Ministerial goals: 9 figures are missing." in found
        assert len(found) == 3 + 4

    def test_ranks_and_stated_amounts_may_be_missing(self, review, upload, manager):
        content = complete(2010)
        for cells in content["tables"]["savings"].values():
            cells.pop("amount")
        content["tables"]["goals"]["M1"].pop("rank")
        content["tables"]["benefits"]["DAGP"].pop("before")
        uploaded = upload(workbook(review, content))
        reviewing.confirm(uploaded, seen=uploaded.version, after=uploaded.review.saved_number, by=manager)
        assert [str(each.text) for each in reviewing.problems_with_closing(review)] == [
            "Benefit groups: one figure is missing."
        ]

    def test_a_closed_year_takes_no_more_figures(self, filled, upload, manager):
        waiting = upload(workbook(filled, complete(2010)))
        reviewing.close(filled, seen=filled.version, by=manager)
        for act in (
            lambda: upload(workbook(filled)),
            lambda: reviewing.write(filled, [], seen=filled.version, by=manager),
            lambda: reviewing.confirm(waiting, seen=waiting.version, after=waiting.review.saved_number, by=manager),
        ):
            with pytest.raises(Refusal, match="2010 is closed"):
                act()

    def test_the_region_opens_it_again_with_a_reason(self, filled, manager, caseworker):
        reviewing.close(filled, seen=filled.version, by=manager)
        db.session.flush()
        with pytest.raises(Refusal, match="in a sentence"):
            reviewing.reopen(filled, "nej", seen=filled.version, by=caseworker)
        reviewing.reopen(filled, "Tallene for sygedagpenge er fra november.", seen=filled.version, by=caseworker)
        assert (filled.status, filled.closed_at) == (ReviewStatus.OPEN, None)
        assert "november" in audit.of(filled.reference)[-1].details["reason"]


class TestTheDay:
    def test_it_is_15_april_of_the_year_after(self, review):
        due = queries.Deadlines().of(review.job_centre, 2010).astimezone(clock.COPENHAGEN)
        assert (due.date().isoformat(), due.hour) == ("2011-04-15", 23)

    def test_the_newest_signed_guideline_of_the_region_and_year_decides(self, review, make, region):
        for number, day in ((1, "01-05"), (2, "02-06")):
            signed = {"signed_at": clock.in_copenhagen(2010, 9, number)}
            make.guideline(region=region, number=number, settings=Settings(results_review_due=day).to_json(), **signed)
        due = queries.Deadlines().of(review.job_centre, 2010).astimezone(clock.COPENHAGEN)
        assert due.date().isoformat() == "2011-06-02"
        assert queries.Deadlines().of(review.job_centre, 2011).astimezone(clock.COPENHAGEN).month == 4


class TestWhoSeesWhat:
    def test_the_centre_its_region_and_their_readers_see_it_and_nobody_else(self, review, make, region, centre):
        def sees(person):
            return [each.id for each in queries.everything(person, Wanted())]

        for role, place in (
            (Role.WRITER, centre),
            (Role.READER, centre),
            (Role.DIRECTOR, region),
            (Role.READER, region),
        ):
            assert sees(make.person(role, place)) == [review.id]
        for role, place in (
            (Role.MANAGER, make.job_centre(region)), (Role.DIRECTOR, make.region()), (Role.ADMIN, make.operator()),
        ):  # fmt: skip
            assert sees(make.person(role, place)) == []

    def test_the_list_is_filtered_by_words_year_and_state(self, review, manager):
        def found(**wanted):
            return len(queries.everything(manager, Wanted(**wanted)))

        name = review.job_centre.name.upper()
        assert (found(words=name), found(words="findes ikke")) == (1, 0)
        assert (found(year="2010"), found(year="2011"), found(year="xx")) == (1, 0, 1)
        assert (found(status="open"), found(status="closed"), found(status="xx")) == (1, 0, 1)
