"""Two who write in the budget at once: put together line by line, and only what both changed is asked about."""

from dataclasses import replace

import pytest

from portal.applications import budget_merging as merging
from portal.applications.rules import SectionKey
from portal.budgets import queries
from portal.budgets.lines import Budget, Financing
from portal.core.permissions import Role
from tests.budgets.test_form_pages import COURSE, autosave, path
from tests.budgets.workbooks import line
from tests.support.standing import standing

A, B, C = (line(number, purpose=name) for number, name in enumerate(("Truck", "Kran", "Svejsning"), 1))
KEYED = {"lines-1": A, "lines-2": B, "lines-3": C}
RENAMED = replace(B, purpose="Lift")
BEFORE = merging.marks_of(KEYED)


def dearer(one, note="dyrere"):
    return replace(one, note=note)


def without(key):
    return {name: each for name, each in KEYED.items() if name != key}


@pytest.mark.parametrize(
    ("mine", "stands", "together"),
    [
        (KEYED | {"lines-1": dearer(A)}, (A, B, dearer(C)), (dearer(A), B, dearer(C))),
        (without("lines-2"), (A, B, dearer(C)), (A, dearer(C))),
        (KEYED | {"lines-1": dearer(A)}, (A, C), (dearer(A), C)),
        (KEYED | {"lines-4": line(4, purpose="Min")}, (A, line(purpose="Deres"), B, C),
         (A, line(purpose="Deres"), B, C, line(4, purpose="Min"))),
        (KEYED | {"lines-2": dearer(B)}, (A, B, C, line(purpose="Deres")), (A, dearer(B), C, line(purpose="Deres"))),
        (KEYED | {"lines-2": dearer(B)}, (A, dearer(B), C), (A, dearer(B), C)),
        (KEYED | {"lines-1": dearer(A)}, (A, RENAMED, C), (dearer(A), RENAMED, C)),
    ],
    ids=["one each", "taken out by one", "taken out by the other", "new of both", "new of one", "the same words",
         "new words"],
)  # fmt: skip
def test_what_only_one_of_them_changed_is_put_together(mine, stands, together):
    merged = merging.merge(mine, Budget(stands), BEFORE)
    assert merged.clashing == ()
    assert merged.budget.lines == tuple(replace(each, number=number) for number, each in enumerate(together, 1))


@pytest.mark.parametrize(
    ("mine", "stands", "key"),
    [
        (KEYED | {"lines-2": dearer(B)}, (A, dearer(B, "billigere"), C), "lines-2"),
        (KEYED | {"lines-2": RENAMED}, (A, replace(B, purpose="Stillads"), C), "lines-2"),
        (KEYED | {"lines-2": dearer(B)}, (A, C), "lines-2"),
        (without("lines-2"), (A, dearer(B), C), "lines-2"),
        (KEYED | {"lines-4": line(purpose="Ny")}, (A, B, C, dearer(line(purpose="Ny"))), "lines-4"),
    ],
    ids=["figures", "new words", "taken out by the other", "taken out by one", "both added it"],
)
def test_a_line_that_both_changed_is_asked_about_and_either_can_be_chosen(mine, stands, key):
    merged = merging.merge(mine, Budget(stands), BEFORE)
    (clash,) = merged.clashing
    assert (clash.key, clash.mine) == (key, mine.get(key))
    assert merged.budget.lines == tuple(replace(each, number=place) for place, each in enumerate(mine.values(), 1))
    theirs = merging.merge(mine, Budget(stands), BEFORE, left=[key], chosen=True)
    assert theirs.clashing == ()
    assert theirs.budget.lines == tuple(replace(each, number=place) for place, each in enumerate(stands, 1))


def test_two_who_save_in_turn_end_with_the_lines_in_one_order():
    mine = KEYED | {"lines-4": line(purpose="Min")}
    once = merging.merge(mine, Budget((A, B, C, line(purpose="Deres"))), BEFORE).budget
    theirs = KEYED | {"lines-4": line(purpose="Deres")}
    again = merging.merge(theirs, once, merging.marks_of(theirs)).budget
    assert again == once


def test_sources_are_put_together_too():
    fund, own = Financing("Puljen", "grant"), Financing("Kommunen", "own")
    keyed = {"sources-1": fund, "sources-2": own}
    stands = Budget((A,), (replace(fund, status="applied"), own))
    merged = merging.merge(keyed | {"sources-2": replace(own, status="granted")}, stands, merging.marks_of(keyed))
    assert merged.budget.financing == (replace(fund, status="applied"), replace(own, status="granted"))


def test_marks_hold_no_digits_and_say_whether_the_words_are_the_same():
    assert not any(sign.isdigit() for sign in merging.mark(A))
    assert merging.mark(A)[merging.WORDS] == merging.mark(dearer(A))[merging.WORDS]
    assert merging.mark(A) == merging.mark(replace(A, number=9))


@standing
def case(make):
    return make.application()


@pytest.fixture
def two(make, browse, case):
    """The budget with one line, open to two people."""
    mine, theirs = (browse(make.person(Role.WRITER, case.job_centre, name=name)) for name in ("Rikke Bo", "Tove Juul"))
    theirs.get(path(case)).submit("main form", **COURSE)
    return mine.get(path(case)), theirs.get(path(case))


def lines(case):
    return case.section(SectionKey.BUDGET).answers["lines"]


def fields_of(page):
    return {each["name"]: each.get("value", "") for each in page.soup.select("main form input[type=hidden]")}


NEW = {"lines-1-category": "21", "lines-1-purpose": "Kranførerbevis", "lines-1-units_2010": "3"}


