"""What is written wrong at the command line is told in Danish, or in the language that was asked for."""

import pytest


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ("pools ledger --on 2011-13-01", 2, "Fejl: Vi læste dagen »2011-13-01«. Skriv den som 2011-12-31.\n"),
        ("pools ledger --on x --language en", 2, "Error: We read the day “x”. Write it as 2011-12-31.\n"),
        ("worker daily --on x", 2, "Fejl: Vi læste dagen »x«. Skriv den som 2011-12-31.\n"),
        ("labour-market figures --indicator x --on 1", 2, "Fejl: Vi læste dagen »1«. Skriv den som 2011-12-31.\n"),
        ("results compile --year x", 2, "Fejl: Vi læste »x«. Skriv et helt tal, for eksempel 2010.\n"),
        ("results open-reports --year 2009", 1, "Fejl: Skriv et år"),
        ("demo --scale mange", 2, "Fejl: Vi læste »mange«. Skriv et helt tal, for eksempel 1000.\n"),
        ("demo --scale 5 load", 2, "Fejl: --scale står alene: Den laver selv sine personer.\n"),
        ("applications check --file /nope.json", 1, "Fejl: /nope.json kan ikke læses: den findes ikke.\n"),
        ("budgets template --pool upskilling -o /nope/x.xlsx", 1,
         "Fejl: /nope/x.xlsx kan ikke skrives: mappen findes ikke.\n"),
    ],
)  # fmt: skip
def test_a_command_that_was_written_wrong_is_told_in_the_readers_language(app, session, written, code, said):
    done = app.test_cli_runner().invoke(args=written.split())
    assert done.exit_code == code
    assert done.stderr.startswith(said)
    assert "No such" not in done.output


def test_a_day_and_a_number_that_look_like_a_cpr_number_are_not_repeated(app, session):
    number = "0101" + "701234"
    for command in (["pools", "ledger", "--on", number], ["demo", "--scale", f"{number}x"]):
        assert number not in app.test_cli_runner().invoke(args=command).output
