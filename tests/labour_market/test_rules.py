"""Categories, half-years, and what is wrong in an imported row."""

from datetime import date

import pytest

from portal.labour_market import figures, rules
from portal.labour_market.rules import CHANCES, Category, Chance

ROW = {"period": "2010H2", "area_code": "BR-SD", "occupation_code": "7212", "occupation_title": "Svejser",
       "category": "MANG"}  # fmt: skip


def judge(*rows, titles=()):
    numbered = list(enumerate(rows, 2))
    return rules.judge(numbered, own="BR-SD", areas={"BR-SD", "BR-NJ"}, titles=dict(titles))


def places(*rows):
    return [(finding.row, finding.column) for finding in judge(*rows)[1]]


def test_shortages_give_very_good_prospects_and_a_surplus_less_good_ones():
    assert {CHANCES[each] for each in (Category.MANG, Category.STRUK, Category.PARA)} == {Chance.RG}
    assert (CHANCES[Category.BAL], CHANCES[Category.OVER]) == (Chance.G, Chance.MG)


@pytest.mark.parametrize("written", ["MANG", "mang", " Mangel på  arbejdskraft ", "MANGEL PÅ ARBEJDSKRAFT"])
def test_a_category_is_read_from_its_code_and_from_its_danish_words(written):
    assert rules.category_of(written) is Category.MANG


def test_other_words_are_no_category():
    assert rules.category_of("ved ikke") is None


def test_the_balance_in_force_is_the_latest_half_year_that_has_begun():
    periods = ["2010H1", "2010H2", "2011H2"]
    assert rules.period_in_force(periods, date(2009, 12, 31)) is None
    assert rules.period_in_force(periods, date(2010, 1, 1)) == "2010H1"
    assert rules.period_in_force(periods, date(2010, 6, 30)) == "2010H1"
    assert rules.period_in_force(periods, date(2010, 7, 1)) == "2010H2"
    assert rules.period_in_force(periods, date(2011, 6, 30)) == "2010H2"
    with pytest.raises(ValueError, match="not a half-year"):
        rules.starts_on("2010")


def test_a_good_row_is_ready_to_be_stored():
    good, findings = judge(ROW)
    assert findings == []
    assert (good[0].number, good[0].key, good[0].category) == (2, ("2010H2", "BR-SD", "7212"), Category.MANG)


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("period", "2010"), ("period", "2010H3"), ("period", ""), ("area_code", "SYD"), ("area_code", "BR-NJ"),
        ("occupation_code", "721"), ("occupation_code", "72120"), ("occupation_code", "٧٢١٢"),
        ("occupation_title", ""), ("occupation_title", "x" * 121), ("category", "mangler"),
    ],
)  # fmt: skip
def test_each_wrong_cell_is_named_by_row_and_column_and_its_row_is_not_stored(column, wrong):
    good, findings = judge(ROW, ROW | {"occupation_code": "5120"} | {column: wrong})
    assert [(each.row, each.column) for each in findings] == [(3, column)]
    assert len(good) == 1


def test_all_that_is_wrong_in_a_row_is_said_at_once():
    wrong = dict.fromkeys(ROW, "?")
    assert places(wrong) == [(2, "period"), (2, "occupation_code"), (2, "category"), (2, "area_code")]


def test_a_row_that_stands_twice_is_refused_with_the_number_of_the_first():
    good, findings = judge(ROW, ROW)
    assert len(good) == 1
    assert "row 2 already" in str(findings[0].text)


def test_another_region_is_told_apart_from_an_unknown_one():
    another, unknown = (str(judge(ROW | {"area_code": code})[1][0].text) for code in ("BR-NJ", "XX"))
    assert "another region" in another
    assert "We read “XX”" in unknown


def test_another_title_is_worth_a_note_but_does_not_block():
    good, findings = judge(ROW, titles={"7212": "Klejnsmed"}.items())
    assert len(good) == 1
    assert [each.blocks for each in findings] == [False]
    assert "Klejnsmed" in str(findings[0].text)


def test_a_cpr_shaped_number_is_never_quoted():
    findings = judge(ROW | {"occupation_code": "010190-1234"})[1]
    assert "1234" not in str(findings[0].text)


def test_a_new_occupation_has_one_title_in_the_file():
    good, findings = judge(ROW, ROW | {"period": "2011H1", "occupation_title": "Klejnsmed"})
    assert len(good) == 1
    assert [(each.row, each.column, each.blocks) for each in findings] == [(3, "occupation_title", True)]
    assert "Row 2 calls the same occupation “Svejser”" in str(findings[0].text)
    assert judge(ROW, ROW | {"period": "2011H1", "occupation_title": "SVEJSER"})[1] == []


@pytest.mark.parametrize(("today", "example"), [(date(2027, 6, 30), "2027H1"), (date(2031, 7, 1), "2031H2")])
def test_the_example_of_a_half_year_is_the_one_that_has_begun(today, example):
    assert rules.explained(today)[0][2] == example
    assert rules.PERIOD.fullmatch(example)
    assert figures.explained(today)[2][2] == f"{today.year - 1}Q3"
