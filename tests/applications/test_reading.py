"""What is typed becomes answers, and what cannot be read is told with its place; nothing else changes."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.applications import addendum, catalogue, reading, sections
from portal.applications.fields import Field, Kind
from portal.applications.reading import Sheet
from portal.core.text import _

TARGET = sections.BY_KEY["target_group"]
LINE = {"benefit_type": "DAGP", "match_group": "1", "number": "16", "long_term_share": "100"}


def sheet(**values: str | list[str]) -> Sheet:
    return Sheet({name: value if isinstance(value, list) else [value] for name, value in values.items()})


def target(lines: list[dict[str, str]], **more: str | list[str]) -> Sheet:
    cells = {f"lines-{row}-{key}": value for row, line in enumerate(lines) for key, value in line.items()}
    return sheet(**cells, **{"lines-count": str(len(lines))}, **more)


def said(problems) -> list[tuple[str | None, str]]:
    return [(each.field, str(each.text)) for each in problems]


def test_lines_are_read_into_the_documents_own_values():
    read = reading.read(TARGET, target([LINE], groups=["long_term"]), {})
    assert read.problems == ()
    assert read.answers["groups"] == ["long_term"]
    assert read.answers["lines"] == [
        {"benefit_type": "DAGP", "match_group": "1", "number": 16, "long_term_share": 100}
    ]  # fmt: skip


def test_every_problem_is_told_at_once_with_its_line():
    read = reading.read(TARGET, target([LINE, LINE | {"number": "ca. 2"}, LINE | {"long_term_share": "101"}]), {})
    assert said(read.problems) == [
        ("lines-1-number", "Line 2, Number: we read “ca. 2”. Write a whole number, for example 12."),
        (
            "lines-2-long_term_share",
            "Line 3, Share of long-term unemployed, %: we read “101”. Write a whole number from 0 to 100.",
        ),
    ]


def test_empty_lines_are_left_out():
    blank = dict.fromkeys(LINE, "  ")
    assert len(reading.read(TARGET, target([blank, LINE, blank]), {}).answers["lines"]) == 1


def test_a_draft_may_lack_what_a_complete_section_may_not():
    draft = reading.read(TARGET, target([]), {})
    complete = reading.read(TARGET, target([]), {}, complete=True)
    assert draft.problems == ()
    assert [each.field for each in complete.problems] == ["groups", "description", "lines-0-benefit_type"]


def test_a_choice_that_is_not_on_the_list_is_not_taken():
    [problem] = reading.read(TARGET, target([LINE | {"benefit_type": "XYZ"}]), {}).problems
    assert problem.field == "lines-0-benefit_type"


@pytest.mark.parametrize("typed", ["150370-1234", "1503701234", "Født 15.03: 150370 1234"])
def test_a_cpr_shaped_number_is_refused_and_never_repeated(typed):
    read = reading.read(TARGET, sheet(description=f"Deltager {typed}"), {})
    [problem] = read.problems
    assert problem.field == "description"
    assert "1234" not in str(problem.text)
    assert read.answers["description"] == ""


def one(kind: Kind, typed: str, **facts):
    field = Field("x", kind, _("Figure"), **facts)
    spec = sections.SectionSpec("test", (), _("Help"), (field,))
    read = reading.read(spec, sheet(x=typed), {})
    return read.answers["x"] if not read.problems else read.problems


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15-12-2010", "2010-12-15"), ("15.12.2010", "2010-12-15"), ("5/1 2011", "2011-01-05"),
        ("2010-12-15", "2010-12-15"), ("", None),
    ],
)  # fmt: skip
def test_days_are_read_as_danes_write_them(typed, day):
    assert one(Kind.DATE, typed) == day


def test_no_question_speaks_of_a_year_that_its_round_may_not_be_of():
    specs = [spec for pool in catalogue.POOLS.values() for spec in pool]
    fields = [field for spec in specs for each in spec.fields for field in (each, *each.columns)]
    words = [text.english for field in fields for text in (field.label, field.hint) if text]
    assert [each for each in words if re.search(r"20\d\d", each)] == []
    [problem] = one(Kind.DATE, "i morgen")
    assert "20" not in str(problem.text)


@pytest.mark.parametrize("typed", ["31-02-2011", "15-12-10", "i morgen", "32.1.2011", "2010-13-01"])
def test_what_is_not_a_day_is_told(typed):
    [problem] = one(Kind.DATE, typed)
    assert problem.field == "x"


@pytest.mark.parametrize("typed", ["12,5", "1e3", "١٢", "1.23", "12 stk"])
def test_what_is_not_a_whole_number_is_told(typed):
    [problem] = one(Kind.INTEGER, typed)
    assert "Write a whole number" in str(problem.text)


@pytest.mark.parametrize("typed", ["-3", "1000001", "99999999999999999999", "-1"])
def test_a_whole_number_out_of_bounds_is_told_with_the_bounds(typed):
    [problem] = one(Kind.INTEGER, typed)
    assert str(problem.text) == f"Figure: we read “{typed}”. Write a whole number from 0 to 1.000.000."


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("share", "-2", "Write a number from 0,01 to 20."),
        ("share", "0", "Write a number from 0,01 to 20."),
        ("pension_percent", "150", "Write a number from 0 to 50."),
        ("caseload", "-5", "Write a number from 0 to 1000."),
        ("visits", "1,5", "Write a whole number from 0 to 5000."),
        ("visits", "9999999999999", "Write a whole number from 0 to 5000."),
    ],
)
def test_the_figures_of_a_position_have_bounds(key, typed, said):
    typed_in = sheet(**{"positions-count": "1", f"positions-0-{key}": typed})
    [problem] = reading.read(addendum.POSITIONS, typed_in, {}).problems
    assert str(problem.text).endswith(said)


@pytest.mark.parametrize("typed", ["-4", "1,5"])
def test_a_goal_counts_whole_persons(typed):
    spec = addendum.NUMBER_GOALS.for_years((2010,))
    [problem] = reading.read(spec, sheet(**{"goals-count": "1", "goals-0-goal_2010": typed}), {}).problems
    assert str(problem.text).endswith("Write a whole number from 0 to 1.000.000.")


@given(st.integers(0, 999_999))
def test_a_whole_number_comes_back_as_it_was_written(number):
    field = Field("x", Kind.INTEGER, _("Figure"))
    assert one(Kind.INTEGER, reading.written(field, number)) == number


@given(st.integers(0, 10**13))
def test_an_amount_comes_back_to_the_ore(ore):
    field = Field("x", Kind.MONEY, _("Amount"))
    assert one(Kind.MONEY, reading.written(field, ore)) == ore


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_decimal_comes_back_as_it_was_written(number):
    field = Field("x", Kind.NUMBER, _("Figure"))
    assert Decimal(one(Kind.NUMBER, reading.written(field, f"{number:f}"))) == number


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_comes_back_as_it_was_written(day):
    field = Field("x", Kind.DATE, _("Day"))
    assert one(Kind.DATE, reading.written(field, day.isoformat())) == day.isoformat()


@given(st.dictionaries(st.sampled_from(["lines-count", "lines-0-number", "description", "groups"]), st.text()))
def test_no_form_however_odd_is_a_fault_of_ours(values):
    read = reading.read(TARGET, sheet(**values), {})
    assert set(read.answers) == {"groups", "risk_group", "description", "lines", "match_reason"}


def test_kept_answers_are_drawn_as_they_were_typed():
    kept = reading.read(TARGET, target([LINE], description="Ledige"), {}).answers
    assert reading.read(TARGET, reading.as_typed(TARGET, kept), {}).answers == kept


def test_numbers_and_addresses_must_be_right_before_a_section_is_complete():
    typed = sheet(cvr="123", ean="12", contact_email="ikke en mail", manager_email="a.b@kommune.dk")
    told = {each.field for each in reading.read(sections.BY_KEY["basis"], typed, {}).problems}
    complete = dict(said(reading.read(sections.BY_KEY["basis"], typed, {}, complete=True).problems))
    assert told == set()
    assert complete["cvr"] == (
        "CVR number: we read “123”. Write the eight digits of the CVR number; the last is a check digit."
    )
    assert complete["contact_email"].startswith("Contact person: e-mail: we read “ikke en mail”.")
    assert "ean" in complete
    assert "manager_email" not in complete


def test_a_missing_tick_and_a_missing_choice_are_said_as_such():
    declared = reading.read(sections.BY_KEY["declarations"], sheet(), {}, complete=True)
    organised = reading.read(sections.BY_KEY["organisation"], sheet(), {}, complete=True)
    assert ("vat_excluded", "Tick “All amounts exclude VAT”.") in said(declared.problems)
    assert ("steering_needed", "Choose an answer to “Is there a steering group?”.") in said(organised.problems)
