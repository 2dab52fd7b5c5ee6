"""What a person who fills in the workbook for the first time is told: nothing that only sounds like an answer."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import describing, judging, normalising, specification, template
from portal.budgets.commands_upkeep import budgets_cli
from portal.budgets.findings import Finding

CSV, PDF = b"nr;kategori\n1;20\n", b"%PDF-1.7 ..."


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [(CSV, "budget.csv", "Filen kan ikke læses som budget: den er en tekstfil (CSV)."),
     (PDF, "budget.PDF", "Filen kan ikke læses som budget: den er en PDF-fil."),
     (PDF, "budget", "Filen kan ikke læses som budget: den er en PDF-fil."),
     (CSV, "budget.xlsx", "Filen hedder .xlsx, men indholdet er en tekstfil (CSV)."),
     (PDF, "budget.csv", "Filen hedder .csv, men indholdet er en PDF-fil.")],
)  # fmt: skip
def test_a_name_is_set_against_the_content_only_where_they_contradict(data, name, said):
    assert judging.judge(data, name).findings[0].message() == said


@pytest.mark.parametrize("cell", [Cell(Kind.NUMBER, "1e20"), Cell(Kind.TEXT, "99999999999999999999")])
def test_a_count_that_is_too_large_is_not_asked_for_in_kroner(cell):
    count, amount = normalising.number(cell), normalising.amount(cell)
    assert Finding(count.code, params=count.params).fix() == "Skriv et tal på højst 1.000.000.000.000."
    assert Finding(amount.code, params=amount.params).fix() == "Skriv beløbet i kroner, højst 1.000.000.000.000."


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f"])
def test_a_blank_between_thousands_is_read(blank):
    assert normalising.amount(Cell(Kind.TEXT, f"240{blank}000")).value == 240_000_00
    assert normalising.number(Cell(Kind.TEXT, f"1{blank}720")).value == 1720


@pytest.mark.parametrize(("language", "word"), [("da", "Forskel"), ("en", "Difference")])
@pytest.mark.parametrize("pool", ["upskilling", "consultants"])
def test_the_column_of_checks_speaks_the_language_of_the_workbook(pool, language, word):
    request = template.Request(made_at=datetime(2026, 1, 1, tzinfo=UTC), language=language)
    book = template.plan(specification.of(pool), request)
    checks = {put.formula for sheet in book.sheets for put in sheet.puts if '"OK"' in put.formula}
    assert checks
    assert all(f'"{word}"' in each for each in checks)


def test_a_file_that_cannot_be_read_has_no_lines_to_tell_of(tmp_path):
    app, file = Flask("nothing but the commands"), tmp_path / "budget.pdf"
    app.cli.add_command(budgets_cli)
    file.write_bytes(PDF)
    first, second = app.test_cli_runner().invoke(args=["budgets", "check", str(file)]).output.splitlines()
    assert first == f"{file}: kan ikke læses som budget."
    assert "Upload selve regnearket." in second


def test_other_names_of_a_column_have_the_year_that_is_asked_for():
    (price,) = (
        each
        for each in describing.columns(specification.of("upskilling").main, "da", 2026)
        if each.title.startswith("Pris")
    )
    assert price.spellings == ("pris pr enhed 2026", "enhedspris 2026", "unit price 2026")
