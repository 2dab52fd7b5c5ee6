"""Periods, figures and rows of an imported file; and totals that are not the sum of their parts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.labour_market import figures, indicators, numbers, periods
from portal.labour_market.numbers import Figure

ROW = {"indicator": "langtidsledige", "area": "JC-0573", "period": "2010Q3", "value": "1.234,5",
       "unit": "fuldtidspersoner"}  # fmt: skip
AREAS = {"jc-0573": "JC-0573", "jobcenter varde": "JC-0573", "dk": "DK", "varde": "0573"}


def judge(*rows):
    return figures.judge(list(enumerate(rows, 2)), AREAS)


def said(**change):
    good, findings = judge(ROW | change)
    assert good == []
    return [(each.column, str(each.text)) for each in findings]


@pytest.mark.parametrize(
    ("written", "code", "words"),
    [
        ("2010", "2010", "2010"), ("2010H1", "2010H1", "half-year 1 of 2010"),
        ("2010q3", "2010Q3", "quarter 3 of 2010"),
        ("2010M08", "2010M08", "August 2010"), ("2010M01-M07", "2010M01-M07", "January to July 2010"),
        ("2010M01-2010M07", "2010M01-M07", "January to July 2010"), ("2010M03-M03", "2010M03", "March 2010"),
    ],
)  # fmt: skip
def test_a_period_is_read_and_kept_in_one_way(written, code, words):
    period = periods.parse(written)
    assert (period.code, str(period.words)) == (code, words)


@pytest.mark.parametrize(
    "written", ["", "10", "2010H3", "2010Q5", "2010M13", "2010M0", "2010M07-M01", "2010M01-2011M07", "٢٠١٠"]
)
def test_what_is_no_period_is_none(written):
    assert periods.parse(written) is None


def test_periods_stand_in_the_order_in_which_they_end_the_shorter_first():
    codes = ["2010", "2010Q4", "2010M12", "2009", "2010H1", "2010Q1"]
    ordered = sorted((periods.parse(each) for each in codes), key=lambda each: each.order)
    assert [each.code for each in ordered] == ["2009", "2010Q1", "2010H1", "2010M12", "2010Q4", "2010"]


@given(st.integers(-(10**11), 10**11))
def test_every_figure_is_read_back_as_it_is_written(thousandths):
    assert numbers.parse(str(Figure(thousandths))) == thousandths


@pytest.mark.parametrize("written", ["12.5", "1e5", "nan", "1,2345", "", "1.23", "--1", "٣"])
def test_what_a_dane_would_not_write_is_no_figure(written):
    with pytest.raises(ValueError, match="not a figure"):
        numbers.parse(written)


def test_a_good_row_is_ready_to_be_stored():
    good, findings = judge(ROW)
    assert findings == []
    assert (good[0].number, good[0].key, good[0].figure.decimal) == (
        2, ("langtidsledige", "JC-0573", "2010Q3"), Decimal("1234.5"),
    )  # fmt: skip


@pytest.mark.parametrize("written", ["jobcenter  VARDE", "JC-0573"])
def test_an_area_may_be_written_as_its_code_or_its_name(written):
    assert judge(ROW | {"area": written})[0][0].area == "JC-0573"


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"indicator": "ledige-ialt"}, "indicator", "do not know the indicator"),
        ({"area": "Atlantis"}, "area", "do not know the area “Atlantis”"),
        ({"period": "aug. 2010"}, "period", "do not understand the period"),
        ({"value": ""}, "value", "The figure is missing"),
        ({"value": "-"}, "value", "The figure is missing"),
        ({"value": "12.5"}, "value", "comma"),
        ({"value": "-3"}, "value", "cannot be below 0"),
        ({"unit": "personer"}, "unit", "The unit has changed: the portal counts this indicator in fuldtidspersoner"),
        ({"unit": "kroner"}, "unit", "Write personer, fuldtidspersoner, procent or uger"),
    ],
)
def test_each_wrong_cell_is_named_with_what_to_do(change, column, words):
    found = said(**change)
    assert [each for each, _text in found] == [column]
    assert words in found[0][1]


def test_a_share_above_100_is_refused():
    row = {"indicator": "tilbud-1md-dagpenge", "value": "100,1", "unit": "procent"}
    assert "above 100 percent" in said(**row)[0][1]
    assert judge(ROW | row | {"value": "100"})[1] == []


def test_a_period_that_stands_twice_is_told_with_the_row_of_the_first():
    good, findings = judge(ROW, ROW | {"period": "2010q3", "value": "7"})
    assert len(good) == 1
    assert [(each.row, each.column) for each in findings] == [(3, "period")]
    assert "row 2 already" in str(findings[0].text)


def test_all_that_is_wrong_in_a_row_is_said_at_once_and_a_cpr_number_never():
    found = said(indicator="010190-1234", area="?", period="?", value="?", unit="?")
    assert [column for column, _text in found] == ["indicator", "area", "period", "value", "unit"]
    assert "1234" not in found[0][1]


def test_every_part_of_a_total_is_an_indicator_in_the_same_unit():
    known = indicators.all_of_them()
    for each in known.values():
        assert {known[part].unit for part in each.parts} <= {each.unit}
        assert set(each.titles) == {"da", "en"}
    assert [each.code for each in indicators.totals_with("praktik-match1")] == ["virksomhedsrettet-match1"]


PARTS = ("praktik-match1", "voksenelev-match1", "loentilskud-match1")


def of_parts(values, total):
    keyed = {(code, "BR-NJ", "2010"): Figure(value) for code, value in zip(PARTS, values, strict=True)}
    return keyed | {("virksomhedsrettet-match1", "BR-NJ", "2010"): Figure(total)}


@given(st.lists(st.integers(0, 10**9), min_size=3, max_size=3))
def test_a_total_that_is_the_sum_of_its_parts_is_left_alone(values):
    assert list(figures.mismatches(of_parts(values, sum(values)))) == []


@given(st.lists(st.integers(1, 10**9), min_size=3, max_size=3, unique=True), st.integers(0, 2))
def test_a_part_that_was_left_out_is_named(values, forgotten):
    [found] = figures.mismatches(of_parts(values, sum(values) - values[forgotten]))
    assert (found.left_out.code, found.amount) == (PARTS[forgotten], values[forgotten])
    assert PARTS[forgotten] in str(found.words(found.left_out.code if found.left_out else ""))


def test_another_difference_is_told_without_guessing():
    [found] = figures.mismatches(of_parts([1000, 2000, 4000], 9000))
    assert found.left_out is None
    assert (
        str(found.words(found.left_out.code if found.left_out else ""))
        == "The total says 9, but its parts add up to 7."
    )


def test_a_total_with_a_part_unknown_is_not_judged():
    some = of_parts([1, 2, 3], 7)
    some.pop(("praktik-match1", "BR-NJ", "2010"))
    assert list(figures.mismatches(some)) == []
