"""The commands about applications, as a person and as a program uses them."""

import json

import pytest
from sqlalchemy import func, select

from portal.applications.commands import applications
from portal.applications.models import Application, Submission
from portal.applications.rules import Status
from portal.core.audit import Event
from portal.core.db import db
from tests.applications.cases import whole_application
from tests.support.documents import complete_document
from tests.support.standing import standing

KEYS = {"rule", "outcome", "severity", "found", "expected", "remedy", "source"}


@pytest.fixture
def run(app, make):
    def invoke(*words: str):
        return app.test_cli_runner().invoke(applications, list(words))

    return invoke


@standing
def application(make):
    return whole_application(make)


def test_check_prints_every_verdict_as_one_object(run, application):
    answer = run("check", application.reference, "--json")
    assert answer.exit_code == 0
    told = json.loads(answer.output)
    assert set(told) == {"reference", "verdicts", "may_submit"}
    assert told["reference"] == application.reference
    assert told["may_submit"] is True
    assert len(told["verdicts"]) == 42
    assert all(set(each) == KEYS for each in told["verdicts"])
    assert "kr." in " ".join(each["found"] for each in told["verdicts"])


def test_check_speaks_danish_and_english(run, application):
    danish, english = run("check", application.reference), run("check", application.reference, "--language", "en")
    assert "Ansøgningen kan indsendes." in danish.output
    assert "The application may be submitted." in english.output
    assert "OPK-01" in danish.output


@pytest.mark.parametrize(
    ("status", "danish", "english"),
    [
        (Status.SUBMITTED, "Ansøgningen er indsendt og kan ikke indsendes igen.", "has been submitted"),
        (Status.RECOMMENDED, "Ansøgningen er indsendt og kan ikke indsendes igen.", "has been submitted"),
        (Status.GRANTED, "Ansøgningen er afgjort og kan ikke indsendes igen.", "has been decided"),
        (Status.REFUSED, "Ansøgningen er afgjort og kan ikke indsendes igen.", "has been decided"),
        (Status.WITHDRAWN, "Ansøgningen er trukket tilbage og kan ikke indsendes.", "has been withdrawn"),
    ],
)
def test_what_is_no_longer_open_may_not_be_submitted_whatever_the_rules_say(run, application, status, danish, english):
    application.status = status
    told = json.loads(run("check", application.reference, "--json").output)
    assert (set(told), told["may_submit"]) == ({"reference", "verdicts", "may_submit"}, False)
    last = run("check", application.reference).output.splitlines()[-1]
    assert last == f"{danish} Den opfylder alle krav."
    last = run("check", application.reference, "--language", "en").output.splitlines()[-1]
    assert (english in last, last.endswith("It meets every must.")) == (True, True)


def test_what_was_sent_back_may_be_submitted_again(run, application):
    application.status = Status.RETURNED
    assert json.loads(run("check", application.reference, "--json").output)["may_submit"] is True


def test_a_submitted_application_that_misses_a_must_says_so(run, make):
    application = make.application(status=Status.SUBMITTED)
    last = run("check", application.reference).output.splitlines()[-1]
    assert last == "Ansøgningen er indsendt og kan ikke indsendes igen. Den opfylder ikke alle krav."


def test_the_name_of_a_rule_stands_apart_from_its_verdict(run, make):
    application = make.application(round=make.round(pool=make.pool(code="consultants")))
    answer = run("check", application.reference)
    assert "VIRK-04 Ikke opfyldt" in answer.output
    assert "\nG-03    " in answer.output
    assert answer.output.rstrip().endswith("Ansøgningen kan ikke indsendes.")
    assert answer.exit_code == 0, "it was judged; the last line says how"


def test_an_export_judged_from_a_file_gives_the_same_verdicts(run, application, tmp_path):
    target = tmp_path / "doc.json"
    assert run("export", application.reference, "-o", str(target)).exit_code == 0
    from_file = json.loads(run("check", "--file", str(target), "--json").output)
    stored = json.loads(run("check", application.reference, "--json").output)
    differing = [
        each["rule"]
        for each, other in zip(stored["verdicts"], from_file["verdicts"], strict=True)
        if each != other and each["rule"] != "G-02"  # which prints the time
    ]
    assert differing == []
    assert from_file["may_submit"] is stored["may_submit"] is True
    document = json.loads(target.read_text("utf-8"))
    assert document.pop("state") == "draft"
    target.write_text(json.dumps(document), "utf-8")
    unsaid = json.loads(run("check", "--file", str(target), "--json").output)
    assert unsaid["may_submit"] is False, "a document that does not say it is a draft must carry the confirmation"


