"""The pages of indicators and results reviews, as people meet them."""

import io

import pytest

from portal.core import clock
from portal.core.db import db
from portal.core.permissions import Role
from portal.results import figure_queries, reviewing
from portal.results.rules import ReviewStatus
from portal.results.tasks import tasks
from tests.results.reviews import complete, csv, workbook

Q3, Q4 = "langtidsledige;DK;2010Q3;312;fuldtidspersoner", "langtidsledige;DK;2010Q4;318,5;fuldtidspersoner"
HEADING = "indicator;area;period;value;unit"


def post_file(browser, path, data, name="tal.csv", **typed):
    page = browser.get(path)
    form = {field["name"]: field.get("value", "") for field in page.soup.select("main form[method=post] input[name]")}
    form |= {each["name"]: each.select_one("option")["value"] for each in page.soup.select("main form select")}
    return browser.fetch("POST", path, form | typed | {"file": (io.BytesIO(data), name)})


@pytest.fixture
def review(centre, manager):
    return reviewing.begin(centre, 2010, by=manager)


@pytest.fixture
def filled(review, manager):
    with clock.at(clock.in_copenhagen(2011, 3, 1)):
        uploaded = reviewing.preview(review, "rr.xlsx", workbook(review, complete(2010)), by=manager)
        reviewing.confirm(uploaded, seen=uploaded.version, after=uploaded.review.saved_number, by=manager)
    return review


class TestFigures:
    def upload(self, browser, *rows, **typed):
        usual = {"source": "jobindsats.dk", "retrieved_on": "2010-12-06"}
        return post_file(browser, "/results/indicators/imports", "\n".join([HEADING, *rows]).encode(), **usual | typed)

    def test_a_file_is_uploaded_looked_at_and_confirmed(self, browse, caseworker):
        browser = browse(caseworker)
        page = self.upload(browser, Q3, Q4)
        assert page.heading.endswith("tal.csv")
        assert "jobindsats.dk" in page.soup.text
        assert figure_queries.latest("DK") == []
        assert page.submit().status == 200
        assert str(figure_queries.value("langtidsledige", "DK", "2010Q4").figure) == "318,5"
        again = self.upload(browser, Q4.replace("318,5", "320"))
        assert again.all("#changed + p + table td.num") == ["318,5", "320"]

    def test_problems_are_shown_by_row_without_a_button_to_confirm(self, browse, caseworker):
        page = self.upload(browse(caseworker), Q3, Q4.replace("fuldtidspersoner", "personer"))
        assert page.all("#wrong + p + table tbody th") == ["3"]
        assert "Enheden er ændret" in page.soup.text
        assert not page.soup.select("form[action$=confirm]")
        assert page.submit().status == 200  # the only button left drops the file

    def test_what_is_missing_in_the_form_is_told_beside_its_field(self, browse, caseworker):
        page = self.upload(browse(caseworker), Q3, retrieved_on="", source="")
        assert page.status == 422
        assert page.soup.select_one("#retrieved_on-error")
        assert page.soup.select_one("#source-error")

    def test_a_confirmation_that_comes_twice_is_told(self, browse, caseworker):
        page = self.upload(browse(caseworker), Q3)
        page.submit()
        assert page.submit().status == 409

    def test_everybody_sees_a_series_with_its_source_history_and_past_days(self, browse, make, store, region):
        with clock.at(clock.in_copenhagen(2011, 1, 10)):
            store(Q3, Q4)
        with clock.at(clock.in_copenhagen(2011, 2, 21)):
            store(
                Q4.replace("318,5", "320"), "langtidsledige;BR-X;2010Q4;5;fuldtidspersoner".replace("BR-X", region.code)
            )
        browser = browse(make.person(Role.READER, region))
        assert "Langtidsledige" in browser.get("/results/indicators?area=DK").all("tbody th a")
        address = f"/results/indicators/figures?indicator=langtidsledige&area=DK&beside={region.code}"
        page = browser.get(address)
        assert page.all("table:nth-of-type(1) tbody td.num")[:4] == ["312", "–", "320", "5"]
        assert page.all("#history + table tbody td.num") == ["320", "318,5"]
        assert page.soup.select_one("figure img")["alt"]
        past = browser.get(f"{address}&on=2011-01-31")
        assert past.all("table:nth-of-type(1) tbody td.num")[:4] == ["312", "–", "318,5", "–"]

    def test_a_day_that_cannot_be_read_is_told(self, browse, caseworker):
        page = browse(caseworker).get("/results/indicators/figures?indicator=langtidsledige&area=DK&on=snart")
        assert (page.status, page.errors) == (422, ["Vi læste »snart«. Skriv datoen som dag, måned og år, for eksempel "
                                                    "12.11.2010."])  # fmt: skip

    def test_the_series_is_a_picture_and_two_kinds_of_file(self, browse, caseworker, store):
        store(Q3, Q4)
        db.session.commit()
        client = browse(caseworker).client
        address = "/results/indicators/figures.{}?indicator=langtidsledige&area=DK"
        picture = client.get(address.format("svg"))
        assert (picture.mimetype, picture.status_code) == ("image/svg+xml", 200)
        assert client.get(address.format("svg"), headers={"If-None-Match": picture.headers["ETag"]}).status_code == 304
        lines = client.get(address.format("csv")).text.strip().splitlines()
        assert len(lines) == 3
        assert "318,5;" in lines[2]
        assert client.get(address.format("xlsx")).status_code == 200

    @pytest.mark.parametrize("kind", ["figures", "figures.svg"])
    def test_an_unknown_indicator_and_a_series_without_a_line_have_no_page(self, browse, caseworker, kind):
        client = browse(caseworker).client
        assert client.get(f"/results/indicators/{kind}?indicator=findes-ikke").status_code == 404
        assert client.get("/results/indicators/figures.svg?indicator=langtidsledige&area=DK").status_code == 404

    def test_a_total_that_is_not_the_sum_of_its_parts_is_pointed_out_on_the_page(self, browse, caseworker, store):
        parts = [f"{part}-match1;DK;2010;{value};fuldtidspersoner"
                 for part, value in (("praktik", 105), ("voksenelev", 44), ("loentilskud", 69))]  # fmt: skip
        store(*parts, "virksomhedsrettet-match1;DK;2010;149;fuldtidspersoner")
        page = browse(caseworker).get("/results/indicators/figures?indicator=loentilskud-match1&area=DK")
        assert "Totalen siger 149, men delene giver tilsammen 218" in page.soup.text

    def test_only_the_importing_region_sees_an_import(self, browse, make, send, manager):
        uploaded = send(Q3)
        for person in (make.person(Role.CASEWORKER, make.region()), manager):
            assert browse(person).get(f"/results/indicators/imports/{uploaded.id}").status == 404


