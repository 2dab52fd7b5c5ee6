"""The pages of results reviews, as people meet them."""

from datetime import date

import time_machine

from portal.core import audit, clock
from portal.core.db import db
from portal.core.permissions import Role
from portal.results import review_mails, reviewing
from portal.results.rules import ReviewStatus
from portal.results.tasks import tasks
from tests.results.reviews import complete, csv, workbook
from tests.support.standing import standing
from tests.support.uploads import post_file


@standing
def review(centre, manager):
    return reviewing.begin(centre, 2010, by=manager)


@standing
def filled(review, manager):
    with clock.at(clock.in_copenhagen(2011, 3, 1)):
        uploaded = reviewing.preview(review, "rr.xlsx", workbook(review, complete(2010)), by=manager)
        reviewing.confirm(uploaded, seen=uploaded.version, after=uploaded.review.saved_number, by=manager)
    return review


class TestReviews:
    def test_a_review_is_begun_uploaded_confirmed_and_closed(self, browse, manager, centre):
        browser = browse(manager)
        page = browser.get("/results/begin").submit(year="2010").submit()  # long past: it is asked about first
        assert page.heading == f"Resultatrevision 2010, {centre.name}"
        review = reviewing.queries.of(centre, 2010)
        page = post_file(browser, f"/results/reviews/{review.id}/upload", workbook(review, complete(2010)), "rr.xlsx")
        assert page.heading == "Import: rr.xlsx"
        page = page.submit()
        assert page.all("#table-goals + p + table tbody td.num")[:3] == ["312,5", "312,5", "-3,2"]
        edit = browser.get(f"/results/reviews/{review.id}/edit")
        page = browser.get(f"/results/reviews/{review.id}/close").submit()
        assert page.status == 200
        assert reviewing.queries.of(centre, 2010).status is ReviewStatus.CLOSED
        closed = [browser.get(f"/results/reviews/{review.id}/{path}").status for path in ("edit", "upload", "close")]
        assert closed == [422, 422, 409]
        late = edit.submit(goals_M1_before="7")
        assert (late.status, late.soup.select_one("[name=goals_M1_before]")["value"]) == (422, "7")
        assert "2010 er afsluttet" in late.errors[0]

    def test_an_empty_workbook_has_nothing_to_use(self, browse, manager, review):
        browser = browse(manager)
        page = post_file(browser, f"/results/reviews/{review.id}/upload", workbook(review), "tom.xlsx")
        assert "Der er endnu ingen tal i filen." in page.soup.text
        assert "det samme som den nyeste version" not in page.soup.text
        assert not page.soup.select("form[action$=confirm]")
        assert page.soup.select("form[action$=drop]")

    def test_a_review_that_is_opened_again_asks_for_its_correction_however_late(self, app, filled, manager, make):
        with app.test_request_context(), clock.at(clock.in_copenhagen(2014, 3, 1)):
            reviewing.close(filled, seen=filled.version, by=manager)
            db.session.flush()
            assert [each for each in tasks(manager) if "2010" in str(each.words)] == []
            director = make.person(Role.DIRECTOR, filled.job_centre.region)
            reviewing.reopen(filled, "Tallet for M1 er forkert.", seen=filled.version, by=director)
            db.session.flush()
            [task] = [each for each in tasks(manager) if "2010" in str(each.words)]
            assert "Tallet for M1 er forkert." in str(task.why)
            assert task.href == f"/results/reviews/{filled.id}"

    def test_a_year_nobody_asks_for_is_asked_about_once(self, browse, manager, centre):
        with time_machine.travel(clock.in_copenhagen(2026, 11, 20, 9)):
            form = browse(manager).get("/results/begin?year=2024")
            doubt = form.submit()
            assert doubt.status == 422
            assert "fristen var den 15. april 2025" in doubt.soup.select_one("#year-error").text
            assert doubt.submit(year="2023").status == 422, "it was asked about another year"
            assert doubt.submit().heading == f"Resultatrevision 2024, {centre.name}"

    def test_a_year_that_is_asked_for_is_begun_at_once(self, app, browse, manager, centre):
        with time_machine.travel(clock.in_copenhagen(2026, 11, 20, 9)):
            with app.test_request_context():
                [task] = tasks(manager)
            form = browse(manager).get(task.href)
            assert form.soup.select_one("#year")["value"] == "2025"
            assert form.soup.select_one("#job_centre option[selected]").text == centre.name
            assert form.submit().heading == f"Resultatrevision 2025, {centre.name}"

    def test_what_was_begun_by_mistake_is_removed_and_can_be_begun_again(self, browse, manager, centre, review):
        browser = browse(manager)
        [link] = browser.get(f"/results/reviews/{review.id}").soup.select("a[href$=remove]")
        page = browser.get(link["href"])
        assert f"Resultatrevisionen 2010 for {centre.name}" in page.soup.text
        after = page.submit()
        assert "Resultatrevisionen er fjernet" in after.soup.text
        assert reviewing.queries.of(centre, 2010) is None
        kinds = [each.what for each in audit.of("RR-2010-" + centre.code.removeprefix("JC-"))]
        assert kinds == ["review.begun", "review.removed"]
        assert reviewing.begin(centre, 2010, by=manager).id

    def test_what_was_written_or_sent_is_not_removed(self, browse, manager, centre, review):
        browser = browse(manager)
        confirm = browser.get(f"/results/reviews/{review.id}/remove")
        post_file(browser, f"/results/reviews/{review.id}/upload", workbook(review, complete(2010)), "rr.xlsx")
        assert confirm.submit().status == 422
        assert browser.get(f"/results/reviews/{review.id}/remove").status == 422
        assert "Fjern resultatrevisionen" not in browser.get(f"/results/reviews/{review.id}").soup.text
        assert reviewing.queries.of(centre, 2010) is not None

    def test_figures_that_were_saved_are_not_removed(self, browse, manager, filled):
        page = browse(manager).get(f"/results/reviews/{filled.id}/remove")
        assert page.status == 422
        assert "Der er gemt tal" in page.soup.text

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
        page = page.submit(population="mange")
        assert len({each["href"] for each in page.soup.select(".error-summary a")}) == 2  # all that is wrong, at once

    def test_two_who_write_at_once_are_told(self, browse, manager, review):
        first = browse(manager).get(f"/results/reviews/{review.id}/edit")
        second = browse(manager).get(f"/results/reviews/{review.id}/edit")
        first.submit(goals_M1_before="1")
        assert second.submit(goals_M1_before="2").status == 409

    def test_the_file_of_another_job_centre_is_told_with_its_own_sentence(self, browse, manager, review, make, region):
        other = make.job_centre(region)
        data = csv(review, "goals;M1;result;3", centre=other.name)
        page = post_file(browse(manager), f"/results/reviews/{review.id}/upload", data)
        assert page.status == 422
        told = page.soup.select_one("#wrong + p + table").text
        assert f"Det her er resultatrevisionen for et andet jobcenter, {other.name}." in told
        assert not page.soup.select("form[action$=confirm]")
        assert reviewing.queries.imports_of(review) == []

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

    def test_what_was_closed_after_its_day_says_so(self, browse, filled, manager):
        for day, late in (((2011, 4, 15), False), ((2011, 4, 16), True)):
            filled.closed_at, filled.status = clock.in_copenhagen(*day, 12), ReviewStatus.CLOSED
            cell = browse(manager).get("/results/").soup.select_one("tbody td:last-child").text
            assert ("efter fristen" in cell) is late

    def test_who_has_not_begun_is_shown_to_the_region_and_named_when_the_year_is_asked_for(
        self, browse, make, region, review, caseworker
    ):
        other = make.job_centre(region)
        with clock.at(clock.in_copenhagen(2011, 1, 20)):
            assert "er ikke begyndt" not in at(browse, caseworker)
        with clock.at(clock.in_copenhagen(2011, 4, 16)):
            listed = at(browse, caseworker)
        page = browse(caseworker).get("/results/?year=2010")
        for shown in (listed, page.soup.text):
            assert "Ét jobcenter er ikke begyndt" in shown
            assert "efter fristen" in shown
        assert page.all("#waited-for + p + table tbody th") == [other.name]
        for asked in ("?year=2010&status=closed", "?year=2010&words=x", f"?year={clock.today().year}"):
            assert browse(caseworker).get(f"/results/{asked}").all("#waited-for") == []


