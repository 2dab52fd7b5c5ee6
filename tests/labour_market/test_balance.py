"""Importing a balance: read, shown, confirmed once; and the list that shows it."""

import io

import pytest
from sqlalchemy import inspect

from portal.adapters import files
from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import Conflict, Refusal
from portal.core.findings import Faulty, ImportStatus
from portal.core.permissions import Role
from portal.labour_market import actions, catalogue, queries, uploads
from portal.labour_market.models import BalanceEntry, BalanceImport, Occupation

HEADING = "period;area_code;occupation_code;occupation_title;category"


def a_file(region, *rows, heading=HEADING):
    return "\r\n".join([heading, *(row.replace("REGION", region.code) for row in rows)])


WELDER, COOK = "2010H2;REGION;7212;Svejser;MANG", "2010H2;REGION;5120;Kok på værtshus;Mangel på arbejdskraft"


@pytest.fixture
def upload(region, caseworker):
    def preview(*rows, encoding="utf-8"):
        return actions.preview(region, "balance.csv", a_file(region, *rows).encode(encoding), by=caseworker)

    return preview


class TestTheActions:
    def test_a_preview_stores_nothing_in_the_balance_and_keeps_the_file(self, upload, region):
        uploaded = upload(WELDER, COOK)
        assert actions.counts(uploaded) == actions.Counts(new=2, changed=0, same=0, occupations=2)
        assert db.session.query(BalanceEntry).filter_by(area_code=region.code).count() == 0
        assert files.read(uploaded.sha256).startswith(b"period;")
        assert audit.of(uploaded.reference)[0].what == "balance.uploaded"

    def test_confirmed_rows_are_the_balance_and_their_occupations_are_known(self, upload, region, caseworker):
        uploaded = upload(WELDER, COOK)
        actions.confirm(uploaded, seen=uploaded.version, by=caseworker)
        assert queries.chances(region.code, "2010H2") == {"7212": "RG", "5120": "RG"}
        assert db.session.get(Occupation, "5120").title == "Kok på værtshus"
        assert uploaded.valid_from.isoformat() == "2010-07-01"
        assert queries.periods(region.code) == ["2010H2"]
        assert queries.period_valid_on(uploaded.valid_from, region.code) == "2010H2"

    def test_occupations_stand_as_in_the_danish_alphabet_whatever_is_in_capitals(self, upload, region, caseworker):
        titles = {"3512": "IT-supporter", "7233": "Industrimekaniker", "5131": "Ølbrygger", "5120": "Æblekok"}
        uploaded = upload(*(f"2010H2;REGION;{code};{title};BAL" for code, title in titles.items()))
        actions.confirm(uploaded, seen=uploaded.version, by=caseworker)
        rows, _number = queries.balance(queries.Wanted(area=region.code))
        wanted = ["Industrimekaniker", "IT-supporter", "Æblekok", "Ølbrygger"]
        assert [each.occupation.title for each in rows] == wanted
        assert [each for each in queries.occupations().values() if each in wanted] == wanted
        assert [each.occupation_code for each in queries.balance(queries.Wanted(words="ølbryg"))[0]] == ["5131"]

    def test_a_second_import_counts_what_is_new_changed_and_the_same(self, upload, region, caseworker):
        first = upload(WELDER, COOK)
        actions.confirm(first, seen=first.version, by=caseworker)
        second = upload(WELDER, "2010H2;REGION;5120;Kok på værtshus;OVER", "2010H2;REGION;8332;Chauffør;BAL")
        assert actions.counts(second) == actions.Counts(new=1, changed=1, same=1, occupations=1)
        actions.confirm(second, seen=second.version, by=caseworker)
        assert queries.chances(region.code, "2010H2") == {"7212": "RG", "5120": "MG", "8332": "G"}

    def test_an_import_is_confirmed_once(self, upload, caseworker):
        uploaded = upload(WELDER)
        actions.confirm(uploaded, seen=uploaded.version, by=caseworker)
        for again in (actions.confirm, uploads.drop):
            with pytest.raises(Conflict, match="closed already"):
                again(uploaded, seen=uploaded.version, by=caseworker)

    def test_of_a_file_with_a_fault_nothing_is_kept(self, upload):
        with pytest.raises(Faulty, match="not stored") as refused:
            upload(WELDER, "2010H2;REGION;51;Kok;MANG")
        assert [(each.row, each.column) for each in refused.value.findings] == [(3, "occupation_code")]
        assert db.session.query(BalanceImport).count() == 0

    def test_a_file_with_only_a_heading_has_nothing_to_confirm(self, upload):
        with pytest.raises(Faulty):
            upload()

    @pytest.mark.parametrize(
        ("heading", "place"), [(HEADING, "category"), ("Periode;Område;Stillingskode;Stilling;Balance", "Balance")]
    )
    def test_what_is_wrong_stands_beside_the_heading_of_the_file(self, region, caseworker, heading, place):
        data = a_file(region, WELDER.replace("MANG", "?"), heading=heading).encode()
        with pytest.raises(Faulty) as refused:
            actions.preview(region, "balance.csv", data, by=caseworker)
        assert [(each.row, each.column) for each in refused.value.findings] == [(2, place)]

    def test_another_regions_rows_are_refused(self, upload, make):
        with pytest.raises(Faulty) as refused:
            upload(WELDER.replace("REGION", make.region().code))
        assert "another region" in str(refused.value.findings[0].text)

    def test_a_file_with_a_cpr_number_is_not_kept_and_the_number_not_repeated(self, upload, make):
        with pytest.raises(Refusal) as refused:
            upload("2010H2;REGION;7212;010190-1234;MANG")
        assert "Row 2, column 4" in str(refused.value)
        assert "1234" not in str(refused.value)

    def test_a_dropped_import_changes_nothing(self, upload, caseworker, region):
        uploaded = upload(WELDER)
        uploads.drop(uploaded, seen=uploaded.version, by=caseworker)
        assert uploaded.status is ImportStatus.DROPPED
        assert queries.chances(region.code, "2010H2") == {}

    def test_the_occupations_of_the_demonstration_are_made_once_and_marked_as_invented(self, region):
        catalogue.ensure_occupations()
        assert catalogue.ensure_occupations() == 0
        assert catalogue.ensure_invented_balance(["2010H1"], [region.code]) == 30
        assert catalogue.ensure_invented_balance(["2010H1"], [region.code]) == 0
        assert queries.chances(region.code, "2010H1")["7212"] == "RG"
        rows, number = queries.balance(queries.Wanted(area=region.code))
        assert (number, all(row.invented for row in rows)) == (30, True)


