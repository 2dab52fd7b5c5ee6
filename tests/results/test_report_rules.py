"""The rules of yearly reports: deadlines, who owes, what a signature asks for, and differences that are explained."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import workdays
from portal.labour_market.numbers import Figure
from portal.results import report_claims, report_rules, rules
from portal.results.report_claims import CODES, KINDS, Answer, Claim, Difference
from portal.results.report_rules import SECTIONS, STEPS, ReportStatus

pytestmark = pytest.mark.no_database
figures = st.integers(min_value=0, max_value=10**9).map(Figure)
days = st.dates(min_value=date(2008, 1, 1), max_value=date(2030, 12, 31))
TODAY = date(2011, 4, 1)


def difference(claimed, other):
    link = ("labour_market.figures", {})
    return Difference("long_term:indicator", "Langtidsledige", claimed, "egen", other, "jobindsats.dk", None, link)


@given(st.integers(min_value=2010, max_value=2060))
def test_a_deadline_is_a_working_day_no_earlier_than_the_setting_says(year):
    due, said = report_rules.deadline(year, "15-04"), date(year + 1, 4, 15)
    assert workdays.is_working_day(due)
    assert timedelta(0) <= due - said <= timedelta(days=11)


@given(days, days, st.integers(min_value=2008, max_value=2030))
def test_a_project_owes_a_report_for_exactly_the_years_it_touches(first, second, year):
    start, end = sorted((first, second))
    touches = any(start <= date(year, month, day) <= end for month, day in ((1, 1), (12, 31))) or start.year == year
    assert report_rules.owes(start, end, year) == touches


@given(days, days, st.sampled_from(ReportStatus))
def test_what_is_overdue_is_reminded_of_after_and_nothing_else(due, today, status):
    which = report_rules.reminder(status, due, today)
    is_news = today - due <= rules.STILL
    assert (which == "after") == (is_news and report_rules.is_overdue(status, due, today))
    if which == "before":
        assert timedelta(0) <= due - today <= rules.REMIND
    if status in {ReportStatus.SIGNED, ReportStatus.APPROVED}:
        assert which == ""


@given(figures, figures, st.sampled_from(Answer), st.text(min_size=10))
def test_every_difference_asks_for_an_answer_and_any_answer_settles_it(claimed, other, answer, words):
    found = difference(claimed, other)
    asked = list(report_claims.unexplained([found], {}))
    assert len(asked) == (1 if claimed != other else 0)
    said = {found.key: report_claims.explained(found, answer, words)}
    assert list(report_claims.unexplained([found], said)) == []


@given(figures, figures, figures)
def test_an_explanation_counts_for_the_two_figures_it_was_given_for_alone(claimed, other, later):
    before = difference(claimed, other)
    said = {before.key: report_claims.explained(before, Answer.EXPLAINED, "Hentet før revisionen.")}
    after = difference(claimed, later)
    assert (report_claims.explanation(after, said) is None) == (later != other)


@given(st.lists(st.tuples(st.one_of(st.none(), figures), st.sampled_from(["", "egen optælling"]), days),
                min_size=len(KINDS), max_size=len(KINDS)))  # fmt: skip
def test_claims_are_read_back_as_they_were_kept(rows):
    given_claims = [Claim(kind, *row) for kind, row in zip(KINDS, rows, strict=True)]
    again = report_claims.read(report_claims.kept(given_claims))
    assert [(each.value, each.source) for each in again] == [(each.value, each.source) for each in given_claims]


def problems(**figures_of):
    claims = [
        Claim(kind, Figure(figures_of[kind.code] * 1000) if kind.code in figures_of else None,
              "egen optælling" if kind.code in figures_of else "", None)
        for kind in KINDS
    ]  # fmt: skip
    return [(each.field, str(each.text)) for each in report_claims.problems(claims, TODAY)]


def test_parts_are_not_more_than_the_whole():
    assert problems(participants=12, completed=12, in_work=12) == []
    (told,) = problems(participants=12, in_work=13)
    assert told == ("in_work_value", "In ordinary work afterwards: 13 is more than the 12 participants.")


@pytest.mark.parametrize(
    ("claim", "field"),
    [
        (Claim(CODES["reserve"], Figure(5000), " ", None), "reserve_source"),
        (Claim(CODES["reserve"], None, "egen", None), "reserve_value"),
        (Claim(CODES["reserve"], Figure(-1), "egen", None), "reserve_value"),
        (Claim(CODES["reserve"], Figure(1), "egen", TODAY + timedelta(days=1)), "reserve_on"),
    ],
)
def test_what_cannot_be_kept_is_told_beside_its_field(claim, field):
    empty = [Claim(kind, None, "", None) for kind in KINDS if kind is not claim.kind]
    (told,) = report_claims.problems([*empty, claim], TODAY)
    assert told.field == field


def test_a_return_names_a_section_and_a_day_to_come():
    assert (
        list(report_rules.problems_with_returning({"money": "Ret linje 2"}, TODAY + timedelta(1), "", today=TODAY))
        == []
    )
    both = report_rules.problems_with_returning({"money": " "}, TODAY, "", today=TODAY)
    assert [each.field for each in both] == ["reason_money", "correct_by"]


def test_the_steps_lead_from_the_centre_to_the_region_and_back():
    assert {each.name: each.target for each in STEPS} == {
        "write": None, "sign": ReportStatus.SIGNED, "approve": ReportStatus.APPROVED, "return": ReportStatus.RETURNED,
    }  # fmt: skip
    assert all(ReportStatus.APPROVED not in each.source for each in STEPS if each.name != "return")


def test_an_empty_report_lacks_every_section():
    assert report_rules.missing_words({}) == list(SECTIONS)
    whole = {each.key: {one.key: "Intet at bemærke." for one in each.questions} for each in SECTIONS}
    assert report_rules.missing_words(whole) == []
    assert Figure(Decimal(312) * 1000).decimal == 312