def test_a_confirmed_document_may_be_submitted_and_nothing_is_stored(run, application, tmp_path):
    before = [db.session.scalar(select(func.count()).select_from(each)) for each in (Application, Submission, Event)]
    document = json.loads(run("export", application.reference).output)
    document["sections"]["declarations"] |= {
        "confirmed_name": "Henrik Møller", "confirmed_title": "Jobcenterchef",
        "confirmed_at": "2026-01-05T10:00:00+01:00",
    }  # fmt: skip
    path = tmp_path / "signed.json"
    path.write_text(json.dumps(document | {"reference": "FRA-EN-ANDEN"}), "utf-8")
    told = json.loads(run("check", "--file", str(path), "--json").output)
    assert (told["reference"], told["may_submit"]) == ("FRA-EN-ANDEN", True)
    after = [db.session.scalar(select(func.count()).select_from(each)) for each in (Application, Submission, Event)]
    assert after == before


def test_a_document_that_does_not_fit_is_refused_with_every_place(run, tmp_path):
    document = complete_document()
    document["sections"]["goals"]["lines"][0]["target"] = "ca. 45"
    del document["sections"]["basis"]["cvr"]
    path = tmp_path / "doc.json"
    path.write_text(json.dumps(document), "utf-8")
    answer = run("check", "--file", str(path), "--json")
    assert answer.exit_code == 2
    told = json.loads(answer.output)
    assert (told["reference"], told["may_submit"]) == (document["reference"], False)
    assert [each["place"] for each in told["problems"]] == ["sections.basis.cvr", "sections.goals.lines[0].target"]
    assert all(each["message"] for each in told["problems"])
    assert "sections.basis.cvr:" in run("check", "--file", str(path)).output


def test_an_unknown_round_and_job_centre_are_told_like_any_other_place(run, tmp_path):
    path = tmp_path / "doc.json"
    path.write_text(json.dumps(complete_document()), "utf-8")
    answer = run("check", "--file", str(path), "--json")
    assert answer.exit_code == 2
    assert [each["place"] for each in json.loads(answer.output)["problems"]] == ["round", "job_centre"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"reference": ' + b"9" * 5000 + b"}", b"null", b"[]", b'"OPK"',
        b'{"a": NaN}', b'{"round": "\\ud800"}', b'{"reference": "010190-1234"}',
    ],
)  # fmt: skip
def test_whatever_stands_in_the_file_the_answer_is_one_object(run, tmp_path, content):
    path = tmp_path / "doc.json"
    path.write_bytes(content)
    answer = run("check", "--file", str(path), "--json")
    assert answer.exit_code == 2
    told = json.loads(answer.output)
    assert told["problems"]
    assert told["may_submit"] is False
    assert "010190-1234" not in answer.output


def test_a_field_that_stands_twice_is_refused_with_its_place(run, tmp_path):
    path = tmp_path / "doc.json"
    path.write_text(json.dumps(complete_document()).replace('"cvr":', '"cvr": "12345678", "cvr":'), "utf-8")
    answer = run("check", "--file", str(path), "--json")
    assert answer.exit_code == 2
    assert [each["place"] for each in json.loads(answer.output)["problems"]] == ["sections.basis.cvr"]


def test_a_file_that_cannot_be_read_is_told_why_in_danish(run, tmp_path):
    assert "det er en mappe" in run("check", "--file", str(tmp_path)).output
    assert "den findes ikke" in run("check", "--file", str(tmp_path / "nej.json")).output
    private = run("check", "--file", str(tmp_path / "120385-1234.json"))
    assert private.exit_code == 1
    assert "120385-1234" not in private.output


def test_half_a_character_in_the_names_of_a_document_does_not_stop_the_command(run, tmp_path):
    path = tmp_path / "doc.json"
    path.write_text(json.dumps(complete_document() | {"round": "\ud800", "reference": "\ud800"}), "utf-8")
    assert run("check", "--file", str(path), "--json").exit_code == 2


def test_what_is_not_there_is_said_in_a_sentence(run, tmp_path):
    for words in (["check", "OPK-0"], ["export", "OPK-0"], ["check", "--file", str(tmp_path / "none.json")]):
        answer = run(*words)
        assert answer.exit_code == 1
        assert "Fejl: " in answer.output
    assert run("check").exit_code == 2
    assert run("check", "OPK-0", "--file", "x").exit_code == 2


def test_a_refusal_of_a_command_speaks_danish_and_english(run):
    assert "Der er ingen ansøgning OPK-2099-SYD-001." in run("check", "OPK-2099-SYD-001").output
    assert "There is no application OPK-2099-SYD-001." in run("check", "OPK-2099-SYD-001", "--language", "en").output
    assert "Der er ingen ansøgning OPK-2099-SYD-001." in run("export", "OPK-2099-SYD-001").output
    assert "Angiv enten en reference" in run("check").output
