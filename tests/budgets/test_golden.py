"""What each spelling in a cell becomes: the golden list of numbers, texts, choices and blanks."""

from datetime import date
from decimal import Decimal

import pytest

from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import choosing, dates, normalising, specification
from portal.budgets.findings import Finding
from portal.core.money import Ore

SPEC = specification.of("upskilling")
NBSP, NARROW, THIN, SOFT = "\u00a0", "\u202f", "\u2009", "\u00ad"

READ_AS_TEXT = {
    "1234": 123400,
    "1234,5": 123450,
    "1.234,50": 123450,
    "1 234,50": 123450,
    f"1{NBSP}234,50": 123450,
    f"1{NARROW}234,50": 123450,
    f"1{THIN}234,50": 123450,
    "1'234,50": 123450,
    "1.234": 123400,
    "1.234.567": 123456700,
    "kr. 1.234": 123400,
    "kr 1.234,00": 123400,
    f"kr.{NBSP}1.234,50": 123450,
    "1.234,50 kr.": 123450,
    "1.234 kroner": 123400,
    "DKK 1.234": 123400,
    "1.234 dkk": 123400,
    "1.234,-": 123400,
    "1.234,–": 123400,
    "kr. 500,-": 50000,
    "(1.234)": -123400,
    "-1.234": -123400,
    "−1.234,50": -123450,
    "1.234-": -123400,
    "+500": 50000,
    f"1{SOFT}234": 123400,
    "1\u200b234": 123400,
    "\ufeff500": 50000,
    "１２３４": 123400,  # full-width digits are the same digits
    " 500 ": 50000,
    "-": 0,
    "–": 0,
    "0,-": 0,
    "0": 0,
}


@pytest.mark.parametrize("written", READ_AS_TEXT)
def test_an_amount_written_as_text_is_read_and_said(written):
    read = normalising.amount(Cell(Kind.TEXT, written))
    assert (read.value, read.code) == (READ_AS_TEXT[written], "text_number")
    assert isinstance(read.value, Ore)


@pytest.mark.parametrize(("written", "ore"), [("1,234.50", 123450), ("1,234,567", 123456700), ("12,345.6", 1234560)])
def test_english_numbers_that_can_only_be_english_are_read_with_a_warning(written, ore):
    read = normalising.amount(Cell(Kind.TEXT, written))
    assert (read.value, read.code) == (ore, "english_number")
    assert Finding(read.code).severity == "warn"


@pytest.mark.parametrize(
    ("written", "one", "other"),
    [("1,234", "1.234 kr.", "1,234 kr."), ("12.34", "1.234 kr.", "12,34 kr."), ("1.23.4", "1.234 kr.", "123,4 kr."),
     ("0.5", "5 kr.", "0,5 kr."), ("1.2345", "12.345 kr.", "1,2345 kr.")],
)  # fmt: skip
def test_a_number_with_two_readings_is_never_guessed(written, one, other):
    read = normalising.amount(Cell(Kind.TEXT, written))
    assert (read.value, read.code) == (None, "ambiguous_number")
    assert (read.params["a"], read.params["b"]) == (one, other)


@pytest.mark.parametrize(
    "written", ["ca. 5000", "ca. 5.000", "2 mio.", "5-6.000", "½", "1.234 pr. hold", "x", "1e5", "٣", "NaN", "inf"]
)
def test_words_are_no_amount(written):
    read = normalising.amount(Cell(Kind.TEXT, written))
    assert (read.value, read.code, read.seen) == (None, "text_not_amount", normalising.short(written))


@pytest.mark.parametrize(
    ("written", "currency"), [("€ 500", "€"), ("500 EUR", "EUR"), ("$5", "$"), ("SEK 1.000", "SEK")]
)
def test_a_foreign_currency_is_named(written, currency):
    read = normalising.amount(Cell(Kind.TEXT, written))
    assert (read.value, read.code, read.params["cur"]) == (None, "foreign_currency", currency)


@pytest.mark.parametrize("written", ["", " ", NBSP, f"{NARROW}{THIN}", SOFT, "\u200b\u200d\ufeff", "\t\n"])
def test_what_nobody_can_see_is_blank(written):
    assert normalising.amount(Cell(Kind.TEXT, written)).blank
    assert normalising.text(Cell(Kind.TEXT, written)).blank


@pytest.mark.parametrize(
    ("raw", "ore"),
    [("0", 0), ("12500", 1250000), ("0.1", 10), ("1234.5", 123450), ("-600", -60000), ("1E+3", 100000),
     ("0.30000000000000004", 30), ("1234.5600000000001", 123456), ("2.675", 268), ("1.005", 101),
     ("1000000000000", 10**14)],
)  # fmt: skip
def test_a_number_becomes_whole_ore_by_its_shortest_decimals(raw, ore):
    read = normalising.amount(Cell(Kind.NUMBER, raw))
    assert read.value == ore


