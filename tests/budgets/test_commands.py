"""`flask budgets`: the template, and one line of JSON per file, without a database."""

import json

import pytest
from flask import Flask

from portal.budgets.commands import budgets_cli
from tests.budgets.workbooks import filled, funded, line


@pytest.fixture
def run():
    app = Flask("nothing but the commands")
    app.cli.add_command(budgets_cli)
    return lambda *words: app.test_cli_runner().invoke(args=["budgets", *map(str, words)])


def test_the_template_is_small_and_is_read_as_a_blank_budget(run, tmp_path):
    target = tmp_path / "blank.xlsx"
    assert run("template", "--pool", "upskilling", "-o", target).exit_code == 0
    assert target.stat().st_size <= 60 * 1024
    answer = json.loads(run("check", target, "--json").output)
    assert (answer["readable"], answer["lines"]) == (True, 0)
    assert [each["code"] for each in answer["problems"]] == ["no_lines"]


def test_a_pool_without_a_template_is_refused_in_a_sentence(run):
    answer = run("template", "--pool", "consultants")
    assert answer.exit_code == 1
    assert "There is no budget template for the pool consultants" in answer.output


def test_many_files_are_judged_in_one_process_with_one_line_each(run, tmp_path):
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(filled(funded(line(1), line(2))))
    bad.write_bytes(b"%PDF")
    answer = run("check", good, bad, good, "--json")
    first, second, third = map(json.loads, answer.output.splitlines())
    assert answer.exit_code == 0
    assert first == third
    assert (first["lines"], first["total_ore"], first["granted_ore"], first["problems"]) == (2, 12000000, 12000000, [])
    assert "refused" not in first
    assert (second["readable"], second["refused"]) == (False, "file_wrong_kind")
    assert set(second["problems"][0]) == {"sheet", "cell", "code", "severity", "message"}


def test_a_file_that_is_not_there_is_told_and_the_others_are_judged(run, tmp_path):
    good = tmp_path / "good.xlsx"
    good.write_bytes(filled(funded(line(1))))
    answer = run("check", tmp_path / "none.xlsx", good, "--json")
    assert answer.exit_code == 1
    assert [json.loads(each)["readable"] for each in answer.output.splitlines()] == [False, True]


def test_people_at_a_terminal_get_sentences(run, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"")
    assert "Filen er tom" in run("check", bad).output
    assert "The file is empty" in run("check", bad, "--language", "en").output
