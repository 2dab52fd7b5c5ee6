"""What the consultant pool asks of a workbook, told by sheet and cell, and what nobody may guess."""

from collections.abc import Callable
from datetime import date

import pytest

from portal.adapters.spreadsheet_xml import place_of
from portal.budgets.findings import Finding, Severity
from portal.budgets.limits import Limits
from portal.core.money import Ore
from tests.budgets.consulting import PLAN, budget, by_hand, filled, goal, position, write
from tests.budgets.workbooks import changed, codes, read, with_part


def after(change: Callable, plan=PLAN, data: bytes | None = None, **known) -> list[Finding]:
    return read(changed(data or by_hand(plan), change), **known).findings


def typed(sheet: str, row: int, **values) -> Callable:
    """A change that types values into a row; spaces in headings are written as underscores."""
    return lambda book: write(book[sheet], row, {name.replace("_", " "): value for name, value in values.items()})


def places(found: list[Finding]) -> list[tuple[str, str | None, str | None]]:
    return [(each.code, each.sheet, each.cell) for each in found]


def test_virk_02_a_position_before_the_first_day_stops_the_budget():
    found = after(typed("Stillinger", 5, Startdato=date(2010, 9, 14)))
    assert places(found) == [("wage_too_early", "Stillinger", "D5")]
    assert found[0].text() == (
        "D5: Stillingen begynder 14.9.2010. Puljen betaler løn fra 15.9.2010 (VIRK-02). "
        "Skriv en startdato fra 15.9.2010 eller senere."
    )
    assert after(typed("Stillinger", 5, Startdato=date(2010, 9, 15))) == []


def test_virk_01_a_grant_for_others_than_company_consultants_stops_the_budget():
    found = after(typed("Stillinger", 5, Funktion="Sekretær for virksomhedskonsulenter"))
    assert places(found) == [("grant_beyond_wages", "Stillinger", "R5")]
    assert "kun dække løn til virksomhedskonsulenter (VIRK-01)" in found[0].message()
    free = read(filled(budget(position(), position(2, function="Teamleder", sought=Ore(0)))))
    assert (free.findings, [each.category for each in free.budget.lines]) == ([], ["11", "10"])


@pytest.mark.parametrize(
    ("column", "cell"),
    [("Startdato", "D6"), ("Årsværk", "F6"), ("Månedsløn", "G6"), ("Pension %", "H6"), ("Sagstal", "U6"),
     ("Virksomhedsbesøg pr. år", "V6")],
)  # fmt: skip
def test_virk_10_every_position_is_complete(column, cell):
    found = after(lambda book: write(book["Stillinger"], 6, {column: None}))
    assert places(found) == [("position_incomplete", "Stillinger", cell)]
    assert (found[0].severity, found[0].params["rule"], found[0].column) == (Severity.BLOCK, "VIRK-10", column)


def test_virk_10_takes_nought_for_an_answer():
    assert after(typed("Stillinger", 6, **{"Sagstal": 0, "Virksomhedsbesøg pr. år": 0})) == []


def test_what_could_not_be_read_is_not_called_missing_too():
    found = after(typed("Stillinger", 6, Startdato="snarest", Sagstal="ca. 40"))
    assert places(found) == [("text_not_date", "Stillinger", "D6"), ("text_not_number", "Stillinger", "U6")]


def test_dates_that_cannot_be_are_told():
    assert codes(read(changed(by_hand(PLAN), typed("Stillinger", 6, Slutdato=date(2010, 12, 1))))) == [
        "ends_before_start"
    ]
    late = typed("Stillinger", 6, Startdato=date(2014, 1, 1), Slutdato=None)
    assert [each.code for each in after(late)] == ["outside_plan"]


def test_a_typed_wage_is_compared_and_never_trusted():
    found = read(changed(by_hand(PLAN), typed("Stillinger", 5, Løn_2010=150_000)))
    assert places(found.findings) == [("wage_computed", "Stillinger", "J5")]
    assert found.findings[0].severity is Severity.BLOCK
    assert found.budget == PLAN
    assert "3,53 måneder giver 149.206 kr." in found.findings[0].message()
    assert after(typed("Stillinger", 5, Løn_2010=149_206.50)) == []


def test_a_formula_that_is_behind_only_warns():
    found = read(changed(filled(), lambda book: None))  # every saved result is forgotten: nothing to compare
    assert found.findings == []

    def raised(xml: bytes) -> bytes:
        return xml.replace(b"<v>149206.0</v>", b"<v>140000</v>")

    found = read(with_part(filled(), "xl/worksheets/sheet3.xml", raised))
    wage = next(each for each in found.findings if each.code == "wage_computed")
    assert (wage.severity, "Excel har ikke regnet" in wage.message()) == (Severity.WARN, True)


