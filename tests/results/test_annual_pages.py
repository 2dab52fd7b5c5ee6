"""The pages of the annual report, as the region and its job centres meet them."""

from portal.core import clock, outbox
from portal.core.db import db
from portal.core.permissions import Role
from portal.results import annual, annual_queries
from portal.results.annual_rules import AnnualStatus
from tests.results.annuals import SPRING, compiled, frozen, grants, pay
from tests.support.standing import lying_under, standing


@lying_under
def director(make, region):
    return make.person(Role.DIRECTOR, region, title="Regionsdirektør")


@standing
def report(make, region, caseworker):
    first, _second = grants(make, make.round(region=region), 620_000_37, 400_000_00)
    pay(first, 310_000_11, caseworker, at=clock.in_copenhagen(2010, 12, 14))
    return compiled(region, caseworker)


@standing
def edition(report, director):
    return frozen(report, director)


def at(report, place=""):
    return f"/results/annual/{report.id}{place}"


class TestCompiling:
    def test_a_caseworker_compiles_and_sees_how_far_it_is(self, browse, caseworker, region):
        browser = browse(caseworker)
        page = browser.get("/results/annual/begin").submit(region=str(region.id), year="2010")
        assert page.status == 200
        assert "0 af 0 projekter" in page.soup.text
        assert page.soup.select_one("[data-waiting] progress")
        assert page.soup.select_one("noscript meta[http-equiv=refresh]")
        outbox.run_pending()
        page = browser.get(page.path)
        assert not page.soup.select("[data-waiting], noscript")
        assert "Afventer direktøren" in page.soup.text

    def test_a_year_that_is_not_over_is_told_beside_its_field(self, browse, caseworker):
        page = browse(caseworker).get("/results/annual/begin").submit(year=str(clock.today().year))
        assert page.status == 422
        assert page.soup.select_one("#year-error")
        assert annual_queries.to_sign(caseworker) == []

    def test_one_that_stopped_says_so_and_can_be_begun_again(self, browse, caseworker, region):
        report = annual.begin(region, 2010, None, by=caseworker)
        db.session.query(outbox.OutboxRow).filter_by(name="annual.compile").update({"attempts": outbox.MOST_ATTEMPTS})
        page = browse(caseworker).get(at(report))
        assert "kunne ikke samles" in page.soup.text
        again = page.submit("form[action$=compile]")
        assert again.soup.select_one("[data-waiting]")

    def test_compiling_it_anew_keeps_what_was_signed(self, browse, caseworker, edition):
        page = browse(caseworker).get(at(edition.report)).submit("form[action$=compile]")
        assert page.status == 200
        assert edition.report.status is AnnualStatus.COMPILING
        assert browse(caseworker).get(f"/results/annual/editions/{edition.id}").status == 200


class TestTheDraft:
    def test_comments_are_kept_with_it(self, browse, caseworker, director, report):
        page = browse(caseworker).get(at(report)).submit("form[action$=comments]", words="Husk Sønderborg.")
        assert "Husk Sønderborg." in page.soup.text
        assert "Husk Sønderborg." in browse(director).get(at(report)).soup.text

    def test_an_empty_comment_and_one_with_a_cpr_number_are_refused(self, browse, caseworker, report):
        for words in ("", "Om 010190-1234"):
            page = browse(caseworker).get(at(report)).submit("form[action$=comments]", words=words)
            assert page.status == 422
            assert page.soup.select_one("#words-error")
        db.session.refresh(report)
        assert report.comments == []

    def test_the_director_signs_with_a_fresh_sign_in_and_it_is_frozen(self, browse, director, report):
        page = browse(director).get(at(report)).browser.get(at(report, "/sign"))
        assert "310.000,11" in page.soup.text
        page = page.submit(words="Et godt år.")
        assert "Udgave 1 er låst" in page.soup.text
        assert "Et godt år." in page.soup.text
        assert [each.number for each in report.editions] == [1]

    def test_an_older_sign_in_is_asked_for_the_password_first(self, browse, director, report):
        browser = browse(director)
        with clock.at(clock.now()):
            db.session.execute(db.text("UPDATE sign_in_session SET fresh_at = '2010-01-01 00:00:00'"))
        page = browser.get(at(report, "/sign"))
        assert page.soup.select_one("input[type=password]")

    def test_what_somebody_has_signed_meanwhile_is_told(self, browse, director, report):
        page = browse(director).get(at(report, "/sign"))
        frozen(report, director)
        assert page.submit(words="Et godt år.").status == 409

    def test_a_picture_is_drawn_for_what_has_rows_only(self, browse, caseworker, report):
        client = browse(caseworker).client
        db.session.commit()
        drawn = client.get(at(report, "/rounds.svg"))
        assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml")
        assert [client.get(at(report, f"/{each}.svg")).status_code for each in ("goals", "money", "nothing")] == [
            404
        ] * 3


