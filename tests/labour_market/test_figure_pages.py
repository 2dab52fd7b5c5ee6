"""The pages and the command of indicators, as people meet them."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.db import db
from portal.core.permissions import Role
from portal.labour_market import figure_importing, figure_queries, uploads
from portal.labour_market.models import IndicatorImport
from portal.labour_market.tasks import tasks
from tests.labour_market.conftest import HEADING
from tests.support.uploads import post_file

Q3, Q4 = "langtidsledige;DK;2010Q3;312;fuldtidspersoner", "langtidsledige;DK;2010Q4;318,5;fuldtidspersoner"


class TestFigures:
    def upload(self, browser, *rows, **typed):
        usual = {"source": "jobindsats.dk", "retrieved_on": "2010-12-06"}
        return post_file(
            browser, "/labour-market/indicators/imports", "\n".join([HEADING, *rows]).encode(), **usual | typed
        )

    def test_a_file_is_uploaded_looked_at_and_confirmed(self, browse, caseworker):
        browser = browse(caseworker)
        page = self.upload(browser, Q3, Q4)
        assert page.heading.endswith("tal.csv")
        assert "jobindsats.dk" in page.soup.text
        assert "2 tal bliver tilføjet. Tal, der bliver rettet: 0." in page.soup.select_one(".pp-panel--final").text
        assert figure_queries.latest("DK") == []
        assert page.submit().status == 200
        assert str(figure_queries.value("langtidsledige", "DK", "2010Q4").figure) == "318,5"
        same = self.upload(browser, Q3, Q4)
        assert "Ingen tal bliver tilføjet eller rettet" in same.soup.select_one(".pp-panel--final").text
        again = self.upload(browser, Q4.replace("318,5", "320"))
        assert again.all("#changed + p + table td.num") == ["318,5", "320"]

    @pytest.mark.parametrize(
        ("row", "place", "words"),
        [
            (Q4.replace("fuldtidspersoner", "personer"), "unit", "Enheden er ændret: Portalen opgør denne indikator i "
             "fuldtidspersoner, og filen siger »personer«."),
            (Q3, "period", "Perioden 2010Q3 står allerede i række 2 for den samme indikator og det samme område."),
        ],
    )  # fmt: skip
    def test_a_changed_unit_and_a_duplicate_period_are_told_and_nothing_is_stored(
        self, browse, caseworker, row, place, words
    ):
        page = self.upload(browse(caseworker), Q3, row, source="Kvartalsrapport")
        assert page.soup.select_one("main table caption").text == "Det skal rettes"  # before all else on the page
        assert page.status == 422
        assert page.all("#wrong + p + table tbody tr > *")[:2] == ["3", place]
        assert words in page.soup.text
        typed = [page.soup.select_one(f"[name={each}]")["value"] for each in ("source", "retrieved_on")]
        assert typed == ["Kvartalsrapport", "2010-12-06"]
        assert db.session.query(IndicatorImport).count() == 0
        assert not page.soup.select("form[action$=confirm]")

    def test_the_columns_are_named_as_the_file_must_name_them(self, browse, caseworker):
        page = browse(caseworker).get("/labour-market/indicators/imports")
        assert page.all("main table th code") == ["indikator", "område", "periode", "værdi", "enhed"]

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
        assert "Langtidsledige" in browser.get("/labour-market/indicators?area=DK").all("tbody th a")
        address = f"/labour-market/indicators/figures?indicator=langtidsledige&area=DK&beside={region.code}"
        page = browser.get(address)
        assert page.all("table:nth-of-type(1) tbody td.num")[:4] == ["312", "–", "320", "5"]
        assert page.all("#history + table tbody td.num") == ["320", "318,5"]
        assert page.soup.select_one("figure img")["alt"]
        past = browser.get(f"{address}&on=2011-01-31")
        assert page.all("#history + table [data-title='På dagen']") == []
        assert past.all("#history + table [data-title='På dagen']") == ["Kom til senere", "Gjaldt den dag"]
        after = browser.get(f"{address}&on=2011-02-28")
        assert after.all("#history + table [data-title='På dagen']") == ["Gjaldt den dag", "Var afløst den dag"]
        assert past.all("table:nth-of-type(1) tbody td.num")[:4] == ["312", "–", "318,5", "–"]

    def test_a_day_that_cannot_be_read_is_told(self, browse, caseworker):
        page = browse(caseworker).get("/labour-market/indicators/figures?indicator=langtidsledige&area=DK&on=snart")
        assert (page.status, page.errors) == (422, ["Vi læste »snart«. Skriv datoen som dag, måned og år, for eksempel "
                                                    "12.11.2010."])  # fmt: skip

    def test_the_series_is_a_picture_and_two_kinds_of_file(self, browse, caseworker, store):
        store(Q3, Q4)
        db.session.commit()
        client = browse(caseworker).client
        address = "/labour-market/indicators/figures.{}?indicator=langtidsledige&area=DK"
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
        assert client.get(f"/labour-market/indicators/{kind}?indicator=findes-ikke").status_code == 404
        assert client.get("/labour-market/indicators/figures.svg?indicator=langtidsledige&area=DK").status_code == 404

    def test_a_total_that_is_not_the_sum_of_its_parts_is_pointed_out_on_the_page(self, browse, caseworker, store):
        parts = [f"{part}-match1;DK;2010;{value};fuldtidspersoner"
                 for part, value in (("praktik", 105), ("voksenelev", 44), ("loentilskud", 69))]  # fmt: skip
        store(*parts, "virksomhedsrettet-match1;DK;2010;149;fuldtidspersoner")
        page = browse(caseworker).get("/labour-market/indicators/figures?indicator=loentilskud-match1&area=DK")
        assert "Totalen siger 149, men delene giver tilsammen 218" in page.soup.text

    def test_only_the_importing_region_sees_an_import(self, browse, make, send, region):
        uploaded = send(Q3)
        for person in (make.person(Role.CASEWORKER, make.region()), make.person(Role.MANAGER, make.job_centre(region))):
            assert browse(person).get(f"/labour-market/indicators/imports/{uploaded.id}").status == 404


class TestWhatWaits:
    def test_an_import_that_nobody_confirmed_is_a_task_from_the_next_day(self, app, make, send, region, caseworker):
        with app.test_request_context():
            uploaded = send(Q3)
            assert list(tasks(caseworker)) == []
            with clock.at(clock.now() + timedelta(days=2)):
                [task] = tasks(caseworker)
                assert task.href == f"/labour-market/indicators/imports/{uploaded.id}"
                assert "tal.csv" in str(task.words)
                for role, place in ((Role.CASEWORKER, make.region()), (Role.MANAGER, make.job_centre(region))):
                    assert list(tasks(make.person(role, place))) == []
                another = send(Q4)
                with clock.at(clock.now() + timedelta(days=2)):
                    [both] = tasks(caseworker)
                    assert both.href == "/labour-market/indicators/imports"
                    uploads.drop(uploaded, seen=uploaded.version, by=caseworker)
                    figure_importing.confirm(another, seen=another.version, by=caseworker)
                    assert list(tasks(caseworker)) == []


class TestTheCommand:
    def test_it_lists_the_figures_of_a_past_day(self, app, store):
        with clock.at(clock.in_copenhagen(2011, 1, 10)):
            store(Q3)
        with clock.at(clock.in_copenhagen(2011, 2, 21)):
            store(Q3.replace("312", "313"), Q4)
        asked = ["labour-market", "figures", "--indicator", "langtidsledige"]
        runner = app.test_cli_runner()
        _indicator, *told = runner.invoke(args=asked).output.splitlines()
        assert [each.split() for each in told[:2]] == [
            ["Periode", "Tal", "Udgave", "Kilde", "Hentet"], ["2010Q3", "313", "2", "jobindsats.dk", "2010-12-06"]
        ]  # fmt: skip
        assert told[0].index("Kilde") == told[1].index("jobindsats.dk")
        past = runner.invoke(args=[*asked, "--on", "2011-01-31", "--json"]).output
        assert '"figure": "312"' in past
        assert "2010Q4" not in past

    def test_a_round_figure_is_written_out(self, app, store):
        store(Q3.replace("312", "29400"))
        asked = ["labour-market", "figures", "--indicator", "langtidsledige"]
        assert "29400" in app.test_cli_runner().invoke(args=asked).output
        assert '"figure": "29400"' in app.test_cli_runner().invoke(args=[*asked, "--json"]).output

    def test_an_unknown_indicator_is_told(self, app, session):
        asked = ["labour-market", "figures", "--indicator", "x"]
        for more, words in (
            ((), "Der findes ingen indikator »x«."),
            (("--language", "en"), "There is no indicator “x”."),
        ):
            result = app.test_cli_runner().invoke(args=[*asked, *more])
            assert result.exit_code == 1
            assert words in result.output