def test_typed_months_totals_and_shares_are_compared():
    assert [each.code for each in after(typed("Stillinger", 5, Måneder_2010=4))] == ["months_computed"]
    assert [each.code for each in after(typed("Stillinger", 5, I_alt=1_000_001))] == ["line_total"]
    assert [each.code for each in after(typed("Stillinger", 5, Kommunal_andel=1))] == ["position_split"]


def test_a_grant_above_the_wage_or_the_year_or_the_allocation_is_told():
    found = after(typed("Stillinger", 6, Heraf_tilskud=9_000_000))
    assert [each.code for each in found] == ["grant_above_wage", "yearly_grant_differs"]
    found = after(typed("Tilskud pr. år", 5, Søgt_tilskud=150_000))
    assert [each.code for each in found] == ["grant_above_wages", "yearly_grant_differs"]
    found = after(typed("Tilskud pr. år", 6, Tildelt=100_000))
    assert [(each.code, each.severity) for each in found] == [("grant_above_allocation", Severity.WARN)]


def test_a_year_twice_outside_the_plan_or_without_a_grant_is_told():
    assert [each.code for each in after(typed("Tilskud pr. år", 6, År=2010))] == ["same_year_twice"]
    assert [each.code for each in after(typed("Tilskud pr. år", 6, År=2031))] == ["not_a_plan_year"]
    own = typed("Tilskud pr. år", 5, Søgt_tilskud=None, Kommunal_andel=149_206)
    assert [each.code for each in after(own)] == ["yearly_grant_differs"]


def test_the_largest_grant_and_the_projects_period_hold_for_positions_too():
    assert codes(read(filled(), limits=Limits(largest_grant=Ore(500_000_00)))) == ["grant_above_max"]
    found = read(filled(), limits=Limits(first_year=2011, last_year=2013))
    assert places(found.findings) == [("year_outside_period", "Stillinger", "J5")]


def test_the_sum_of_the_instruments_is_the_total_of_the_target_group():
    three = [goal(), goal("private_subsidy", 20, 10), goal("total", 105)]

    def sums(book):
        write(book["Mål"], 7, {"Udgangspunkt": 85, "Mål 2011": 124})

    found = after(sums, budget(position(), goals=three))
    assert [(each.code, each.column, each.severity) for each in found] == [
        ("goal_total", f"Mål {year}", Severity.BLOCK) for year in (2011, 2012, 2013)
    ]
    assert (found[0].seen, found[0].params["sum"], found[0].params["diff"]) == ("124", "125", "1")


def test_a_goal_twice_is_told():
    found = after(lambda book: None, budget(position(), goals=[goal(), goal()]))
    assert [(each.code, each.row, each.params) for each in found] == [("goal_twice", 6, {"other": 5})]


def test_a_baseline_of_nought_has_no_growth_and_that_is_said():
    found = after(lambda book: None, budget(position(), goals=[goal(baseline=0)]))
    assert [(each.code, each.severity) for each in found] == [("growth_unknown", Severity.INFO)]


def test_a_typed_growth_is_compared():
    wrong = typed("Mål", 5, **{"Vækst_%": "60 %"})
    found = after(wrong)
    assert [(each.code, each.params["sum"]) for each in found] == [("growth_computed", "53,3")]
    assert after(typed("Mål", 5, **{"Vækst_%": "53,3 %"})) == []


@pytest.mark.parametrize("column", ["Udgangspunkt", "Periode for udgangspunkt", "Kilde", "Mål 2012"])
def test_every_goal_has_a_baseline_with_its_source_and_a_figure_for_each_year(column):
    found = after(lambda book: write(book["Mål"], 5, {column: None}))
    assert [(each.code, each.column) for each in found] == [("required_blank", column)]


@pytest.mark.parametrize("column", ["Milepæl", "Dato", "Ansvarlig", "Resultatkrav"])
def test_every_milestone_has_a_date_somebody_responsible_and_a_result(column):
    found = after(lambda book: write(book["Milepæle"], 5, {column: None}))
    assert [(each.code, each.column) for each in found] == [("required_blank", column)]


def test_a_status_nobody_knows_is_told_with_the_choices():
    found = after(typed("Milepæle", 5, Status="måske"))
    assert [each.code for each in found] == ["unknown_choice"]
    assert "planlagt, i gang, nået" in found[0].text()


