"""`flask budgets`: the template, and one line of JSON per file, without a database."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.budgets import editions
from portal.budgets.commands_upkeep import budgets_cli
from tests.budgets import consulting
from tests.budgets.workbooks import changed, filled, funded, line

pytestmark = pytest.mark.slow  # each is a program of its own
ROOT = Path(__file__).parents[2]
# The commands in a program of their own, so that pipes and full disks are real ones.
ALONE = "import flask, portal.budgets.commands_upkeep as c; a = flask.Flask('alone'); a.cli.add_command(c.budgets_cli)"


@pytest.fixture
def run():
    app = Flask("nothing but the commands")
    app.cli.add_command(budgets_cli)
    return lambda *words: app.test_cli_runner().invoke(args=["budgets", *map(str, words)])


def alone(*words, **given) -> subprocess.CompletedProcess:
    code = f"{ALONE}; a.cli(['budgets', *__import__('sys').argv[1:]])"
    return subprocess.run([sys.executable, "-c", code, *words], cwd=ROOT, stderr=subprocess.PIPE, **given)


@pytest.fixture
def good(tmp_path) -> Path:
    file = tmp_path / "good.xlsx"
    file.write_bytes(filled(funded(line(1), line(2))))
    return file


@pytest.fixture
def wrong(tmp_path) -> Path:
    """A workbook with something to correct: the financing is missing."""
    file = tmp_path / "wrong" / "good.xlsx"
    file.parent.mkdir()
    file.write_bytes(filled(funded(line(1), line(2, sought=-1, other=1))))
    return file


def answers(result) -> list[dict]:
    return [json.loads(each) for each in result.output.splitlines()]


def test_the_template_is_small_and_is_read_as_a_blank_budget(run, tmp_path):
    target = tmp_path / "blank.xlsx"
    assert run("template", "--pool", "upskilling", "-o", target).exit_code == 0
    assert target.stat().st_size <= 60 * 1024
    answer = json.loads(run("check", target, "--json").output)
    assert (answer["readable"], answer["lines"]) == (True, 0)
    assert [each["code"] for each in answer["problems"]] == ["no_lines"]


def test_of_very_many_problems_the_first_are_told_and_how_many_there_are(run, tmp_path):
    file = tmp_path / "many.xlsx"
    file.write_bytes(filled(funded(*(line(number, category="ukendt") for number in range(1, 252)))))
    (answer,) = answers(run("check", file, "--json"))
    assert set(answer) == {"file", "readable", "lines", "total_ore", "granted_ore", "problems"}
    *problems, last = answer["problems"]
    assert (len(problems), {each["code"] for each in problems}) == (200, {"unknown_category"})
    assert (last["code"], last["severity"]) == ("more_findings", "info")
    assert last["message"].startswith("Vi fandt 251 ting i alt. De første 200 står her")
    assert "Vi fandt 251 ting i alt" in run("check", file).output


def test_a_version_that_is_not_there_is_refused_in_a_sentence(run, tmp_path):
    answer = run("template", "--pool", "upskilling", "--version", "99", "-o", tmp_path / "none.xlsx")
    assert answer.exit_code == 1
    assert "Fejl: Der er ingen version 99 af skemaet for upskilling. Versioner: 1, 2." in answer.output
    assert run("template", "--pool", "upskilling", "--version", "0").exit_code == 2


def test_many_files_are_judged_in_one_process_with_one_line_each(run, good, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"%PDF")
    answer = run("check", good, bad, good, "--json")
    first, second, third = answers(answer)
    assert answer.exit_code == 0
    assert first == third
    assert (first["lines"], first["total_ore"], first["granted_ore"], first["problems"]) == (2, 12000000, 12000000, [])
    assert set(first) == set(second) == {"file", "readable", "lines", "total_ore", "granted_ore", "problems"}
    assert (second["readable"], second["problems"][0]["code"]) == (False, "file_wrong_kind")
    assert set(second["problems"][0]) == {"sheet", "cell", "code", "severity", "message"}


def test_a_file_that_is_not_there_is_told_and_the_others_are_judged(run, good, tmp_path):
    answer = run("check", tmp_path / "none.xlsx", good, "--json")
    assert answer.exit_code == 1
    assert [each["readable"] for each in answers(answer)] == [False, True]


def test_what_is_no_file_is_told_without_waiting_for_it(run, good, tmp_path):
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "loop.xlsx").symlink_to(tmp_path / "loop.xlsx")
    odd = [tmp_path, tmp_path / "pipe.xlsx", "/dev/zero", tmp_path / "loop.xlsx", good / "below.xlsx", "no\x00name"]
    answer = run("check", *odd, good, "--json")
    assert answer.exit_code == 1
    assert [[one["code"] for one in each["problems"]] for each in answers(answer)] == [
        ["file_no_file"], ["file_no_file"], ["file_no_file"], ["file_closed"], ["file_missing"], ["file_missing"], [],
    ]  # fmt: skip


def test_a_file_beyond_every_limit_is_refused_by_its_size(run, tmp_path):
    with (tmp_path / "huge.xlsx").open("wb") as stream:
        stream.truncate(25 * 1024 * 1024)
    (answer,) = answers(run("check", tmp_path / "huge.xlsx", "--json"))
    assert answer["problems"][0]["code"] == "file_too_big"
    assert "25,0 MB" in answer["problems"][0]["message"]


def test_a_name_with_odd_bytes_comes_back_as_it_was(good, tmp_path):
    name = os.fsencode(tmp_path) + b"/b\xf8f \x1b[31m\n.xlsx"
    os.rename(good, name)
    done = alone("check", name, "--json", stdout=subprocess.PIPE, check=True)
    assert os.fsencode(json.loads(done.stdout)["file"]) == name
    shown = alone("check", name, stdout=subprocess.PIPE, check=True).stdout.decode()
    assert "\x1b" not in shown
    assert len(shown.splitlines()) == 2


def test_a_terminal_that_cannot_write_danish_gets_question_marks(tmp_path):
    told = alone(
        "check", tmp_path / "none.xlsx", stdout=subprocess.PIPE, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert told.stderr == b""
    assert b"kan ikke l?ses som budget." in told.stdout


def test_each_answer_comes_as_soon_as_it_is_known(good, tmp_path):
    """Seen through a pipe: the first answer is there while the second file is still missing its reader."""
    words = [sys.executable, "-c", f"{ALONE}; a.cli(['budgets', 'check', *__import__('sys').argv[1:], '--json'])"]
    with subprocess.Popen([*words, good, good], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert json.loads(process.stdout.readline())["lines"] == 2
        assert json.loads(process.stdout.readline())["lines"] == 2
        assert process.stdout.read() == b""


def test_a_reader_who_leaves_ends_the_command_quietly(good):
    reading, writing = os.pipe()
    os.close(reading)
    done = alone("check", *[good] * 3, "--json", stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_full_disk_is_told_in_a_sentence(good):
    with Path("/dev/full").open("wb") as full:
        done = alone("check", good, "--json", stdout=full)
    assert done.returncode == 1
    assert b"Svaret kan ikke skrives" in done.stderr
    assert b"Traceback" not in done.stderr


def test_people_at_a_terminal_get_sentences(run, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"")
    assert "Filen er tom" in run("check", bad).output
    assert "The file is empty" in run("check", bad, "--language", "en").output


def test_marked_copies_never_overwrite_anything(run, good, wrong, tmp_path):
    folder = tmp_path / "new" / "marked"
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"%PDF")
    result = run("check", good, wrong, bad, "--annotated", folder, "--json")
    first, second, third = answers(result)
    assert result.exit_code == 0
    assert [Path(each["annotated"]).name for each in (first, second)] == ["good.xlsx", "good (2).xlsx"]
    assert "annotated" not in third
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    run("check", good, "--annotated", folder)
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert (folder / "good (3).xlsx").exists()


def test_a_marked_copy_gives_the_same_findings_again(run, wrong, tmp_path):
    (first,) = answers(run("check", wrong, "--annotated", tmp_path, "--json"))
    (again,) = answers(run("check", first["annotated"], "--json"))
    assert first["problems"]
    assert again["problems"] == first["problems"]


def test_a_folder_that_takes_no_copies_is_told(run, good, tmp_path):
    within = run("check", good, "--annotated", good / "below")
    assert (within.exit_code, "kan ikke oprettes" in within.output) == (1, True)
    assert run("check", good, "--annotated", good).exit_code == 2
    full = run("check", good, "--annotated", "/proc/self", "--json")
    assert full.exit_code == 1
    assert "Traceback" not in full.output


def test_two_workbooks_are_compared_line_by_line(run, good, tmp_path):
    other = tmp_path / "other.xlsx"
    other.write_bytes(filled(funded(line(2), line(3, category="30"))))
    result = run("compare", good, other, "--json")
    (answer,) = answers(result)
    assert result.exit_code == 0
    assert {name: number for name, number in answer["counts"].items() if number} == {
        "removed": 1,
        "added": 1,
        "same": 1,
    }
    assert [(each["change"], each["difference_ore"]) for each in answer["lines"]] == [
        ("removed", -6000000), ("added", 6000000),
    ]  # fmt: skip
    assert answer["by_category"]["21"]["by_year"]["2010"]["difference_ore"] == -6000000
    assert answer["by_category"]["30"]["total"] == {"old_ore": 0, "new_ore": 6000000, "difference_ore": 6000000}
    assert answer["total"]["difference_ore"] == 0
    words = run("compare", good, other).output
    assert "Fjernet: linje 1" in words
    assert "30 Materialer, formidling og information, 2010: 0 → 60.000 kr. (+60.000)" in words


def test_a_changed_line_says_old_and_new(run, good, tmp_path):
    first, second = line(1), line(2)
    other = tmp_path / "other.xlsx"
    other.write_bytes(filled(funded(first, type(second)(**{**vars(second), "note": "Ny note"}))))
    assert "    Note: – → Ny note" in run("compare", good, other).output.splitlines()
    assert "    Note: – → Ny note" in run("compare", good, other, "--language", "en").output.splitlines()


def test_financing_that_changed_is_shown_source_by_source(run, good, tmp_path):
    def pay_otherwise(book):
        book["Finansiering"]["C5"].value, book["Finansiering"]["D5"].value = "Tilsagn", 100

    other = tmp_path / "other.xlsx"
    other.write_bytes(changed(good.read_bytes(), pay_otherwise))
    words = run("compare", good, other).output
    assert "Ændret: Finansiering, Puljen\n" in words
    assert "Beløb 2010: 120.000 → 100\n" in words
    assert "Finansieringen er ændret." not in words
    (answer,) = answers(run("compare", good, other, "--json"))
    assert answer["plan"][0]["fields"][-1] == {
        "field": "amount", "label": "Beløb 2010", "year": 2010, "old": "120.000", "new": "100",
    }  # fmt: skip


def test_a_line_whose_category_is_unknown_is_said_to_have_none(run, good, tmp_path):
    other = tmp_path / "other.xlsx"
    other.write_bytes(changed(good.read_bytes(), lambda book: setattr(book["Udgifter"]["B6"], "value", "Overhead")))
    words = run("compare", good, other).output
    assert ", , " not in words
    assert "uden kategori, Truckcertifikat, hold 2" in words


def test_a_workbook_compared_with_itself_has_no_differences(run, good):
    assert run("compare", good, good).output == "Ingen forskelle.\n"
    (answer,) = answers(run("compare", good, good, "--json"))
    assert (answer["same"], answer["lines"], answer["a"]["lines"]) == (True, [], 2)


def test_what_cannot_be_read_cannot_be_compared_and_is_named(run, good, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"%PDF")
    result = run("compare", good, bad, "--json")
    (answer,) = answers(result)
    assert result.exit_code == 1
    assert (answer["refused"], answer["problems"][0]["file"]) == ("file_wrong_kind", str(bad))
    assert str(bad) in run("compare", bad, good).output


def test_every_command_explains_itself_and_its_exit_codes(run):
    for name in ("check", "compare"):
        told = run(name, "--help").output
        assert "Exit code 0" in told
        assert "Exit code 1" in told


def test_publishing_writes_the_version_down_once(run, tmp_path, monkeypatch):
    (tmp_path / "upskilling_1.json").write_bytes(editions.path("upskilling", 1).read_bytes())
    monkeypatch.setattr(editions, "FOLDER", tmp_path)
    assert editions.unpublished() == [("upskilling", 1)]
    assert run("publish", "--pool", "upskilling", "--version", "1").exit_code == 0
    assert (editions.unpublished(), editions.changed()) == ([], [])
    again = run("publish", "--pool", "upskilling", "--version", "1")
    assert (again.exit_code, "Fejl: Version 1 for upskilling er allerede udgivet." in again.output) == (1, True)
    there_is_no = run("publish", "--pool", "upskilling", "--version", "2", "--language", "en")
    assert (there_is_no.exit_code, "Error: There is no file upskilling_2.json" in there_is_no.output) == (1, True)
    (tmp_path / "upskilling_1.json").write_bytes(b"{}")
    assert [each.version for each in editions.changed()] == [1]


def test_what_is_kept_for_the_templates_answers_in_both_languages(run, tmp_path, monkeypatch):
    (tmp_path / "upskilling_1.json").write_bytes(b"{}")
    monkeypatch.setattr(editions, "FOLDER", tmp_path)
    assert "upskilling 1 er udgivet: 44136fa3" in run("publish", "--pool", "upskilling", "--version", "1").output
    (tmp_path / editions.REGISTRY).unlink()
    english = run("publish", "--pool", "upskilling", "--version", "1", "--language", "en").output
    assert "upskilling 1 is published: 44136fa3" in english
    nowhere = tmp_path / "nowhere" / "findings.md"
    assert f"Fejl: {nowhere} kan ikke skrives" in run("findings", "-o", nowhere).output
    assert f"Error: {nowhere} cannot be written" in run("findings", "-o", nowhere, "--language", "en").output
    assert run("findings", "-o", tmp_path / "findings.md").exit_code == 0


def test_goals_that_changed_are_no_line_and_still_a_difference(run, tmp_path):
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    before.write_bytes(consulting.filled())
    after.write_bytes(consulting.filled(replace(consulting.PLAN, goals=(consulting.goal(first=90),))))
    assert "Arket Mål er ændret." in run("compare", before, after).output.splitlines()
    (answer,) = answers(run("compare", before, after, "--json", "--language", "en"))
    assert (answer["same"], answer["lines"], answer["sheets_changed"]) == (False, [], ["Goals"])
    changes = [(each["change"], each["row"]) for each in answer["plan"]]
    assert ("changed", "Langtidsledige, Company placement") in changes
    field = next(each for each in answer["plan"] if each["fields"])["fields"][0]
    assert (field["year"], field["old"], field["new"]) == (2010, "85", "90")


def test_workbooks_of_two_pools_are_not_compared(run, good, tmp_path):
    other = tmp_path / "other.xlsx"
    other.write_bytes(consulting.filled())
    result = run("compare", good, other, "--json")
    (answer,) = answers(result)
    assert (result.exit_code, answer["refused"]) == (1, "template_other_pool")
    assert "Ansættelse af virksomhedskonsulenter" in run("compare", good, other).output
    (answer,) = answers(run("compare", good, other, "--json", "--pool", "upskilling"))
    assert (answer["refused"], answer["problems"][0]["file"]) == ("template_other_pool", str(other))


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", ("Skal rettes", "Se på det", "Til orientering")), ("en", ("Must be corrected", "Look at this"))],
)
def test_people_are_told_how_grave_it_is_in_words(run, wrong, language, words):
    answer = run("check", wrong, "--language", language)
    assert answer.exit_code == 0
    assert any(each in answer.output for each in words)
    assert not {"block", "warn", "info"} & {each.split()[0] for each in answer.output.splitlines()}


def test_the_language_of_people_changes_nothing_but_sentences_for_programs(run, wrong):
    danish, english = (answers(run("check", wrong, "--json", "--language", each))[0] for each in ("da", "en"))
    assert list(danish) == list(english) == ["file", "readable", "lines", "total_ore", "granted_ore", "problems"]
    for one, other in zip(danish["problems"], english["problems"], strict=True):
        assert list(one) == ["sheet", "cell", "code", "severity", "message"]
        assert one["severity"] in {"block", "warn", "info"}
        assert {**one, "message": ""} == {**other, "message": ""}


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", "Fejl: Der er ingen version 99 af skemaet for"), ("en", "Error: There is no version 99 of the template")],
)
def test_what_went_wrong_is_told_in_the_language_asked_for(run, language, words):
    answer = run("template", "--pool", "consultants", "--version", "99", "--language", language)
    assert (answer.exit_code, words in answer.output) == (1, True)


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_comparison_never_shows_what_looks_like_a_cpr_number(run, good, tmp_path, words):
    like_one = "31" + "1299" + "-" + "0000"
    other = tmp_path / "other.xlsx"
    other.write_bytes(filled(funded(line(1), line(2, purpose=f"Kursus til {like_one}"))))
    said = run("compare", good, other, *words).output
    assert "Kursus til …" in said
    assert like_one not in said


def test_a_line_without_words_has_no_empty_place_in_the_comparison(run, good, tmp_path):
    other = tmp_path / "other.xlsx"
    other.write_bytes(changed(good.read_bytes(), lambda book: setattr(book["Udgifter"]["C6"], "value", None)))
    assert ", :" not in run("compare", good, other).output
