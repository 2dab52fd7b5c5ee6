"""The catalogue of findings and the pages made from data: complete, in both languages, in words people understand."""

import io
import re
from pathlib import Path

import openpyxl
import pytest

from portal.budgets import describing, documentation, editions, specification
from portal.budgets.findings import THINGS, Severity, catalogue
from tests.support.pages import Browser

ROOT = Path(__file__).parents[2]
SOURCES = [
    *ROOT.glob("portal/budgets/*.py"),
    *ROOT.glob("portal/adapters/spreadsheet*.py"),
    *ROOT.glob("forms/budget*.py"),
]
NAMED = re.compile(r'(?:Finding|Unreadable|_Refused|NotRead)\(\s*"([a-z_]+)"|\bcode="([a-z_]+)"')
PLACE = re.compile(r"\{(\w+)\}")
SHORT = re.compile(r"\b(kr|pr|nr|fx|ca|e\.g|no|moms)\.", re.IGNORECASE)
CODES = sorted(catalogue())
TEXTS = ("da", "fix_da", "en", "fix_en")


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?=\s|$)", SHORT.sub("", text)))


def test_every_code_in_the_program_is_in_the_catalogue():
    used = {code for file in SOURCES for pair in NAMED.findall(file.read_text("utf-8")) for code in pair if code}
    assert len(used) > 40
    assert used - set(CODES) == set()


def test_every_code_in_the_catalogue_stands_in_the_program():
    program = "\n".join(file.read_text("utf-8") for file in SOURCES)
    kinds = {code: code.removeprefix("file_") for code in CODES}  # what a file is becomes its code: f"file_{kind}"
    assert [code for code in CODES if f'"{code}"' not in program and f'"{kinds[code]}"' not in program] == []


@pytest.mark.parametrize("code", CODES)
def test_a_finding_says_what_and_what_to_do_in_both_languages(code):
    entry = catalogue()[code]
    assert set(entry) == {"severity", "level", *TEXTS}
    assert entry["severity"] in set(Severity)
    assert entry["level"] in documentation.LEVELS
    assert entry["da"], "says nothing in Danish"
    assert entry["en"], "says nothing in English"
    assert bool(entry["fix_da"]) == bool(entry["fix_en"])
    assert entry["fix_da"] or entry["severity"] != "block", "stops the budget and does not say what to do"
    danish, english = (set(PLACE.findall(entry[each] + entry[f"fix_{each}"])) for each in ("da", "en"))
    assert danish == english


@pytest.mark.parametrize("code", CODES)
def test_a_finding_is_short_and_plain(code):
    entry = catalogue()[code]
    for each in TEXTS:
        assert not re.search(r"ugyldig|invalid|\(s\)|\w_\w", PLACE.sub("", entry[each]), re.IGNORECASE)
        assert sentences(entry[each]) <= (2 if each in ("da", "en") else 3)
    assert '"' not in entry["da"] + entry["fix_da"], "Danish has its own quotation marks"
    assert "»" not in entry["en"] + entry["fix_en"]


@pytest.mark.parametrize("code", CODES)
def test_the_example_of_a_finding_has_no_gaps(code):
    for language in ("da", "en"):
        said = documentation.example(code).text(language)
        assert not re.search(r"[{}]|(?<!\d)–(?!\d)|\.\.|  ", said), said
        assert said[-1] in ".?"


def test_a_kind_of_file_is_named_in_both_languages():
    assert all(words.da and words.en for words in THINGS.values())


def test_the_page_of_the_documentation_is_the_catalogue_as_it_is():
    written = (ROOT / "docs" / "budget-findings.md").read_text("utf-8")
    assert written == documentation.markdown(), "run: flask budgets findings"


def test_what_is_published_has_not_changed():
    changed = [f"{each.pool}_{each.version}.json" for each in editions.changed()]
    assert changed == [], "people have these templates: bring the file back and make the next version instead"


def test_every_template_is_published():
    commands = [f"flask budgets publish --pool {pool} --version {number}" for pool, number in editions.unpublished()]
    assert commands == [], "new templates are written down in published.json by these commands"


@pytest.mark.parametrize("pool", editions.pools())
def test_a_limit_and_a_list_are_called_by_words(pool):
    spec = specification.of(pool)
    assert set(spec.lists) <= set(describing.LISTS)
    assert set(spec.limits) - set(describing.LIMITS) <= {"positions"}
    assert {column.type for table in spec.tables for column in table.columns} <= set(describing.TYPES)


@pytest.fixture
def nobody(app, session) -> Browser:
    return Browser(app.test_client())


@pytest.mark.parametrize("language", ["da", "en"])
def test_everybody_can_read_every_finding_of_a_page(nobody, language):
    page = nobody.get(f"/help/budget-findings?language={language}")
    codes = set(CODES) - documentation.UNOPENED
    assert {each["id"] for each in page.soup.select("main h3[id]")} == codes
    assert not page.soup.select("main code"), "codes are for the command line"
    assert {each["id"] for each in page.soup.select("main h2[id]")} >= set(documentation.LEVELS)
    for link in page.soup.select("main nav a"):
        assert page.soup.select_one(link["href"]), "leads nowhere on the page"
    for code in codes:
        assert page.soup.select_one(f"#{code}").text == documentation.example(code).message(language)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("pool", editions.pools())
def test_everybody_can_read_what_a_workbook_asks_for(nobody, pool, language):
    for version in editions.versions(pool):
        spec, page = (
            specification.of(pool, version),
            nobody.get(f"/help/budget-workbook/{pool}/{version}?language={language}"),
        )
        said = page.soup.select_one("main").text
        for table in spec.tables:
            assert table.help[language] in " ".join(said.split())
            rows = page.soup.select(f"[aria-labelledby=table-{table.key}] tbody th")
            assert len(rows) == len(table.columns)
        for name in {column.list for table in spec.tables for column in table.columns if column.list}:
            assert len(page.soup.select(f"table[aria-labelledby=list-{name}] tbody th")) == len(spec.lists[name])
        for link in page.soup.select("main nav[aria-labelledby=on-this-page] a"):
            assert page.soup.select_one(link["href"]), "leads nowhere on the page"


@pytest.mark.parametrize("pool", editions.pools())
def test_the_blank_template_can_be_downloaded_by_everybody(nobody, pool):
    version = editions.latest(pool)
    data = nobody.client.get(f"/help/budget-workbook/{pool}/{version}/blank.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert specification.of(pool).main.sheet.da in book.sheetnames
    assert {row[0].value: row[1].value for row in book["_meta"].iter_rows()}["reference"] in (None, "")


@pytest.mark.parametrize("path", ["nothing/1", "upskilling/99", "upskilling/0", "upskilling/99/blank.xlsx"])
def test_a_template_that_is_not_there_is_not_found(nobody, path):
    assert nobody.client.get(f"/help/budget-workbook/{path}").status_code == 404


def test_the_list_of_workbooks_names_every_version(nobody):
    links = {each["href"] for each in nobody.get("/help/budget-workbook/").soup.select("main a")}
    for pool in editions.pools():
        for version in editions.versions(pool):
            assert f"/help/budget-workbook/{pool}/{version}" in links
