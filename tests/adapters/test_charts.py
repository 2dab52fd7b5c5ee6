"""Pictures of figures: made once for the same rows, and kept by the browser until the rows change."""

import re
from dataclasses import replace
from decimal import Decimal

from portal.adapters import charts
from portal.adapters.charts import Lines

CHART = Lines((("Varde", "2009", Decimal("149")), ("Varde", "2010", Decimal("357.5")), ("Odense", "2010", Decimal(20))))


def test_the_picture_names_its_series_and_periods_and_writes_the_figures_with_a_comma():
    picture = charts.svg(CHART).decode()
    assert picture.startswith("<svg")
    assert all(words in picture for words in ("Varde", "Odense", "2009", "2010", "357,5"))


def test_the_figures_have_a_point_in_english():
    assert "357.5" in charts.svg(replace(CHART, language="en")).decode()


def test_thousands_are_marked_as_the_reader_marks_them():
    large = Lines((("Odense", "2009", Decimal(1190)), ("Odense", "2010", Decimal(1480))))
    assert all(words in charts.svg(large).decode() for words in ("1.480", "1.000"))
    assert "1,480" in charts.svg(replace(large, language="en")).decode()


def test_the_same_rows_are_the_same_picture_and_others_are_not():
    again = Lines(tuple(CHART.points))
    assert (again.hash, charts.svg(again) is charts.svg(CHART)) == (CHART.hash, True)
    assert Lines(CHART.points[:1]).hash != CHART.hash


def test_figures_close_to_each_other_stand_above_and_below_and_equal_ones_once():
    close = Lines((("Mål", "2009", Decimal(12)), ("Mål", "2010", Decimal(16)),
                   ("Målt", "2009", Decimal(12)), ("Målt", "2010", Decimal(15))))  # fmt: skip
    picture = charts.svg(close).decode()
    places = {words: float(y) for y, words in re.findall(r"translate\([-\d.]+,([-\d.]+)\)[^>]*>(12|15|16)<", picture)}
    assert len(re.findall(">12<", picture)) == 1
    assert places["15"] - places["16"] > 25


def test_many_points_are_drawn_without_their_figures():
    many = Lines(tuple(("Varde", f"2010M{month:02}", Decimal(f"{month}.25")) for month in range(1, 31)))
    assert ">12,25<" not in charts.svg(many).decode()


def test_the_browser_asks_again_and_is_told_that_nothing_has_changed(app):
    with app.test_request_context():
        first = charts.answer(CHART)
    with app.test_request_context(headers={"If-None-Match": f'"{CHART.hash}"'}):
        second = charts.answer(CHART)
    assert (first.status_code, first.mimetype) == (200, "image/svg+xml")
    assert second.status_code == 304
