"""The hints of the results pages name a year that can be chosen on the day they are read."""

import pytest

from forms.annual import CompileForm
from forms.reports import OpenReportsForm
from forms.results import BeginForm
from portal.core import clock

FORMS = [CompileForm, OpenReportsForm, BeginForm]


@pytest.mark.parametrize("form_class", FORMS)
@pytest.mark.parametrize(("today", "year"), [((2028, 2, 29), "2027"), ((2027, 1, 1), "2026"), ((2010, 12, 31), "2010")])
def test_the_example_is_the_newest_year_that_is_over_and_no_earlier_than_the_first(app, form_class, today, year):
    with app.test_request_context(), clock.at(clock.in_copenhagen(*today)):
        assert str(form_class().year.description).endswith(f", for eksempel {year}.")