def test_rounding_is_said_when_more_than_four_tenths_of_an_ore_went():
    assert normalising.amount(Cell(Kind.NUMBER, "1250.004")).code == ""
    assert normalising.amount(Cell(Kind.NUMBER, "1250.0045")).code == "rounded"
    assert normalising.amount(Cell(Kind.NUMBER, "33333.333333")).code == ""
    assert normalising.amount(Cell(Kind.NUMBER, "33333.335")).code == "rounded"


@pytest.mark.parametrize("raw", ["1e400", "1000000000001", "-1E13", "nan", "inf", "-inf", "9" * 40])
def test_numbers_beyond_reckoning_are_refused(raw):
    read = normalising.amount(Cell(Kind.NUMBER, raw))
    assert (read.value, read.code) == (None, "number_too_large")


@pytest.mark.parametrize("raw", ["1.234", "6.125", "999.999"])
def test_three_decimals_in_an_amount_are_asked_about(raw):
    read = normalising.amount(Cell(Kind.NUMBER, raw))
    assert read.code == "thousands_suspected"
    assert read.params["meant"] == raw
    assert Finding(read.code).severity == "warn"


def test_three_decimals_that_a_formula_made_or_of_a_quantity_are_not_asked_about():
    assert normalising.amount(Cell(Kind.NUMBER, "1.234", formula="A1*B1")).code != "thousands_suspected"
    assert normalising.number(Cell(Kind.NUMBER, "1.234")).code == ""


def test_formats_that_show_another_number_are_told():
    assert normalising.amount(Cell(Kind.NUMBER, "0.25", style="percent")).code == "percent_in_amount"
    assert normalising.amount(Cell(Kind.TEXT, "25 %")).code == "percent_in_amount"
    scaled = normalising.amount(Cell(Kind.NUMBER, "12500", style="scaled"))
    assert (scaled.value, scaled.code, scaled.params["value"]) == (1250000, "scaled_number", "12.500")


@pytest.mark.parametrize(
    ("cell", "code", "seen"),
    [(Cell(Kind.BOOL, "1"), "bool_in_amount", "SAND"), (Cell(Kind.BOOL, "0"), "bool_in_amount", "FALSK"),
     (Cell(Kind.ERROR, "#DIV/0!"), "error_cell", "#DIV/0!"), (Cell(Kind.ERROR, "#REF!"), "error_cell", "#REF!"),
     (Cell(Kind.DATE, "2026-05-01T00:00:00"), "date_in_amount", "1.5.2026"),
     (Cell(Kind.EMPTY, "", formula="A1"), "formula_no_value", "")],
)  # fmt: skip
def test_what_is_no_number_is_told_as_what_it_is(cell, code, seen):
    for read in (normalising.amount(cell), normalising.number(cell)):
        assert (read.value, read.code, read.seen) == (None, code, seen)


@pytest.mark.parametrize(
    ("written", "value"),
    [("12,5", "12.5"), ("12.5", "12.5"), ("12,50", "12.50"), ("0,123456", "0.123456"), ("1.234", "1234"), ("40", "40")],
)
def test_a_quantity_may_have_decimals(written, value):
    read = normalising.number(Cell(Kind.TEXT, written))
    assert (read.value, read.code) == (Decimal(value), "text_number")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [("  Leder  ", "Leder"), ("a\r\nb\rc", "a\nb\nc"), ("kla\x07r", "klar"),
     ("_x0041_B", "_x0041_B"), ("=1+1", "=1+1"), ("+45 70", "+45 70"), ("@navn", "@navn"), ("A\u030arhus", "Århus"),
     (f"{NBSP}note{NBSP}", "note"), ("æøå", "æøå"), ("_x000G_", "_x000G_"), ("12.5", "12.5")],
)  # fmt: skip
def test_texts_are_cleaned_and_otherwise_left_alone(raw, clean):
    assert normalising.text(Cell(Kind.TEXT, raw)).value == clean


def test_control_characters_that_go_away_are_said():
    assert normalising.text(Cell(Kind.TEXT, "kla\x07r")).code == "control_characters"
    assert Finding("control_characters").severity == "info"
    assert normalising.text(Cell(Kind.TEXT, "to\r\nlinjer")).code == ""


def test_a_text_may_be_four_thousand_characters():
    assert normalising.text(Cell(Kind.TEXT, "x" * 4_000)).value == "x" * 4_000
    assert normalising.text(Cell(Kind.TEXT, "x" * 4_001)).code == "text_too_long"


def test_a_number_where_a_text_belongs_is_read_as_people_see_it():
    assert normalising.text(Cell(Kind.NUMBER, "1234.5")).value == "1.234,5"
    assert normalising.text(Cell(Kind.ERROR, "#N/A")).code == "error_cell"


