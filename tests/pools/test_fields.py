"""Fields that read days, times and whole numbers as people write them."""

from datetime import date, time

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import ClockField, DayField, MoneyField, NumberField, WholeField, YearField
from portal.core import clock, money


class Example(Form):
    day = DayField()
    clock = ClockField()
    whole = WholeField()
    year = YearField()
    amount = MoneyField()
    frame = MoneyField(unreadable="Skriv rammen.")
    number = NumberField()


def read(**typed):
    form = Example(MultiDict({"clock": "12.00"} | typed))
    form.validate()
    return form


@pytest.fixture(autouse=True)
def a_reader(app):
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize("typed", ["2010-11-12", "12.11.2010", "12-11-2010", "12/11 2010", " 12.11.2010 "])
def test_a_day_is_read_however_it_is_written(typed):
    assert read(day=typed).day.data == date(2010, 11, 12)


@pytest.mark.parametrize("typed", ["31.02.2010", "i morgen", "12.11", "2010-13-01"])
def test_what_is_no_day_is_said_and_stands_as_it_was_typed(typed):
    form = read(day=typed)
    assert form.day.errors
    assert typed in form.day()
    assert 'type="text"' in form.day()  # a date picker shows nothing but days


def test_a_day_is_picked_and_one_that_is_not_in_the_calendar_is_said_as_such():
    assert 'type="date"' in read(day="2010-11-12").day()
    assert [str(each) for each in read(day="31.02.2010").day.errors] == [
        "»31.02.2010« findes ikke i kalenderen. Skriv en anden dag."
    ]
    assert [str(each) for each in read(day="i morgen").day.errors] == ["Skriv datoen som dag, måned og år med tal."]


@pytest.mark.parametrize(("typed", "meant"), [("12.00", time(12)), ("9:30", time(9, 30)), ("23.59", time(23, 59))])
def test_a_time_is_read_with_a_dot_or_a_colon(typed, meant):
    assert read(clock=typed).clock.data == meant


@pytest.mark.parametrize("typed", ["24.00", "12", "middag", ""])
def test_what_is_no_time_is_said(typed):
    assert read(clock=typed).clock.errors


@pytest.mark.parametrize(
    ("typed", "meant"), [("1720", 1720), ("1.720", 1720), ("-5", -5), ("", None), ("0", 0), ("1 720", 1720)]
)
def test_a_whole_number_is_read_with_and_without_dots(typed, meant):
    assert read(whole=typed).whole.data == meant


@pytest.mark.parametrize("typed", ["1,5", "1.72", "mange", "12 3", "٣"])
def test_what_is_no_whole_number_is_said(typed):
    assert read(whole=typed).whole.errors


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("amount", "9" * 20, "Beløbet er for stort. Skriv højst 999.999.999.999,99 kr."),
        ("frame", "9" * 20, "Beløbet er for stort. Skriv højst 999.999.999.999,99 kr."),
        ("amount", "mange", "Skriv beløbet i kroner, for eksempel 1.234,50."),
        ("frame", "mange", "Skriv rammen."),
        ("whole", "9" * 20, "Tallet er for stort. Skriv højst 999.999.999."),
        ("whole", "mange", "Skriv et helt tal, for eksempel 150."),
        ("number", "9" * 20, "Tallet er for stort. Skriv højst 999.999.999.999."),
        ("number", "1.000.000.000.000", "Tallet er for stort. Skriv højst 999.999.999.999."),
    ],
)
def test_what_is_wrong_with_a_number_is_said_of_that_number(field, typed, sentence):
    form = read(**{field: typed})
    assert [str(each) for each in form[field].errors] == [sentence]
    assert form[field].data is None
    assert typed in form[field]()


@pytest.mark.parametrize("typed", ["tyve", "20266", "2.026,5"])
def test_a_year_has_an_example_of_its_own(typed):
    with clock.at(clock.in_copenhagen(2011, 3, 1)):
        form = read(year=typed)
    assert [str(each) for each in form.year.errors] == ["Skriv årstallet med fire cifre, for eksempel 2011."]


def test_a_blank_may_part_the_thousands():
    form = read(amount="240 000", number="1 720", year="2010")
    assert (form.amount.data, form.number.data, form.year.data) == (money.Ore(240_000_00), 1720, 2010)
