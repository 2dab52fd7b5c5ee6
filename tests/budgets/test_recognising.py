"""Which template a workbook was made from: what it says itself, what we signed, and versions that came later."""

import json

import pytest

from portal.adapters import spreadsheets
from portal.budgets import editions, judging, provenance, recognising, specification, template
from tests.budgets import consulting
from tests.budgets.workbooks import MADE, changed, codes, filled, funded, line

KEY = provenance.key_from("a secret for the tests, long enough to be one")
FACTS = {"pool": "upskilling", "version": "1", "years": "2013 2014", "reference": "OPK-1"}


def rewritten(data: bytes, **facts: str) -> bytes:
    """The workbook after somebody's hand has been at its hidden sheet."""

    def change(book) -> None:
        for row in book["_meta"].iter_rows():
            if row[0].value in facts:
                row[1].value = facts[row[0].value]

    return changed(data, change)


def test_what_we_signed_is_believed_and_nothing_else():
    signed = provenance.signed(FACTS, KEY)
    assert provenance.of(signed, KEY).trusted
    assert not provenance.of(FACTS, KEY).trusted
    assert not provenance.of(signed, provenance.key_from("another secret")).trusted
    for name in provenance.SIGNED:
        assert not provenance.of({**signed, name: "changed"}, KEY).trusted


def test_without_a_secret_nothing_is_signed_and_nothing_believed():
    assert provenance.key_from(None) == provenance.key_from("") == b""
    assert provenance.signed(FACTS, b"") == FACTS
    assert not provenance.of({**FACTS, provenance.SIGNATURE: provenance.signature(FACTS, b"")}, b"").trusted


@pytest.mark.parametrize("odd", ["", "0x1", "²", "-1", "99999999999999999999", "1.0", "\x00"])
def test_an_odd_version_on_the_hidden_sheet_is_no_version(odd):
    assert provenance.of({"version": odd}, KEY).version is None


def test_a_template_of_ours_is_read_without_a_word():
    assert codes(judging.judge(filled(funded(line(1)), key=KEY), "a.xlsx", key=KEY)) == []


def test_a_template_that_is_not_signed_is_read_and_says_so():
    for data in (filled(funded(line(1))), rewritten(filled(funded(line(1)), key=KEY), reference="OPK-9")):
        found = judging.judge(data, "a.xlsx", key=KEY)
        assert (codes(found), found.refused, len(found.budget.lines)) == (["template_unsigned"], "", 1)


def test_years_count_only_when_we_signed_them():
    """A year written on the hidden sheet by hand must not make a cost outside the period disappear."""
    late = funded(line(1, years=(template_year(2013),)))
    ours = filled(late, years=(2013,), key=KEY)
    assert "year_outside_period" not in codes(judging.judge(ours, "a.xlsx", key=KEY))
    for data, key in ((filled(late, years=(2013,)), KEY), (ours, b""), (rewritten(ours, cvr="12345678"), KEY)):
        assert "year_outside_period" in codes(judging.judge(data, "a.xlsx", key=key))


def test_without_the_hidden_sheet_the_headings_say_which_years_are_meant():
    late = funded(line(1, years=(template_year(2026),)))
    data = changed(filled(late, years=(2026, 2027)), lambda book: book.remove(book["_meta"]))
    assert "year_outside_period" not in codes(judging.judge(data, "a.xlsx", key=KEY))
    among = funded(line(1, years=(template_year(2013),)))
    data = changed(filled(among, years=(2012, 2013)), lambda book: book.remove(book["_meta"]))
    assert "year_outside_period" in codes(judging.judge(data, "a.xlsx", key=KEY))


def template_year(year: int):
    one = line(1).years[0]
    return type(one)(year, one.units, one.unit_price, one.amount)


def test_a_version_we_do_not_know_is_read_as_the_newest():
    found = judging.judge(rewritten(filled(funded(line(1)), key=KEY), version="7"), "a.xlsx", key=KEY)
    assert (codes(found), found.version, len(found.budget.lines)) == (["template_version_unknown"], 2, 1)


