"""The editions of the annual report: signed, kept as they were, corrected, and handed over as files."""

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.adapters import files, spreadsheets
from portal.adapters.spreadsheet_form import Kind
from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import Conflict, Refusal
from portal.core.language import in_language
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.projects import actions
from portal.results import annual, annual_files, annual_papers, annual_sums
from portal.results import annual_showing as showing
from portal.results.annual_room import tasks
from portal.results.annual_rules import AnnualStatus
from tests.results.annuals import A_YEAR_LATER, compiled, director, frozen, money, project, sums, this_round
from tests.support.standing import standing

__all__ = ["director", "money", "project", "this_round"]
SUMMER = datetime(2011, 6, 1, 9, tzinfo=UTC)


class TestEditions:
    @standing
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


@pytest.mark.once
class TestFiles:
    @standing
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

    def test_a_sheet_is_named_in_whole_words(self, edition):
        names = [each.name for each in self.book(edition).sheets]
        assert names[0] == "Fra ramme til tilbagebetaling"
        assert "Pladser i stillinger med gode" in names

    def test_a_heading_does_not_stand_alone_at_the_foot_of_a_page(self, edition, app):
        signed = annual_papers.Signed("Inge", "Direktør", edition.signed_at, edition.sha256)
        introductions = tuple(in_language(each.words, "da") for each in showing.TABLES)
        for lines in range(0, 24, 4):
            content = edition.content | {"words": "Ord.\n\n" * lines}
            for page in PdfReader(io.BytesIO(annual_papers.pdf_of(content, signed))).pages:
                body, _foot = page.extract_text().rsplit(f"{edition.content['reference']}-", 1)
                assert not " ".join(body.split()).endswith(introductions), (lines, body[-200:])

    def test_the_sums_stand_once_under_the_last_row_of_a_table_that_goes_on_over_the_page(self, edition, app):
        rows = {f"OPK|JC-{number}": {"targets": 1, "reached": 1} for number in range(1000, 1080)}
        content = edition.content | {"tables": {"goals": rows}}
        signed = annual_papers.Signed("Inge", "Direktør", edition.signed_at, edition.sha256)
        pages = PdfReader(io.BytesIO(annual_papers.pdf_of(content, signed))).pages
        said = " ".join(" ".join(page.extract_text() for page in pages).split())
        assert said.count("I alt 80 80") == 1
        assert said.index("JC-1079") < said.index("I alt 80 80")

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