class TestReviews:
    def test_a_review_is_begun_uploaded_confirmed_and_closed(self, browse, manager, centre):
        browser = browse(manager)
        page = browser.get("/results/begin").submit(year="2010")
        assert page.heading == f"Resultatrevision 2010, {centre.name}"
        review = reviewing.queries.of(centre, 2010)
        page = post_file(browser, f"/results/reviews/{review.id}/upload", workbook(review, complete(2010)), "rr.xlsx")
        assert page.heading == "Upload: rr.xlsx"
        page = page.submit()
        assert page.all("#table-goals + p + table tbody td.num")[:3] == ["312,5", "312,5", "-3,2"]
        page = browser.get(f"/results/reviews/{review.id}/close").submit()
        assert page.status == 200
        assert reviewing.queries.of(centre, 2010).status is ReviewStatus.CLOSED
        for path in ("edit", "upload", "close"):
            assert browser.get(f"/results/reviews/{review.id}/{path}").status == 409

    def test_a_year_that_is_begun_is_told_beside_its_field(self, browse, manager, review):
        page = browse(manager).get("/results/begin").submit(year="2010")
        assert page.status == 422
        assert page.soup.select_one("#year-error")

    def test_the_figures_can_be_typed_and_what_is_wrong_stands_beside_its_field(self, browse, manager, review):
        browser = browse(manager)
        page = browser.get(f"/results/reviews/{review.id}/edit")
        wrong = page.submit(goals_M1_before="mange", population="33.400", savings_DAGP_own_share="101")
        assert wrong.status == 422
        assert wrong.soup.select_one("#goals_M1_before-error")
        assert (
            wrong.errors[1]
            == "A-dagpenge, Andel af befolkningen, procent: Vi læste »101«. En andel kan ikke være over 100 procent."
        )
        assert wrong.soup.select_one("#savings_DAGP_own_share-error")
        assert wrong.soup.select_one("[name=population]")["value"] == "33.400"
        right = wrong.submit(goals_M1_before="312,5", savings_DAGP_own_share="2,5")
        assert right.status == 200
        assert reviewing.content_of(reviewing.queries.find(review.id))["tables"] == {
            "goals": {"M1": {"before": 312_500}}, "savings": {"DAGP": {"own_share": 2_500}},
        }  # fmt: skip
        again = browser.get(f"/results/reviews/{review.id}/edit")
        assert again.soup.select_one("[name=goals_M1_before]")["value"] == "312,5"

    def test_a_cpr_number_typed_in_a_cell_is_refused(self, browse, manager, review):
        page = browse(manager).get(f"/results/reviews/{review.id}/edit").submit(goals_M1_before="010190-1234")
        assert page.status == 422
        assert any("CPR" in each for each in page.errors)

    def test_two_who_write_at_once_are_told(self, browse, manager, review):
        first = browse(manager).get(f"/results/reviews/{review.id}/edit")
        second = browse(manager).get(f"/results/reviews/{review.id}/edit")
        first.submit(goals_M1_before="1")
        assert second.submit(goals_M1_before="2").status == 409

    def test_the_file_of_another_job_centre_is_told_with_its_own_sentence(self, browse, manager, review, make, region):
        other = make.job_centre(region)
        data = csv(review, "goals;M1;result;3", centre=other.name)
        page = post_file(browse(manager), f"/results/reviews/{review.id}/upload", data)
        assert f"resultatrevisionen for et andet jobcenter, {other.name}" in page.soup.text
        assert not page.soup.select("form[action$=confirm]")
        page.submit()
        assert reviewing.queries.imports_of(review)[0].status.value == "dropped"

    def test_no_file_is_told(self, browse, manager, review):
        assert browse(manager).get(f"/results/reviews/{review.id}/upload").submit().status == 422

    def test_the_difference_from_what_is_computed_stands_in_figures_and_words(self, browse, filled, make, region):
        page = browse(make.person(Role.READER, region)).get(f"/results/reviews/{filled.id}")
        assert "74.300\N{NO-BREAK SPACE}kr. mere, end vi beregner" in page.soup.text
        assert page.soup.select("#table-savings ~ div td.over")
        assert not page.soup.select("main .button")  # a reader changes nothing

    def test_an_incomplete_review_says_what_is_missing_before_it_is_closed(self, browse, manager, review):
        page = browse(manager).get(f"/results/reviews/{review.id}/close")
        assert "Ministermål: 9 tal mangler." in page.all("main li")
        assert not page.soup.select("main form[method=post]")

    def test_the_region_opens_it_again_and_the_job_centre_sees_why(self, browse, filled, manager, caseworker):
        reviewing.close(filled, seen=filled.version, by=manager)
        browser = browse(caseworker)
        assert browser.get(f"/results/reviews/{filled.id}/reopen").submit(reason="nej").status == 422
        browser.get(f"/results/reviews/{filled.id}/reopen").submit(reason="Tallene er fra november.")
        assert "Tallene er fra november." in browse(manager).get(f"/results/reviews/{filled.id}").soup.text

    def test_the_list_and_the_tables_can_be_taken_home(self, browse, filled, caseworker):
        client = browse(caseworker).client
        for path in ("reviews.csv", "reviews.xlsx", f"reviews/{filled.id}/tables.csv",
                     f"reviews/{filled.id}/tables.xlsx", f"reviews/{filled.id}/workbook.xlsx"):  # fmt: skip
            assert client.get(f"/results/{path}").status_code == 200, path
        assert f"{filled.reference};" in client.get("/results/reviews.csv").text

    def test_the_list_counts_the_days(self, browse, review, manager):
        with clock.at(clock.in_copenhagen(2011, 4, 13)):
            assert "2 dage tilbage" in at(browse, manager)
        with clock.at(clock.in_copenhagen(2011, 4, 15)):
            assert "Frist i dag" in at(browse, manager)
        assert "dage efter fristen" in browse(manager).get("/results/").soup.text