def at(browse, person):
    """The list as it is on the day that is set; a request of its own would forget it."""
    db.session.commit()
    return browse(person).client.get("/results/").text


def test_reminders_go_once_before_and_once_after_the_day_to_those_who_have_not_closed(make, filled, manager, mails):
    late = make.job_centre(filled.job_centre.region)
    writer = make.person(Role.WRITER, late)
    for day in ((4, 1), (4, 2), (4, 15), (4, 16), (5, 1)):
        review_mails.remind(date(2011, *day))
    found = mails()
    told = {each["Subject"].strip(): each.get_content() for each in found if each["To"] == writer.email}
    assert list(told) == [
        f"Resultatrevisionen 2010 for {late.name} har frist den 15. april 2011",
        f"Fristen for resultatrevisionen 2010 for {late.name} er overskredet",
    ]
    assert "ingen er begyndt på den" in list(told.values())[1]
    own = [each.get_content() for each in found if each["To"] == manager.email]
    assert len(own) == 2
    assert all(f"/results/reviews/{filled.id}" in each for each in own)


def test_nobody_is_reminded_of_what_is_closed_or_long_past(filled, manager, mails):
    review_mails.remind(date(2011, 3, 31))
    review_mails.remind(date(2011, 7, 1))
    reviewing.close(filled, seen=filled.version, by=manager)
    review_mails.remind(date(2011, 4, 2))
    assert [each for each in mails() if each["To"] == manager.email] == []