def test_a_colleagues_new_line_stays_and_both_are_told_of(two, case):
    mine, theirs = two
    kept = COURSE | {"lines-0-key": "1", "sources-0-key": "1"}
    assert autosave(theirs.browser, theirs, **kept, **NEW, **{"lines-1-key": "2"}).status_code == 200
    page = mine.submit("main form", **{"lines-0-note": "Kun på hverdage"})
    assert page.heading == "Budget"
    assert "Tove Juul har også gemt i budgettet; det, I begge har skrevet, er bevaret." in page.soup.text
    assert [(each["purpose"], each["note"]) for each in lines(case)] == [
        ("Truckcertifikat", "Kun på hverdage"), ("Kranførerbevis", "")
    ]  # fmt: skip
    assert not case.section(SectionKey.BUDGET).complete  # the colleague's line is only begun


def test_an_autosave_beside_a_colleagues_never_wipes_their_line(two, case):
    mine, theirs = two
    kept = COURSE | {"lines-0-key": "1", "sources-0-key": "1"}
    autosave(theirs.browser, theirs, **kept, **NEW, **{"lines-1-key": "2"})
    first = autosave(mine.browser, mine, **kept, **{"lines-0-note": "a"})
    assert "Tove Juul har også gemt" in first.json["words"]
    known = {"version": str(first.json["version"]), "before": first.json["before"]}
    again = autosave(mine.browser, mine, **kept, **known, **{"lines-0-note": "ab"})
    assert again.json["words"].startswith("Gemt kl. ")
    assert "Rikke Bo" not in again.json["words"]
    assert [(each["purpose"], each["note"]) for each in lines(case)] == [
        ("Truckcertifikat", "ab"), ("Kranførerbevis", "")
    ]  # fmt: skip


def test_only_the_line_both_changed_is_asked_about_and_both_are_kept(two, case):
    mine, theirs = two
    kept = COURSE | {"lines-0-key": "1", "sources-0-key": "1", "lines-0-units_2010": "12"}
    assert autosave(theirs.browser, theirs, **kept).status_code == 200
    changed = {"lines-0-units_2010": "9", "sources-0-amount_2010": "54.000"}
    clash = mine.submit("main form", **changed)
    assert (clash.status, clash.heading) == (409, "To versioner: Budget")
    assert clash.all("fieldset legend") == ["Linje 1: Truckcertifikat"]
    assert ["Antal 2010", "9", "12"] in [
        [" ".join(cell.text.split()) for cell in row.select("th, td")] for row in clash.soup.select("fieldset tr")
    ]
    page = clash.submit("main form")
    assert page.heading == "Budget"
    assert lines(case)[0]["years"][0]["units"] == "9"
    kept = queries.versions(case.id)
    assert [each.content["lines"][0]["years"][0]["units"] for each in kept] == ["9", "12", "10"]
    assert kept[1].created_by.name == "Tove Juul"


def test_the_colleagues_line_is_chosen_and_what_else_was_typed_stays(two, case):
    mine, theirs = two
    theirs.submit("main form", **{"lines-0-units_2010": "12"})
    clash = mine.submit("main form", **{"lines-0-units_2010": "9", "sources-0-amount_2010": "54.000"})
    assert clash.submit("main form", **{"choose-lines-1": "theirs"}).status == 200
    assert lines(case)[0]["years"][0]["units"] == "12"
    (source,) = case.section(SectionKey.BUDGET).answers["financing"]
    assert source["years"][0]["amount_ore"] == 5_400_000


def test_a_line_that_one_took_out_and_the_other_changed_is_asked_about(two, case):
    mine, theirs = two
    theirs.submit("main form", **{"lines-0-units_2010": "12"})
    blank = {name: "" for name in COURSE if name.startswith("lines-")}
    clash = mine.submit("main form", **blank)
    assert clash.status == 409
    assert clash.all(".pp-quote") == ["Linjen er slettet.", "Linjen bliver stående med 72.000 kr. i alt."]
    clash.submit("main form")
    assert lines(case) == []


def test_what_is_missing_elsewhere_does_not_stand_before_the_choice_nor_undo_it(two, case):
    mine, theirs = two
    theirs.submit("main form", **{"lines-0-units_2010": "12"})
    clash = mine.submit("main form", **{"lines-0-units_2010": "9", "sources-0-source": ""})
    assert clash.status == 409
    assert clash.submit("main form", **{"choose-lines-1": "theirs"}).heading == "Budget"
    assert lines(case)[0]["years"][0]["units"] == "12"
    assert not case.section(SectionKey.BUDGET).complete


def test_an_autosave_over_a_line_that_both_changed_is_told_and_changes_nothing(two, case):
    mine, theirs = two
    theirs.submit("main form", **{"lines-0-units_2010": "12"})
    answer = autosave(mine.browser, mine, **COURSE, **{"lines-0-key": "1", "sources-0-key": "1", "lines-0-note": "a"})
    assert (answer.status_code, answer.json["conflict"]) == (409, True)
    assert lines(case)[0]["years"][0]["units"] == "12"


def test_a_copy_and_a_new_row_get_keys_that_no_row_has_had(two):
    mine, _theirs = two
    sent = fields_of(mine) | COURSE | {"do": "copy-line-0"}
    copied = mine.browser.fetch("POST", mine.path, sent)
    assert [each["value"] for each in copied.soup.select("main form [name^=lines-][name$=-key]")] == ["1", "2"]
    gone = mine.browser.fetch("POST", mine.path, fields_of(copied) | COURSE | {"do": "remove-line-0"})
    assert gone.soup.select_one("[name=lines-0-key]")["value"] == "2"