def at(browse, person):
    """The list as it is on the day that is set; a request of its own would forget it."""
    db.session.commit()
    return browse(person).client.get("/results/").text


class TestTasks:
    def found(self, app, person, *day):
        with app.test_request_context(), clock.at(clock.in_copenhagen(*day)):
            return [str(each.words) for each in tasks(person)]

    def test_the_manager_is_asked_to_begin_when_the_day_nears(self, app, manager):
        assert self.found(app, manager, 2011, 2, 1) == []
        assert self.found(app, manager, 2011, 3, 1) == ["Begin the results review 2010"]
        assert self.found(app, manager, 2011, 4, 16) == []

    def test_and_to_close_what_is_begun_until_it_is_closed(self, app, manager, filled):
        assert self.found(app, manager, 2011, 1, 10) == []
        for day in ((2011, 3, 1), (2011, 5, 1)):
            assert self.found(app, manager, *day) == ["Close the results review 2010"]
        assert self.found(app, manager, 2012, 5, 1) == []
        with app.test_request_context():
            reviewing.close(filled, seen=filled.version, by=manager)
        assert self.found(app, manager, 2011, 3, 1) == []

    def test_writers_and_the_region_are_not_asked(self, app, make, centre, caseworker, filled):
        for person in (make.person(Role.WRITER, centre), caseworker):
            assert self.found(app, person, 2011, 3, 1) == []


class TestTheCommand:
    def test_it_lists_the_figures_of_a_past_day(self, app, store):
        with clock.at(clock.in_copenhagen(2011, 1, 10)):
            store(Q3)
        with clock.at(clock.in_copenhagen(2011, 2, 21)):
            store(Q3.replace("312", "313"), Q4)
        asked = ["results", "figures", "--indicator", "langtidsledige"]
        runner = app.test_cli_runner()
        assert "2010Q3  313  2  jobindsats.dk  2010-12-06" in runner.invoke(args=asked).output
        past = runner.invoke(args=[*asked, "--on", "2011-01-31", "--json"]).output
        assert '"figure": "312"' in past
        assert "2010Q4" not in past

    def test_an_unknown_indicator_is_told(self, app, session):
        result = app.test_cli_runner().invoke(args=["results", "figures", "--indicator", "x"])
        assert result.exit_code == 1
        assert "no indicator" in result.output
