"""Forms of the results pages: beginning, writing and uploading a results review, and the buttons of its preview."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from forms.base import ButtonForm, PortalForm, VersionedForm
from forms.fields import DayField, YearField
from forms.guidelines import label
from forms.labour_market import CHOOSE
from portal.core import clock
from portal.core.language import chosen, shown
from portal.labour_market import numbers
from portal.results import judging, layout
from portal.results.judging import Entry
from portal.results.rules import FIRST_YEAR

FACTS = ("population", "source", "retrieved_on")


def year_that_is_over(hint: LazyString) -> YearField:
    """A field for a year; its hint says `%(year)s` where the newest year that can be chosen is the example."""
    newest = LazyString(lambda: str(hint) % {"year": max(FIRST_YEAR, clock.today().year - 1)})
    return YearField(_("Year"), description=newest)


class ConfirmForm(ButtonForm):
    after = IntegerField(widget=HiddenInput())  # the number of the version that the file was compared with


class BeginForm(PortalForm):
    warned = HiddenField()  # the year that was asked about when the form was sent last
    job_centre = SelectField(_("Job centre"), coerce=int)
    year = year_that_is_over(_("The year whose results are reviewed, such as %(year)s."))


class ReviewFileForm(PortalForm):
    file = FileField(
        _("File with the results review"),
        [FileRequired(CHOOSE)],
        description=_("The workbook of this page as .xlsx, or CSV with the columns table, line, column and value."),
    )


class ReopenForm(VersionedForm):
    reason = TextAreaField(
        _("Why it must be opened again"), [Length(max=1000, message=_("Write at most %(max)d characters."))]
    )


class FiguresOfReviewForm(VersionedForm):
    """Every cell of the four tables as a field of its own; `review_form` adds them."""

    population = StringField(label(judging.POPULATION), description=_("The number of people, such as 31.200."))
    source = StringField(
        label(judging.SOURCE),
        [Length(max=200, message=_("Write at most %(max)d characters."))],
        default="jobindsats.dk",
    )
    retrieved_on = DayField(label(judging.RETRIEVED))

    @property
    def entries(self) -> list[Entry]:
        """What was typed, cell by cell, each with the name of its field."""
        facts = [Entry(judging.FACTS, "", name, _written(self[name]), 0, name) for name in FACTS]
        cells = [Entry(*where, _written(self[name]), 0, name) for name, where in self.cells.items()]
        return facts + cells

    cells: ClassVar[dict[str, tuple[str, str, str]]] = {}


@cache
def review_form(year: int) -> type[FiguresOfReviewForm]:
    """The form of one year: its goals are the year's own."""
    cells = {
        name_of(table.key, line.code, column.key): (table.key, line.code, column.key)
        for table in layout.tables(year)
        for line in table.lines
        for column in table.columns
    }
    fields = {name: StringField(_cell_label(year, *where)) for name, where in cells.items()}
    return type("ReviewForm", (FiguresOfReviewForm,), {**fields, "cells": cells})


def name_of(table: str, line: str, column: str) -> str:
    return f"{table}_{line}_{column}".replace("-", "_")


def fields_of(year: int, content: Mapping[str, Any], version: int) -> dict[str, Any]:
    """The figures as they stand in the fields."""
    facts = content["facts"]
    day = facts.get("retrieved_on")
    stands: dict[str, Any] = {
        "population": numbers.typed_whole(facts.get("population")),
        "source": facts.get("source") or "jobindsats.dk",
        "retrieved_on": date.fromisoformat(day) if day else None,
        "version": version,
    }
    for table in layout.tables(year):
        for line in table.lines:
            cells = content["tables"].get(table.key, {}).get(line.code, {})
            for column in table.columns:
                name = name_of(table.key, line.code, column.key)
                stands[name] = layout.typed(column.type, cells.get(column.key))
    return stands


def _cell_label(year: int, table: str, line: str, column: str) -> Any:
    """What stands in the table's heads, said in one, for those who do not see the table."""
    found = next(each for each in layout.tables(year) if each.key == table)
    row = next(each for each in found.lines if each.code == line)
    head = found.column(column)
    return LazyString(lambda: f"{row.titles[chosen()]}, {shown(head.title)}")


def _written(field: Field) -> str:
    if field.raw_data:
        return str(field.raw_data[0] or "")
    return str(field.data or "")
