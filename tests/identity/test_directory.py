"""The lists of people and places: found, sorted, and fetched as files, as they stand."""

import csv
import io
from contextvars import Context

import pytest

from portal.adapters import spreadsheets, tables
from portal.core.permissions import Role
from tests.identity.test_people import found
from tests.support.pages import Page


def test_names_are_found_in_small_letters_and_capitals_and_stand_as_in_the_danish_alphabet(browse, make, alma, centre):
    for name in ("Øjvind Ask", "Åse Æble", "ZITA Ås", "æsken Bo"):
        make.person(Role.READER, centre, name=name)
    browser = browse(alma)
    assert found(browser.get("/people?words=åSE")) == ["Åse Æble"]
    assert found(browser.get("/people?words=Å")) == ["ZITA Ås", "Åse Æble"]
    in_order = ["Alma Bregnedal", "ZITA Ås", "æsken Bo", "Øjvind Ask", "Åse Æble"]
    assert found(browser.get("/people")) == in_order
    assert found(browser.get("/people?sort=name&down=1")) == in_order[::-1]
    assert found(browser.get("/people?sort=role"))[0] == "Alma Bregnedal"  # manager comes before reader
    assert found(browser.get("/people?sort=nonsense")) == in_order


def test_the_order_is_chosen_in_the_headings_and_in_the_form_of_a_narrow_page(browse, alma, viggo):
    browser = browse(alma)
    page = browser.get("/people?sort=role&down=1&words=e")
    assert page.soup.select_one("th[aria-sort]")["aria-sort"] == "descending"
    assert page.soup.select_one("th[aria-sort] a")["href"].endswith("sort=role&down=&words=e&organisation=&role=")
    assert page.soup.select_one("#sort option[selected]")["value"] == "role"
    assert page.soup.select_one("#down").has_attr("checked")
    places = browser.get("/organisations?sort=people&down=1")
    assert places.soup.select_one("#sort option[selected]")["value"] == "people"
    assert places.soup.select_one("th[aria-sort]").text.startswith("Personer")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_files_hold_what_the_lists_show(browse, make, alma, viggo, stranger, kind):
    browser = browse(make.person(Role.ADMIN, make.operator(), name="=Ole"))
    names = [row[0].lstrip("'") for row in rows_of(browser, f"/people.{kind}?words=o&sort=name&down=1")]
    assert names == found(browser.get("/people?words=o&sort=name&down=1"))
    assert {"=Ole", "Viggo Stenkær"} <= set(names)
    listed = found_places(browser.get("/organisations?kind=job_centre&sort=kind"))
    assert [row[0] for row in rows_of(browser, f"/organisations.{kind}?kind=job_centre&sort=kind")] == listed
    assert {row[0] for row in rows_of(browse(viggo), f"/people.{kind}")} == {"Alma Bregnedal", "Viggo Stenkær"}
    assert len(rows_of(browse(viggo), f"/organisations.{kind}")) == 1


def rows_of(browser, path: str) -> list[list[str]]:
    """The rows below the heading of a file, fetched as another request than the test's own."""
    data = Context().run(browser.client.get, path).data
    if ".csv" in path:
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))[1:]
    return [cells for _number, cells in tables.rows_of_sheet(spreadsheets.read(data).sheets[0])][1:]


def found_places(page: Page) -> list[str]:
    return [tag.find(string=True).strip() for tag in page.soup.select("tbody th")]


@pytest.mark.parametrize("path", ["/people", "/organisations"])
def test_organisations_stand_as_in_the_danish_alphabet_too(browse, make, path):
    for name in ("Jobcenter Ærø", "Jobcenter Århus", "Jobcenter Odense"):
        make.person(Role.WRITER, make.job_centre(name=name), name=f"I {name}")
    page = browse(make.person(Role.ADMIN, make.operator())).get(f"{path}?sort=place&words=jobcenter")
    found_names = [name.removeprefix("I ") for name in found_places(page)]
    assert found_names == ["Jobcenter Odense", "Jobcenter Ærø", "Jobcenter Århus"]