def test_a_file_that_changes_the_population_says_so_and_compares_the_savings(browse, manager, review):
    rows = ("savings;DAGP;own_share;2,5", "savings;DAGP;cluster_share;2,25", "savings;DAGP;net_cost;74.300",
            "savings;DAGP;amount;13.000.000")  # fmt: skip
    data = csv(review, *rows, population="72.000", source="jobindsats.dk")
    page = post_file(browse(manager), f"/results/reviews/{review.id}/upload", data)
    assert page.all("#facts + table tbody tr") == [
        "Befolkning fra 16 til 66 år–72.000", "Kilde–jobindsats.dk"
    ]  # fmt: skip
    assert page.all("#savings + ul li") == [
        "A-dagpenge: Resultatrevisionen oplyser 374.000 kr. mindre, end vi beregner."
    ]


class TestTasks:
    def found(self, app, person, *day):
        with app.test_request_context(), clock.at(clock.in_copenhagen(*day)):
            return [str(each.words) for each in tasks(person)]

    def why(self, app, person, *day):
        with app.test_request_context(), clock.at(clock.in_copenhagen(*day)):
            return str(next(tasks(person)).why)

    def test_the_manager_is_asked_to_begin_when_the_day_nears(self, app, manager):
        assert self.found(app, manager, 2011, 2, 1) == []
        assert self.found(app, manager, 2011, 3, 1) == ["Begin the results review 2010"]
        assert self.found(app, manager, 2011, 4, 16) == ["Begin the results review 2010"]
        assert self.found(app, manager, 2012, 1, 1) == []

    def test_and_to_close_what_is_begun_until_it_is_closed(self, app, manager, filled):
        assert self.found(app, manager, 2011, 1, 10) == []
        for day, words in (((2011, 3, 1), "before the day"), ((2011, 5, 1), "The day has passed")):
            assert self.found(app, manager, *day) == ["Close the results review 2010"]
            assert words in self.why(app, manager, *day)
        assert self.found(app, manager, 2012, 5, 1) == ["Begin the results review 2011"]
        with app.test_request_context():
            reviewing.close(filled, seen=filled.version, by=manager)
        assert self.found(app, manager, 2011, 3, 1) == []

    def test_the_writer_fills_in_what_is_missing_also_after_the_day(self, app, make, centre, review):
        writer = make.person(Role.WRITER, centre)
        for day, words in (((2011, 3, 1), "before the day"), ((2011, 5, 1), "The day has passed")):
            assert self.found(app, writer, *day) == ["Write the figures of the results review 2010"]
            assert words in self.why(app, writer, *day)

    def test_and_knows_whom_a_full_one_waits_for(self, app, make, centre, filled):
        writer = make.person(Role.WRITER, centre)
        assert self.found(app, writer, 2011, 5, 1) == ["The results review 2010 waits for the manager to close it"]

    def test_the_region_is_not_asked(self, app, caseworker, filled):
        assert self.found(app, caseworker, 2011, 3, 1) == []