class TestThePages:
    def send(self, browser, region, data, name="balance.csv"):
        page = browser.get("/labour-market/balance/imports")
        token = page.soup.select_one("main [name=csrf_token]")["value"]
        form = {"csrf_token": token, "region": str(region.id), "file": (io.BytesIO(data), name)}
        return browser.fetch("POST", "/labour-market/balance/imports", form)

    def test_a_file_is_uploaded_looked_at_and_confirmed(self, browse, region, caseworker):
        browser = browse(caseworker)
        page = self.send(browser, region, a_file(region, WELDER, COOK).encode())
        assert page.heading.endswith("balance.csv")
        page = page.submit()
        assert page.status == 200
        assert queries.chances(region.code, "2010H2") == {"7212": "RG", "5120": "RG"}
        listed = browser.get(f"/labour-market/?period=2010H2&area={region.code}&words=svejs")
        assert len(listed.soup.select("tbody tr")) == 1
        assert "Svejser" in listed.soup.text
        assert "balance.csv" in browser.get("/labour-market/balance/imports").soup.text

    def test_problems_are_shown_by_row_and_column_without_a_button_to_confirm(self, browse, region, caseworker):
        page = self.send(browse(caseworker), region, a_file(region, WELDER, "2010H2;REGION;51;Kok;?").encode())
        assert page.status == 422
        assert [cells.get_text(" ") for cells in page.soup.select("#wrong + p + table tbody th")] == ["3", "3"]
        assert db.session.query(BalanceImport).count() == 0
        assert not page.soup.select("form[action$=confirm]")

    def test_of_very_many_problems_the_first_are_shown_and_all_are_counted(self, browse, region, caseworker):
        page = self.send(browse(caseworker), region, a_file(region, WELDER, *[WELDER] * 300).encode())
        assert page.all("#wrong") == ["300 ting skal rettes i filen"]
        assert page.all("#wrong ~ p")[1].startswith("Her står de første 200 af 300 steder.")
        assert len(page.soup.select("section[aria-labelledby=wrong] tbody tr")) == 200

    def test_the_history_counts_the_rows_of_a_file_without_reading_them(self, browse, region, caseworker, upload):
        uploaded = upload(WELDER, COOK)
        db.session.commit()
        db.session.expunge(uploaded)
        [(one, number)] = queries.imports_of(caseworker, BalanceImport)
        assert (number, inspect(one).unloaded & {"rows"}) == (2, {"rows"})
        db.session.expunge(one)
        [waiting] = queries.waiting_imports(caseworker, BalanceImport, clock.now())
        assert "rows" in inspect(waiting).unloaded
        page = browse(caseworker).get("/labour-market/balance/imports")
        assert page.all("section[aria-labelledby=history] td.num") == ["2"]

    def test_the_columns_are_named_as_the_file_must_name_them(self, browse, caseworker):
        page = browse(caseworker).get("/labour-market/balance/imports")
        assert page.all("main table th code") == ["periode", "område", "stillingskode", "stilling", "balance"]

    def test_no_file_and_a_cpr_number_are_refused_beside_the_field(self, browse, region, caseworker):
        browser = browse(caseworker)
        assert browser.get("/labour-market/balance/imports").submit().status == 422
        page = self.send(browser, region, a_file(region, "2010H2;REGION;7212;010190-1234;MANG").encode())
        assert page.status == 422
        assert page.soup.select_one("#file-error")

    def test_the_list_is_sorted_in_its_headings_and_in_the_form_of_a_narrow_page(self, browse, region, caseworker):
        catalogue.ensure_occupations()
        catalogue.ensure_invented_balance(["2010H1"], [region.code])
        browser, address = browse(caseworker), f"/labour-market/?period=2010H1&area={region.code}"
        usual = browser.get(address).all("tbody th")
        assert browser.get(f"{address}&sort=occupation&down=1").all("tbody th") == usual[::-1]
        page = browser.get(f"{address}&sort=chance")
        prospects = [words.removeprefix("Job prospects") for words in page.all("tbody td:nth-of-type(1)")]
        assert list(dict.fromkeys(prospects)) == [
            "Rigtig gode jobmuligheder", "Gode jobmuligheder", "Mindre gode jobmuligheder"
        ]  # fmt: skip
        assert page.soup.select_one("#sort option[selected]")["value"] == "chance"
        assert "sort=chance" in page.soup.select_one("a[href*='occupations.xlsx']")["href"]
        assert browser.get(f"{address}&sort=nonsense").all("tbody th") == usual

    def test_a_confirmation_that_comes_twice_is_told(self, browse, region, caseworker):
        browser = browse(caseworker)
        page = self.send(browser, region, a_file(region, WELDER).encode())
        page.submit()
        again = page.submit()
        assert again.status == 409
        assert again.errors

    def test_only_the_importing_region_sees_an_import(self, browse, make, region, upload):
        uploaded = upload(WELDER)
        for person in (make.person(Role.CASEWORKER, make.region()), make.person(Role.WRITER, make.job_centre(region))):
            assert browse(person).get(f"/labour-market/balance/imports/{uploaded.id}").status == 404
        assert (
            browse(make.person(Role.READER, region)).get(f"/labour-market/balance/imports/{uploaded.id}").status == 403
        )
        assert (
            browse(make.person(Role.WRITER, make.job_centre(region))).get("/labour-market/balance/imports").status
            == 403
        )

    def test_everybody_reads_the_list_filters_it_and_takes_it_home(self, browse, make, region):
        catalogue.ensure_invented_balance(["2010H1"], [region.code])
        browser = browse(make.person(Role.READER, make.job_centre(region)))
        page = browser.get(f"/labour-market/?period=2010H1&area={region.code}&chance=RG&language=en")
        assert len(page.soup.select("tbody tr")) == 6
        assert "invented" in page.soup.text
        for kind in ("csv", "xlsx"):
            answer = browser.client.get(f"/labour-market/occupations.{kind}?period=2010H1&area={region.code}&chance=RG")
            assert answer.status_code == 200
        text = browser.client.get(f"/labour-market/occupations.csv?period=2010H1&area={region.code}&chance=RG").text
        assert len(text.strip().splitlines()) == 7

    def test_a_long_list_is_shown_in_pages(self, browse, make, region):
        catalogue.ensure_invented_balance(["2010H1", "2010H2"], [region.code])
        browser = browse(make.person(Role.READER, region))
        page = browser.get(f"/labour-market/?period=&area={region.code}&page=2")
        assert len(page.soup.select("tbody tr")) == 10
        assert page.all("nav[aria-label=Sider] a") == ["Forrige side"]
        home = page.soup.select_one("a[href*='occupations.xlsx']")["href"]
        assert f"area={region.code}" in home
        assert browser.get("/labour-market/?words=findes-ikke").status == 200
