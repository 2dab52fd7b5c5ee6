"""G-09 to G-20 and G-22: the money, to the øre."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.money import Ore
from portal.eligibility import shares
from portal.eligibility.funding import fund_vat
from portal.pools.settings import Settings
from tests.eligibility.asking import answer, asked
from tests.support.documents import a_round, context

MET, NOT_MET, ADVICE = "met must", "not_met must", "not_met should"
CANNOT_TELL = "cannot_tell must"
LINE = "budget.lines[3]"  # 40 x 500 kr. of materials in 2011
GRANT_2011 = "budget.financing[0].years[1].amount_ore"


def other(**changes: object) -> dict:
    row = {"source": "Metal", "kind": "unemployment_fund", "status": "applied"}
    return row | {"years": [{"year": 2011, "amount_ore": 1_000_00}]} | changes


@given(st.integers(-10_000_000, 10_000_000).filter(bool))
def test_any_gap_between_cost_and_financing_is_found_to_the_ore(gap: int) -> None:
    verdict = asked("G-09", {GRANT_2011: 530_000_00 + gap})
    assert verdict.outcome == "not_met"
    assert str(Ore(abs(gap))) in str(verdict.found)
    assert "2011" in str(verdict.found)


def test_the_same_total_in_other_years_is_still_a_gap() -> None:
    changes = {"budget.financing[0].years[0].amount_ore": 91_000_00, GRANT_2011: 529_000_00}
    assert answer("G-09", changes) == NOT_MET


def test_what_a_line_shares_out_must_be_its_cost() -> None:
    found = str(asked("G-09", {f"{LINE}.own_ore": 1}).found)
    assert "line 4" in found
    assert "0,01\xa0kr." in found


def test_an_empty_budget_cannot_be_balanced() -> None:
    assert answer("G-09", {"budget.lines": [], "budget.financing": []}) == "cannot_tell must"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(20_000_00, MET), (20_001_00, MET), (19_999_00, MET), (20_001_01, NOT_MET), (19_998_99, NOT_MET), (None, NOT_MET)],
)
def test_units_times_price_may_differ_by_one_krone(amount: int | None, expected: str) -> None:
    assert answer("G-10", {f"{LINE}.years[0].amount_ore": amount}) == expected


@pytest.mark.parametrize(
    "change",
    [{"purpose": " "}, {"category": ""}, {"years": []}, {"category": "95", "note": ""}, {"years[0].units": None},
     {"years[0].units": "-40", "years[0].amount_ore": -20_000_00}],
)  # fmt: skip
def test_a_line_that_says_too_little_is_named(change: dict) -> None:
    verdict = asked("G-10", {f"{LINE}.{field}": value for field, value in change.items()})
    assert verdict.outcome == "not_met"
    assert "line 4" in str(verdict.found)


def test_thirds_of_an_hour_are_reckoned_exactly() -> None:
    year = {"year": 2011, "units": "33.333333", "unit_price_ore": 300_00, "amount_ore": 10_000_00}
    assert answer("G-10", {f"{LINE}.years": [year]}) == MET


@pytest.mark.parametrize(
    ("rate", "note", "expected"),
    [(450_00, "", MET), (450_01, "", ADVICE), (450_01, "Specialist", MET), (None, "Specialist", NOT_MET)],
)
def test_an_hourly_rate_above_the_ceiling_needs_a_note(rate: int | None, note: str, expected: str) -> None:
    changes = {"budget.lines[0].hourly_rate_ore": rate, "budget.lines[0].note": note}
    assert answer("G-11", changes) == expected


def test_a_wage_line_without_function_or_hours_is_told() -> None:
    assert answer("G-11", {"budget.lines[0].function": ""}) == NOT_MET
    assert answer("G-11", {"budget.lines[0].hours": None}) == NOT_MET
    assert answer("G-11", {"budget.lines": []}) == MET


@pytest.mark.parametrize(
    "purpose",
    ["Uforudsete udgifter", "Diverse", "overhead 7 %", "Overheadbidrag", "Dækning af underskud", "Fast ejendom",
     "Byggeri af værksted", "Ombygning af lokaler", "Støtte til enkeltpersoner", "Tilskud til deltagere", "Reserve",
     "Administrationsbidrag", "Køb af bygning", "Buffer", "Køb af lokaler", "Anlæg af parkeringsplads",
     "Opførelse af værksted", "Istandsættelse af mødelokale"],
)  # fmt: skip
def test_a_cost_no_grant_covers_is_found_by_its_word(purpose: str) -> None:
    assert answer("G-12", {f"{LINE}.purpose": purpose}) == NOT_MET
    assert answer("G-12", {f"{LINE}.note": f"Heraf {purpose.lower()}, 1.000 kr."}) == NOT_MET


@pytest.mark.parametrize(
    "purpose",
    ["Overheadprojektor", "Overhead-projektor til undervisning", "Kursus i byggeri og anlæg", "Ejendomsservicetekniker",
     "Reservedele til trucks", "Diversitet på arbejdspladsen", "Leje af lokaler i kommunens ejendom", "Forsendelse",
     "Kursus i anlæg af haver", "God opførelse på arbejdspladsen", "Leje af lydanlæg",
     "Job i områder med underskud af arbejdskraft", "Bygningsmaler, uddannelse"],
)  # fmt: skip
def test_words_that_only_look_like_it_raise_no_alarm(purpose: str) -> None:
    assert answer("G-12", {f"{LINE}.purpose": purpose}) == MET


@pytest.mark.parametrize("change", [{"hours": "0"}, {"hours": "-5"}, {"hourly_rate_ore": 0}, {"hourly_rate_ore": -1}])
def test_a_wage_without_work_or_pay_is_told(change: dict) -> None:
    changes = {f"budget.lines[0].{name}": value for name, value in change.items()}
    assert answer("G-11", changes) == NOT_MET
    assert "line 1: the " in str(asked("G-11", changes).found)


@pytest.mark.parametrize(("amount", "expected"), [(50_000_00, "met should"), (50_000_01, ADVICE)])
def test_equipment_may_cost_exactly_the_limit_in_a_year(amount: int, expected: str) -> None:
    changes = {f"{LINE}.category": "90", f"{LINE}.years[0].amount_ore": amount}
    assert answer("G-13", changes) == expected


def test_equipment_is_counted_by_the_year() -> None:
    years = [
        {"year": year, "units": "1", "unit_price_ore": 40_000_00, "amount_ore": 40_000_00} for year in (2010, 2011)
    ]
    assert answer("G-13", {f"{LINE}.category": "90", f"{LINE}.years": years}) == "met should"


@pytest.mark.parametrize(("amount", "expected"), [(65_555_55, "met should"), (65_555_56, ADVICE)])
def test_the_share_of_administration_is_reckoned_in_whole_numbers(amount: int, expected: str) -> None:
    """590.000 kr. besides: a tenth of the whole is 65.555,555… kr."""
    assert answer("G-14", {"budget.lines[5].years[0].amount_ore": amount}) == expected


def test_a_share_just_above_the_ceiling_is_never_shown_as_the_ceiling() -> None:
    assert "(10,01 %)" in str(asked("G-14", {"budget.lines[5].years[0].amount_ore": 65_555_56}).found)
    assert "(9,99 %)" in str(asked("G-14", {"budget.lines[5].years[0].amount_ore": 65_555_55}).found)


def test_the_share_of_nothing_cannot_be_told() -> None:
    assert answer("G-14", {"budget.lines": []}) == "cannot_tell should"


@pytest.mark.parametrize(
    ("sought", "audited", "announced", "expected"),
    [(100_000_00, False, False, "met should"), (100_000_01, False, False, ADVICE),
     (100_000_01, True, False, "met should"), (500_000_00, True, False, "met should"),
     (500_000_01, True, False, ADVICE), (500_000_01, True, True, "met should")],
)  # fmt: skip
def test_audit_is_asked_for_above_each_amount(sought: int, audited: bool, announced: bool, expected: str) -> None:
    changes = {f"budget.lines[{n}].sought_ore": 0 for n in range(7)}
    changes |= {"budget.lines[0].sought_ore": sought, "declarations.performance_audit": announced}
    changes |= {} if audited else {"budget.lines[6].category": "70"}
    assert answer("G-15", changes) == expected


def test_the_remedy_names_what_is_lacking_and_not_more() -> None:
    silent, unlisted = {"declarations.performance_audit": False}, {"budget.lines[6].category": "70"}
    assert str(asked("G-15", silent).remedy) == "Tick performance audit under Declarations."
    assert str(asked("G-15", unlisted).remedy) == "Add a line in the category Audit."
    assert "Audit, and tick" in str(asked("G-15", silent | unlisted).remedy)


def test_a_row_of_the_financing_is_named_by_its_place_in_the_table() -> None:
    rows = [other(kind="grant", source="Puljen"), other(kind="own", source="Kommunen"), other(source="")]
    assert "line 3: missing: giver" in str(asked("G-16", {"budget.financing": rows}).found)


def test_money_of_no_kind_may_be_a_gift_and_nobody_can_tell() -> None:
    assert answer("G-16", {"budget.financing": [other(kind="")]}) == "cannot_tell info"


@pytest.mark.parametrize("gap", [{"source": ""}, {"status": ""}, {"years": []}])
def test_other_funding_names_giver_amount_and_state(gap: dict) -> None:
    assert answer("G-16", {"budget.financing": [other()]}) == MET
    assert answer("G-16", {"budget.financing": [other(**gap)]}) == NOT_MET


def test_money_from_others_on_the_lines_needs_a_giver() -> None:
    assert answer("G-16", {f"{LINE}.other_ore": 1}) == NOT_MET


def test_a_gift_from_a_fund_calls_for_a_word_on_its_vat() -> None:
    gift = {"budget.financing": [other(kind="private_fund")]}
    verdict = asked("G-16", gift)
    assert (verdict.outcome, verdict.severity) == ("not_met", "info")
    assert "175\xa0kr." in str(verdict.found)
    assert answer("G-16", gift | {f"{LINE}.note": "Fondsmoms er regnet med"}) == MET


@given(st.integers(0, 10**12))
def test_the_vat_of_a_gift_is_within_half_an_ore(gift: int) -> None:
    assert abs(fund_vat(Ore(gift)) * 1000 - gift * 175) <= 500


def test_declarations_on_vat_and_double_cover_are_given() -> None:
    assert answer("G-17") == MET
    assert answer("G-17", {"declarations.vat_excluded": False}) == NOT_MET
    assert answer("G-18") == MET
    assert answer("G-18", {"declarations.no_double_cover": False}) == NOT_MET


def test_a_line_is_either_sought_or_reimbursed() -> None:
    assert answer("G-18", {f"{LINE}.refund": True}) == NOT_MET
    assert answer("G-18", {f"{LINE}.refund": True, f"{LINE}.sought_ore": 0, f"{LINE}.own_ore": 20_000_00}) == MET


@pytest.mark.parametrize(
    ("limit", "left", "expected"),
    [
        (620_000_00, 620_000_00, MET),
        (619_999_99, None, NOT_MET),
        (620_000_00, 619_999_99, "not_met info"),
        (None, None, MET),
    ],
)
def test_the_amount_sought_keeps_the_limit_and_is_held_against_what_is_left(
    limit: int | None, left: int | None, expected: str
) -> None:
    facts = {"largest_grant": None if limit is None else Ore(limit), "left": None if left is None else Ore(left)}
    assert answer("G-19", None, context(round=a_round(**facts))) == expected


def test_seeking_nothing_is_no_application() -> None:
    assert answer("G-19", {f"budget.lines[{n}].sought_ore": 0 for n in range(7)}) == NOT_MET
    assert answer("G-19", {f"budget.lines[{n}].sought_ore": None for n in range(7)}) == CANNOT_TELL


@pytest.mark.parametrize(
    ("year", "reason", "expected"), [(2012, "x", NOT_MET), (2009, "", NOT_MET), (2009, "Aftalt", MET)]
)
def test_cost_lies_inside_the_period_or_is_early_with_a_reason(year: int, reason: str, expected: str) -> None:
    assert answer("G-20", {f"{LINE}.years[0].year": year, "budget.early_cost_reason": reason}) == expected


def test_the_reason_written_with_the_applicant_is_a_reason_for_early_cost_too() -> None:
    early = {f"{LINE}.years[0].year": 2009, "basis.early_start_reason": "Aftalt"}
    assert answer("G-20", early) == MET


@pytest.mark.parametrize(
    ("start", "reason", "expected"),
    [("2010-11-01", "", MET), ("2010-10-31", "", NOT_MET), ("2010-10-31", "Hold venter", MET)],
)
def test_a_start_before_the_expected_grant_needs_a_reason(start: str, reason: str, expected: str) -> None:
    assert answer("G-20", {"basis.period_start": start, "basis.early_start_reason": reason}) == expected


def test_no_reason_moves_the_first_day_of_cost() -> None:
    strict = context(settings=Settings(earliest_cost_date=date(2010, 11, 16)))
    assert answer("G-20", {"budget.early_cost_reason": "Aftalt"}, strict) == NOT_MET


def test_without_a_period_nobody_can_tell_what_lies_inside() -> None:
    assert answer("G-20", {"basis.period_end": None}) == "cannot_tell must"


@pytest.mark.parametrize(
    ("persons", "expected"),
    [(0, NOT_MET), (15, ADVICE), (16, MET), (124, MET), (125, ADVICE), (None, "cannot_tell must")],
)
def test_the_cost_of_each_participant_lies_in_the_band(persons: int | None, expected: str) -> None:
    """620.000 kr.: 16 persons cost 38.750 kr. each, 124 cost exactly 5.000 kr."""
    changes = {"target_group.lines[0].number": persons, "target_group.lines[1].number": 0}
    assert answer("G-22", changes) == expected


@pytest.mark.parametrize(("persons", "each"), [(29, "21.379 kr."), (22, "28.182 kr."), (31, "20.000 kr.")])
def test_the_cost_of_each_participant_is_told_to_the_nearest_krone(persons: int, each: str) -> None:
    changes = {"target_group.lines[0].number": persons, "target_group.lines[1].number": 0}
    assert each in str(asked("G-22", changes).found).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("cost", "each"), [(499_999, "4.999,99 kr."), (500_000, "5.000 kr."), (4_000_001, "40.000,01 kr.")]
)
def test_rounding_does_not_hide_on_which_side_of_a_limit_a_cost_lies(cost: int, each: str) -> None:
    assert str(shares._each(Ore(cost), 1, Ore(5_000_00), Ore(40_000_00))).replace("\N{NO-BREAK SPACE}", " ") == each


@settings(max_examples=50)
@given(st.integers(1, 10**6), st.integers(0, 10**9))
def test_the_band_is_kept_to_the_ore(persons: int, cost: int) -> None:
    changes = {"target_group.lines[0].number": persons, "target_group.lines[1].number": 0}
    changes[f"{LINE}.years[0].amount_ore"] = cost
    whole = 600_000_00 + cost
    expected = MET if 5_000_00 * persons <= whole <= 40_000_00 * persons else ADVICE
    assert answer("G-22", changes) == expected


def test_an_amount_that_no_price_gives_has_a_remedy_that_says_how_it_is_written() -> None:
    year = {"year": 2011, "units": "1924", "unit_price_ore": 213_62, "amount_ore": 411_000_00}
    assert "12 months in place of hours" in str(asked("G-10", {f"{LINE}.years": [year]}).remedy)
    months = {"year": 2011, "units": "12", "unit_price_ore": 34_250_00, "amount_ore": 411_000_00}
    assert answer("G-10", {f"{LINE}.years": [months]}) == MET
    assert str(asked("G-10", {f"{LINE}.purpose": " "}).remedy) == "Correct the lines named here."
