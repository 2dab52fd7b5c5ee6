"""Fields that read days, times and whole numbers as people write them."""

from datetime import date, time

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import ClockField, DayField, WholeField


class Example(Form):
    day = DayField()
    clock = ClockField()
    whole = WholeField()


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


@pytest.mark.parametrize(("typed", "meant"), [("12.00", time(12)), ("9:30", time(9, 30)), ("23.59", time(23, 59))])
def test_a_time_is_read_with_a_dot_or_a_colon(typed, meant):
    assert read(clock=typed).clock.data == meant


@pytest.mark.parametrize("typed", ["24.00", "12", "middag", ""])
def test_what_is_no_time_is_said(typed):
    assert read(clock=typed).clock.errors


@pytest.mark.parametrize(("typed", "meant"), [("1720", 1720), ("1.720", 1720), ("-5", -5), ("", None), ("0", 0)])
def test_a_whole_number_is_read_with_and_without_dots(typed, meant):
    assert read(whole=typed).whole.data == meant


@pytest.mark.parametrize("typed", ["1,5", "1.72", "mange", "12 3", "٣"])
def test_what_is_no_whole_number_is_said(typed):
    assert read(whole=typed).whole.errors