def test_without_the_hidden_sheet_the_headings_say_which_template_it_is():
    data = changed(filled(funded(line(1))), lambda book: book.remove(book["_meta"]))
    found = judging.judge(data, "a.xlsx", key=KEY)
    assert (found.pool, found.version, found.refused, len(found.budget.lines)) == ("upskilling", 2, "", 1)


def test_without_the_hidden_sheet_and_without_a_pool_the_headings_say_which_pool_it_is():
    data = changed(consulting.filled(), lambda book: book.remove(book["_meta"]))
    found = judging.judge(data, "a.xlsx", key=KEY)
    assert (found.pool, found.refused, len(found.budget.positions)) == ("consultants", "", 2)


def test_a_workbook_that_is_no_template_at_all_is_unknown():
    empty = changed(filled(), lambda book: [book.remove(each) for each in book.worksheets[1:]])
    assert judging.judge(empty, "a.xlsx", key=KEY).refused == "template_unknown"


@pytest.fixture
def two_versions(tmp_path, monkeypatch):
    """A shelf where the template has come in a second version, which asks for a place of work on every line."""
    first = editions.path("upskilling", 1).read_text("utf-8")
    data = json.loads(first)
    data["version"] = 2
    place = {"key": "workplace", "type": "text", "required": True, "da": "Arbejdssted", "en": "Place of work"}
    data["tables"][0]["columns"].insert(3, place | {"aliases": [], "width": 20})
    data["facts"]["fields"].append({"key": "auditor", "da": "Revisor", "en": "Auditor"})
    (tmp_path / "upskilling_1.json").write_text(first, "utf-8")
    (tmp_path / "upskilling_2.json").write_text(json.dumps(data), "utf-8")
    monkeypatch.setattr(editions, "FOLDER", tmp_path)


def made(version: int, budget=None) -> bytes:
    request = template.Request(MADE, key=KEY, **({"budget": budget} if budget else {}))
    return spreadsheets.write(template.plan(specification.of("upskilling", version), request))


@pytest.mark.usefixtures("two_versions")
def test_versions_are_found_by_their_files():
    assert editions.versions("upskilling") == (1, 2)
    assert specification.of("upskilling").version == 2
    with pytest.raises(LookupError):
        specification.of("upskilling", 3)
    with pytest.raises(LookupError):
        specification.of("nothing of the kind")


@pytest.mark.usefixtures("two_versions")
def test_the_previous_version_is_read_by_its_own_layout_and_the_new_fields_are_named():
    found = judging.judge(made(1, funded(line(1), line(2))), "old.xlsx", key=KEY)
    assert (codes(found), found.version, len(found.budget.lines)) == (["template_old"], 1, 2)
    (old,) = found.findings
    assert old.severity.value == "warn"
    assert "version 1, men den nyeste er 2" in old.message("da")
    assert "Disse felter er nye: »Arbejdssted«, »Revisor«." in old.message("da")
    assert 'These fields are new: "Place of work", "Auditor".' in old.message("en")


@pytest.mark.usefixtures("two_versions")
def test_the_newest_version_says_nothing_about_versions():
    assert "template_old" not in codes(judging.judge(made(2), "new.xlsx", key=KEY))


@pytest.mark.usefixtures("two_versions")
@pytest.mark.parametrize("version", [1, 2])
def test_without_the_hidden_sheet_the_version_is_the_one_whose_headings_stand_there(version):
    data = changed(made(version, funded(line(1))), lambda book: book.remove(book["_meta"]))
    assert judging.judge(data, "a.xlsx", key=KEY).version == version


@pytest.mark.usefixtures("two_versions")
def test_a_version_that_asks_for_nothing_more_names_no_fields():
    spec = specification.of("upskilling", 2)
    assert recognising.new_fields(spec, spec) == []