@pytest.mark.parametrize(
    ("written", "code"),
    [("21 Køb af kursusforløb", "21"), ("21", "21"), ("køb af kursusforløb", "21"), ("KØB AF KURSUSFORLØB.", "21"),
     ("Purchased courses", "21"), ("køb af kurser", "21"), (f"21{NBSP}Køb af kursusforløb ", "21"),
     ("Revision", "80"), ("Øvrige", "95")],
)  # fmt: skip
def test_a_category_is_known_by_its_number_its_words_and_older_names(written, code):
    assert choosing.category(Cell(Kind.TEXT, written), SPEC).value == code


@pytest.mark.parametrize(
    ("written", "meant"), [("Revison", "80 Revision"), ("Huslje", "50 Husleje"), ("21 Kurser", "21 Køb")]
)
def test_a_near_miss_is_suggested_and_never_taken(written, meant):
    read = choosing.category(Cell(Kind.TEXT, written), SPEC)
    assert (read.value, read.code) == (None, "unknown_category")
    assert meant in read.params["suggest"]["da"]


@pytest.mark.parametrize("written", ["Bananer", "99", "20 Revision", "2"])
def test_what_is_far_from_every_category_has_no_suggestion_or_its_own(written):
    read = choosing.category(Cell(Kind.TEXT, written), SPEC)
    assert (read.value, read.code) == (None, "unknown_category")


@pytest.mark.parametrize("written", ["99 Fest", "Fest", "Test", "Frugt"])
def test_a_word_that_only_happens_to_be_as_short_is_no_near_miss(written):
    read = choosing.category(Cell(Kind.TEXT, written), SPEC)
    assert read.params["suggest"] == {"da": "", "en": ""}


@pytest.mark.parametrize("written", ["Overhead", "diverse", "Uforudsete udgifter"])
def test_what_no_pool_pays_is_told_with_its_rule(written):
    read = choosing.category(Cell(Kind.TEXT, written), SPEC)
    assert (read.value, read.code, read.params["rule"]) == (None, "ineligible_category", "G-12")


THIRD_OF_APRIL = date(2026, 4, 3)


@pytest.mark.parametrize(
    ("written", "code"),
    [("3.4.2026", ""), ("03-04-2026", ""), ("3/4 2026", "danish_date"), ("03/04/2026", "danish_date"),
     ("2026-04-03", ""), ("3. april 2026", ""), ("3 april 2026", ""), ("April 3, 2026", ""), ("3. apr. 2026", ""),
     ("3.4.26", "two_digit_year"), (f"3.{NBSP}april{NBSP}2026", "")],
)  # fmt: skip
def test_a_day_is_read_the_danish_way(written, code):
    read = dates.day(Cell(Kind.TEXT, written))
    assert (read.value, read.code) == (THIRD_OF_APRIL, code)
    assert not code or Finding(code).severity == "info"


@pytest.mark.parametrize(
    ("cell", "code"),
    [(Cell(Kind.TEXT, "31.4.2026"), "no_such_date"), (Cell(Kind.TEXT, "04/13/2026"), "no_such_date"),
     (Cell(Kind.TEXT, "snart"), "text_not_date"), (Cell(Kind.NUMBER, "46115"), "text_not_date"),
     (Cell(Kind.ERROR, "#N/A"), "error_cell"), (Cell(Kind.EMPTY, "", formula="A1"), "formula_no_value")],
)  # fmt: skip
def test_what_is_no_day_is_told(cell, code):
    read = dates.day(cell)
    assert (read.value, read.code) == (None, code)
    assert Finding(code).severity == "block"


def test_a_date_of_the_programs_own_is_its_day():
    assert dates.day(Cell(Kind.DATE, "2026-04-03T00:00:00")).value == THIRD_OF_APRIL


@pytest.mark.parametrize(
    ("cell", "percent"),
    [(Cell(Kind.NUMBER, "0.15", style="percent"), 15), (Cell(Kind.NUMBER, "15"), 15), (Cell(Kind.NUMBER, "0"), 0),
     (Cell(Kind.TEXT, "15 %"), 15), (Cell(Kind.TEXT, "12,5%"), Decimal("12.5")),
     (Cell(Kind.NUMBER, "17.2"), Decimal("17.2")), (Cell(Kind.NUMBER, "1", style="percent"), 100)],
)  # fmt: skip
def test_a_percentage_is_read_by_its_style(cell, percent):
    assert dates.percent(cell).value == percent


def test_a_share_without_a_style_is_asked_about():
    read = dates.percent(Cell(Kind.NUMBER, "0.15"))
    assert (read.value, read.code, read.params) == (None, "ambiguous_percent", {"a": "15 %", "b": "0,15 %"})