class TestEditions:
    def test_a_manager_of_the_region_reads_it_and_not_the_draft(self, make, browse, region, edition):
        browser = browse(make.person(Role.MANAGER, make.job_centre(region)))
        page = browser.get("/results/annual")
        assert page.all("tbody th small") == [edition.reference]
        assert browser.get(f"/results/annual/editions/{edition.id}").status == 200
        assert browser.get(at(edition.report)).status == 404

    def test_another_region_sees_nothing_of_it(self, make, browse, edition):
        for role, place in ((Role.DIRECTOR, make.region()), (Role.MANAGER, make.job_centre(make.region()))):
            browser = browse(make.person(role, place))
            assert browser.get("/results/annual").all("tbody th") == []
            for end in ("", "/report.pdf", "/tables.xlsx", "/tables.zip", "/rounds.svg"):
                assert browser.client.get(f"/results/annual/editions/{edition.id}{end}").status_code == 404

    def test_its_files_are_handed_over(self, make, browse, region, edition):
        client = browse(make.person(Role.READER, region)).client
        db.session.commit()
        kinds = {"/report.pdf": b"%PDF-", "/tables.xlsx": b"PK", "/tables.zip": b"PK", "/rounds.svg": b"<svg"}
        for end, begins in kinds.items():
            answer = client.get(f"/results/annual/editions/{edition.id}{end}")
            assert (answer.status_code, answer.data[: len(begins)]) == (200, begins)

    def test_the_page_has_the_fingerprint_every_table_and_words_for_each_picture(self, browse, director, edition):
        page = browse(director).get(f"/results/annual/editions/{edition.id}")
        assert page.all("code") == [edition.sha256]
        assert "Tallene har dette fingeraftryk" in page.soup.text
        pictures = page.soup.select("img.pp-chart")
        assert pictures
        assert all("I alt" in each["alt"] for each in pictures)

    def test_a_corrected_edition_points_to_the_newer_one(self, make, browse, region, caseworker, director, edition):
        grants(make, make.round(region=region), 100_000_00)
        second = frozen(compiled(region, caseworker), director, "En bevilling manglede.", at=SPRING)
        old = browse(director).get(f"/results/annual/editions/{edition.id}")
        assert "Der er en nyere udgave" in old.soup.text
        new = browse(director).get(f"/results/annual/editions/{second.id}")
        assert "100.000" in " ".join(new.all("#changed + table td.num"))

    def test_the_list_is_filtered_and_handed_over(self, browse, director, edition):
        browser = browse(director)
        assert browser.get("/results/annual?year=2010&scope=all").all("tbody th small") == [edition.reference]
        assert browser.get("/results/annual?year=2011").all("tbody th small") == []
        rows = browser.client.get("/results/annual.csv?year=2010").data.decode("utf-8-sig").splitlines()
        assert [each.split(";")[0] for each in rows[1:]] == [edition.reference]

    def test_the_database_gives_one_page_of_the_list(self, make, browse, region, caseworker, director, monkeypatch):
        made = make.round(region=region)
        for number in range(3):
            grants(make, made, (number + 1) * 100_000_00)
            frozen(compiled(region, caseworker), director, "En bevilling manglede.", at=SPRING)
        monkeypatch.setattr(annual_queries, "PAGE", 2)
        first, second = (annual_queries.listed(director, annual_queries.Wanted(page=each)) for each in (1, 2))
        assert ([each.number for each in first[0]], first[1]) == ([3, 2], 3)
        assert ([each.number for each in second[0]], second[1]) == ([1], 3)
        page = browse(director).get("/results/annual?page=2")
        assert len(page.all("tbody th small")) == 1
        assert "3 udgaver" in page.soup.text

    def test_there_is_a_word_for_having_none(self, make, browse):
        page = browse(make.person(Role.READER, make.region())).get("/results/annual")
        assert "Ingen udgave passer" in page.soup.text