def test_a_missing_sheet_and_a_missing_column_are_named():
    def drop(book):
        del book["Milepæle"]

    found = read(changed(by_hand(PLAN), drop))
    assert [(each.code, each.params) for each in found.findings if each.severity is Severity.BLOCK] == [
        ("table_missing", {"table": {"da": "Milepæle", "en": "Milestones"}})
    ]
    found = after(lambda book: book["Stillinger"].delete_cols(21))
    assert [(each.code, each.column) for each in found if each.severity is Severity.BLOCK] == [
        ("header_missing", "Sagstal")
    ]


def test_a_cpr_number_is_found_on_every_sheet():
    found = after(typed("Milepæle", 5, Ansvarlig="Bodil 010190-1234"))
    assert [each.code for each in found] == ["cpr_number"]


def test_figures_that_are_negative_or_in_words_are_told():
    found = after(typed("Stillinger", 5, Månedsløn=-36_000, Årsværk="halv tid"))
    assert sorted(each.code for each in found) == ["negative_amount", "text_not_number"]


def test_the_guidelines_own_first_day_goes_before_the_templates():
    assert read(filled(), limits=Limits(earliest=date(2010, 9, 15))).findings == []
    assert codes(read(filled(), limits=Limits(earliest=date(2010, 9, 16)))) == ["wage_too_early"]


@pytest.mark.parametrize(("limits", "code"), [
    (Limits(own_percent=60), "own_financing_low"), (Limits(smallest_grant=Ore(10_000_000_00)), "grant_below_min"),
    (Limits(largest_grant=Ore(1_00)), "grant_above_max"),
])  # fmt: skip
def test_positions_obey_the_limits_of_the_pool(limits, code):
    assert code in {each.code for each in read(filled(PLAN), limits=limits).findings}
    assert code not in {each.code for each in read(filled(PLAN)).findings}


def test_the_limits_hold_without_the_sheet_of_yearly_grants():
    data = changed(filled(PLAN), lambda book: book.remove(book["Tilskud pr. år"]))
    found = read(data, limits=Limits(own_percent=60))
    assert "own_financing_low" in {each.code for each in found.findings}


def test_an_empty_cell_is_told_what_belongs_in_it():
    def blank(book):
        for cell in ("C5", "D5", "E5"):
            book["Milepæle"][cell] = None
        book["Mål"]["C5"] = None

    found = read(changed(filled(PLAN), blank)).findings
    said = {each.column: each.fix("da") for each in found if each.code == "required_blank"}
    assert said["Dato"] == "Skriv dag, måned og år."
    assert said["Ansvarlig"] == said["Resultatkrav"] == "Skriv det, der mangler."
    assert said["Udgangspunkt"] == "Skriv et tal. Skriv 0, hvis der ingen er."


def test_a_number_below_nought_is_sent_to_no_sheet_the_workbook_lacks():
    def below(book):
        book["Mål"]["C5"] = -5
        book["Stillinger"]["G5"] = -36000

    found = read(changed(filled(PLAN), below)).findings
    assert {each.fix("da") for each in found if each.code == "negative_amount"} == {
        "Skriv et tal, der er 0 eller mere."
    }


def test_findings_stand_in_the_order_one_reads():
    def many(book):
        for cell in ("O5", "D5", "B6"):
            book["Stillinger"][cell] = None
        book["Stillinger"]["D6"] = "snart"
        book["Stillinger"]["H5"] = "mange"

    kept = read(changed(by_hand(PLAN), many)).sorted()
    blocking = [place_of(each.cell) for each in kept if each.severity is Severity.BLOCK and each.sheet == "Stillinger"]
    assert blocking == sorted(blocking)
    assert len(blocking) >= 3


@pytest.mark.parametrize(
    ("heading", "figure", "cell"),
    [("Årsværk", 25, "F5"), ("Årsværk", 0, "F5"), ("Pension %", "60 %", "H5"), ("Sagstal", 1001, "U5"),
     ("Virksomhedsbesøg pr. år", 2.5, "V5")],
)  # fmt: skip
def test_virk_10_a_figure_that_the_section_refuses_stops_the_workbook_too(heading, figure, cell):
    found = after(lambda book: write(book["Stillinger"], 5, {heading: figure}))
    assert ("figure_impossible", "Stillinger", cell) in places(found)


def test_half_a_person_is_no_goal():
    found = after(typed("Mål", 5, Mål_2011=2.5))
    assert ("persons_not_whole", "Mål", "G5") in places(found)
    assert found[0].text() == "G5: 2,5 er ikke et helt antal personer. Skriv et helt tal."
