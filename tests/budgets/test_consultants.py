"""The consultant pool's workbook: what goes into it comes out of it, however it was filled in and moved about."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings

from portal.budgets import position_lines, specification, totals
from portal.budgets.commands import budgets_cli
from portal.budgets.comparing import compare
from portal.budgets.lines import Budget, from_json
from portal.budgets.plans import Goal, persons
from portal.core.money import Ore
from tests.budgets import consulting, workbooks
from tests.budgets.consulting import PLAN, SPEC, YEARS, budget, by_hand, filled, goal, position, write
from tests.budgets.workbooks import changed, codes, read
from tests.support.addendum import complete_addendum

QUIET = settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)


@QUIET
@given(consulting.plans())
def test_a_plan_written_by_the_portal_is_read_as_it_was(plan):
    found = read(filled(plan))
    assert found.budget == plan
    assert not found.blocked, found.findings
    assert from_json(json.loads(json.dumps(plan.as_json()))) == plan


@QUIET
@given(consulting.plans())
def test_a_template_filled_in_by_openpyxl_is_read_as_it_was(plan):
    found = read(by_hand(plan))
    assert found.budget == plan
    assert not found.blocked, found.findings


def test_a_whole_plan_is_read_without_a_word():
    found = read(filled())
    assert (found.pool, found.budget, found.findings) == ("consultants", PLAN, [])
    assert {each["table"]: each["lines"] for each in found.tables} == {
        "positions": 2, "goals": 5, "milestones": 4, "yearly_grant": 4,
    }  # fmt: skip


def test_the_same_file_twice_in_one_process_gives_the_same_answer():
    data = filled()
    assert read(data) == read(data)


def test_the_english_template_is_read_like_the_danish():
    assert read(filled(language="en")).budget.positions == PLAN.positions


def test_the_blank_template_is_small_has_its_sheets_and_says_only_that_it_is_blank():
    data = filled(Budget())
    assert len(data) <= 60 * 1024
    assert codes(read(data)) == ["no_positions"]
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheets = {each.title: each.sheet_state for each in book}
    assert sheets == {
        "Vejledning": "visible", "Stamdata": "visible", "Stillinger": "visible", "Mål": "visible",
        "Milepæle": "visible", "Tilskud pr. år": "visible", "_lister": "hidden", "_meta": "veryHidden",
    }  # fmt: skip
    assert not any(each.merged_cells.ranges for each in book)
    assert {"b_hdr_positions_amount_2013", "b_hdr_goals_goal_2010", "b_sum_yearly_grant_grant"} <= set(
        book.defined_names
    )


def test_every_formula_has_its_saved_result():
    with zipfile.ZipFile(io.BytesIO(filled())) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    formulas = sum(part.count(b"</f>") for part in parts)
    assert formulas > 400
    assert sum(part.count(b"</f><v>") for part in parts) == formulas


def test_renamed_sheets_with_rows_and_columns_inserted_and_no_metadata_give_the_same_plan():
    def rearrange(book):
        for name in ("Stillinger", "Mål", "Milepæle", "Tilskud pr. år"):
            book[name].insert_rows(1, 3)
            book[name].insert_cols(1, 2)
            book[name].title = f"{name} (endelig)"
        book.defined_names.clear()
        del book["_meta"]

    found = read(changed(by_hand(PLAN), rearrange))
    assert (found.pool, found.budget) == ("consultants", PLAN)
    assert set(codes(found)) == {"found_by_headings"}


def test_dates_and_numbers_written_as_text_are_read_and_told():
    def retype(book):
        write(book["Stillinger"], 5, {
            "Startdato": "15.9.10", "Årsværk": "1,0", "Månedsløn": "36.000,00 kr.", "Pension %": "17,3 %",
        })  # fmt: skip
        write(book["Stillinger"], 6, {"Startdato": "den 31. januar 2011", "Slutdato": "2012-02-28"})

    found = read(changed(by_hand(PLAN), retype))
    assert found.budget == PLAN
    assert codes(found) == ["two_digit_year", "text_number", "text_number"]


def test_a_hidden_row_counts_and_a_subtotal_row_is_no_position():
    def change(book):
        sheet = book["Stillinger"]
        sheet.row_dimensions[6].hidden = True
        write(sheet, 9, {"Jobcenter": "I alt", "Heraf tilskud": 1_000_000})

    found = read(changed(by_hand(PLAN), change))
    assert found.budget == PLAN
    assert sorted(codes(found)) == ["hidden_row_with_amount", "subtotal_row"]


def test_what_the_portal_has_no_use_for_is_named():
    def add(book):
        write(book["Stillinger"], 5, {"Egne noter (læses ikke)": "spørg Tove"})
        book.create_sheet("Noter")["A1"] = "husk moms"

    found = read(changed(filled(), add))
    assert codes(found) == ["not_read"]
    assert "Noter, Stillinger: Egne noter (læses ikke)" in found.findings[0].message()


def test_positions_are_lines_that_sums_and_comparing_understand():
    sums = totals.of(PLAN)
    assert sums.gap_in_all == 0
    assert sums.by_category == {"11": sums.costs}
    assert totals.sought(PLAN) == totals.granted(PLAN) == Ore(1_000_000_00)
    raised = budget(position(monthly_wage=Ore(37_000_00)), *PLAN.positions[1:])
    changes = compare(PLAN, raised).lines
    assert [each.change.value for each in changes] == ["changed", "same"]
    assert changes[0].difference == raised.lines[0].total - PLAN.lines[0].total


def test_fifteenth_of_september_is_half_a_month_and_three():
    line = budget(position()).lines[0]
    assert line.years[0].units == Decimal("3.533333")
    assert line.of_year(2010) == Ore(149_206_00)
    assert [each.year for each in line.years] == list(YEARS)
    assert all(abs(each.units * each.unit_price - each.amount) <= 100 for each in line.years)


def test_february_of_a_leap_year_has_29_days():
    half = budget(position(start=date(2012, 2, 1), end=date(2012, 2, 28))).lines[0]
    whole = budget(position(start=date(2012, 2, 1), end=date(2012, 2, 29))).lines[0]
    assert (half.years[0].units, whole.years[0].units) == (Decimal("0.965517"), Decimal("1.000000"))


def test_a_partner_without_a_grant_and_a_line_of_own_money_only_are_allowed():
    plan = budget(
        position(),
        position(2, job_centre="Fanø", share=Decimal("0.01"), sought=Ore(0)),
        position(3, job_centre="Ribe", sought=Ore(0)),
    )
    found = read(filled(plan))
    assert (found.budget, found.findings) == (plan, [])
    assert (plan.lines[2].sought, plan.lines[2].own) == (0, plan.lines[2].total)


def test_two_positions_alike_are_two_positions():
    plan = budget(position(), position(2))
    found = read(by_hand(plan))
    assert (found.budget, found.findings) == (plan, [])


def test_without_the_yearly_table_the_grant_follows_the_wages_to_the_ore():
    def drop(book):
        del book["Tilskud pr. år"]

    found = read(changed(by_hand(PLAN), drop))
    assert codes(found) == ["grant_shared_out"]
    paid = {each.year: each.amount for each in found.budget.financing[0].years}
    assert sum(paid.values()) == Ore(1_000_000_00)
    assert paid[2011] == paid[2012] > paid[2010]
    assert totals.of(found.budget).gap_in_all == 0


def test_nobody_is_counted_once_by_instrument_and_again_in_the_total():
    goals = [goal("placement", 10), goal("private_subsidy", 20), goal("total", 30), goal("total", 5, group="Andre")]
    assert persons(goals, 2010) == 35
    assert persons(goals, None) == 75 * 3
    assert persons([], 2010) == 0


def test_growth_is_from_the_baseline_to_the_last_year():
    assert goal(first=85, baseline=75).growth == Decimal("53.3")
    assert goal(baseline=0).growth is None
    assert Goal("Alle", "placement", Decimal(10)).growth is None


def test_a_group_with_only_a_total_keeps_it():
    plan = replace(PLAN, goals=(goal("total", 30),))
    assert read(by_hand(plan)).budget.goals == (goal("total", 30),)


def test_a_workbook_of_the_other_pool_is_refused_by_what_it_says_or_by_its_headings():
    other = workbooks.filled(workbooks.funded(workbooks.line(1)))
    assert read(other, pool="consultants").refused == "template_other_pool"
    assert read(filled(), pool="upskilling").refused == "template_other_pool"

    def forget(book):
        del book["_meta"]

    assert read(changed(other, forget), pool="consultants").refused == "template_unknown"
    assert read(changed(filled(), forget), pool="upskilling").refused == "template_unknown"


def test_what_the_pool_asks_for_stands_in_the_specification():
    assert SPEC.years == (2010, 2011, 2012, 2013)
    assert SPEC.day("earliest_wage_date") == date(2010, 9, 15)
    assert specification.of("upskilling").day("earliest_wage_date") is None
    assert SPEC.kinds() == {"positions", "goals", "milestones", "yearly_grant"}
    assert SPEC.table("costs") is specification.of("upskilling").table("costs")


@pytest.fixture
def run():
    app = Flask("nothing but the commands")
    app.cli.add_command(budgets_cli)
    return lambda *words: app.test_cli_runner().invoke(args=["budgets", *map(str, words)])


def test_the_command_line_writes_the_template_and_judges_a_plan(run, tmp_path):
    blank, full = tmp_path / "blank.xlsx", tmp_path / "full.xlsx"
    assert run("template", "--pool", "consultants", "-o", blank).exit_code == 0
    full.write_bytes(filled())
    answers = run("check", blank, full, "--pool", "consultants", "--json").output.splitlines()
    first, second = (json.loads(each) for each in answers)
    assert (first["readable"], first["lines"], [each["code"] for each in first["problems"]]) == (
        True, 0, ["no_positions"],
    )  # fmt: skip
    assert (second["lines"], second["granted_ore"], second["problems"]) == (2, 1_000_000_00, [])
    assert second["total_ore"] == totals.of(PLAN).total


def test_the_wages_say_whether_a_bare_figure_is_a_percentage():
    def bare(book):
        sheet = book["Stillinger"]
        write(sheet, 5, {"Løn 2010": 149_206})
        sheet["H5"].number_format = "General"

    plan = budget(position(), goals=PLAN.goals, milestones=PLAN.milestones, grants=PLAN.grants)
    found = read(changed(by_hand(plan), bare))
    assert (found.budget.positions, found.findings) == (plan.positions, [])

    def without_wages(book):
        book["Stillinger"]["H5"].number_format = "General"

    assert codes(read(changed(by_hand(plan), without_wages))) == ["ambiguous_percent"]


def test_the_sources_that_follow_from_the_positions_are_read_in_the_readers_language():
    positions = from_json(complete_addendum()["sections"]["budget"]).positions
    lines = [position_lines.line(each, YEARS, position_lines.layout(SPEC)) for each in positions]
    named = [each.source for each in position_lines.sources(lines, None, SPEC)]
    assert [position_lines.source_in(each, SPEC, "en") for each in named] == ["Company consultants", "Municipal share"]
    assert [position_lines.source_in(each, SPEC, "da") for each in named] == named
    assert position_lines.source_in("Fonden for Varde", SPEC, "en") == "Fonden for Varde"
