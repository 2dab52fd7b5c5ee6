"""Two who write in the same section at once: what only one of them changed is kept, and nothing written is lost."""

from contextvars import Context

import pytest

from portal.applications import merging, queries, sharing
from portal.applications.sections import BACKGROUND
from portal.applications.sections_running import FOLLOW_UP
from portal.core.permissions import Role
from tests.support.pages import value_of
from tests.support.standing import standing

BEFORE = merging.marks_of(FOLLOW_UP, {"follow_up": "a", "evaluation": "b"})


@pytest.mark.parametrize(
    ("mine", "stands", "written", "clashing"),
    [
        (("a", "mine"), ("theirs", "b"), {"evaluation": "mine"}, []),
        (("mine", "b"), ("theirs", "b"), {"follow_up": "mine", "evaluation": "b"}, ["follow_up"]),
        (("same", "b"), ("same", "theirs"), {"follow_up": "same"}, []),
        (("", "b"), ("a", "b"), {"follow_up": "", "evaluation": "b"}, []),
        (("", "b"), ("theirs", "b"), {"follow_up": "", "evaluation": "b"}, ["follow_up"]),
    ],
    ids=["one each", "the same question", "the same words", "taken away by one", "taken away and written in"],
)
def test_three_versions_are_compared_question_by_question(mine, stands, written, clashing):
    keys = ("follow_up", "evaluation")
    merged = merging.merge(FOLLOW_UP, dict(zip(keys, mine, strict=True)), dict(zip(keys, stands, strict=True)), BEFORE)
    assert merged.answers == written
    assert [each.key for each in merged.clashing] == clashing


def test_a_page_without_marks_clashes_in_all_that_differs():
    merged = merging.merge(FOLLOW_UP, {"follow_up": "x"}, {"follow_up": "y"}, merging.parsed(""))
    assert [each.key for each in merged.clashing] == ["follow_up"]


def test_marks_come_back_as_they_were_written_and_hold_no_digits():
    marks = merging.marks_of(BACKGROUND, {"background": "æøå"})
    assert merging.parsed(merging.written(marks)) == marks
    assert not any(sign.isdigit() for sign in merging.written(marks))


@standing
def application(make):
    return make.application()


@pytest.fixture
def two(make, browse, application):
    """The same section, opened by two people before either of them wrote."""
    people = (make.person(Role.WRITER, application.job_centre, name=name) for name in ("Rikke Bo", "Tove Juul"))
    path = f"/applications/{application.id}/sections/follow_up"
    return [browse(each).get(path) for each in people]


def autosaved(page, **typed):
    data = {each["name"]: value_of(each) for each in page.soup.select("#section-form [name]") if each.name != "button"}
    data.pop("complete")
    send = page.browser.client.post
    return Context().run(send, page.path, data=data | typed, headers={"X-Autosave": "1"})  # as in Browser.fetch


def test_what_a_colleague_saved_in_another_question_stays_without_a_question(two, application):
    mine, theirs = two
    assert autosaved(theirs, follow_up="Toves opfølgning").status_code == 200
    page = mine.submit(evaluation="Rikkes evaluering")
    assert page.status == 200
    assert "Tove Juul har også gemt i afsnittet" in page.soup.text
    assert sharing.answers_of(application.section("follow_up")) == {
        "follow_up": "Toves opfølgning", "evaluation": "Rikkes evaluering"
    }  # fmt: skip


def test_an_autosave_beside_a_colleagues_is_kept_and_never_wipes_it_afterwards(two, application):
    mine, theirs = two
    autosaved(theirs, follow_up="Toves opfølgning")
    answer = autosaved(mine, evaluation="Rikkes")
    assert (answer.status_code, "Tove Juul" in answer.json["words"]) == (200, True)
    known = {"version": str(answer.json["version"]), "before": answer.json["before"]}
    again = autosaved(mine, evaluation="Rikkes evaluering", **known)
    assert (again.status_code, "har også gemt" in again.json["words"]) == (200, False)
    known = {"version": str(again.json["version"]), "before": again.json["before"]}
    assert autosaved(mine, evaluation="Rikkes evaluering", follow_up="Rikkes også", **known).status_code == 409
    assert application.section("follow_up").answers == {
        "follow_up": "Toves opfølgning", "evaluation": "Rikkes evaluering"
    }  # fmt: skip


def test_ones_own_words_that_were_saved_while_the_page_was_left_are_no_colleagues(two):
    mine, _theirs = two
    first = autosaved(mine, evaluation="Rikkes")
    again = autosaved(mine, evaluation="Rikkes")
    assert again.json["version"] == first.json["version"]
    assert again.json["words"].startswith("Gemt kl. ")
    assert "Rikke Bo" not in again.json["words"]


def test_only_the_question_that_both_changed_is_asked_about_and_both_answers_are_kept(two, application):
    mine, theirs = two
    autosaved(theirs, follow_up="Toves opfølgning", evaluation="Toves evaluering")
    page = mine.submit(evaluation="Rikkes evaluering")
    assert page.status == 409
    assert page.all("fieldset legend") == ["Evaluering"]
    assert page.submit().status == 200
    section = application.section("follow_up")
    assert section.answers == {"follow_up": "Toves opfølgning", "evaluation": "Rikkes evaluering"}
    kept = queries.versions(section)
    assert [each.answers["evaluation"] for each in kept] == ["Rikkes evaluering", "Toves evaluering"]
    assert kept[1].saved_by.name == "Tove Juul"


def test_a_colleagues_answer_is_chosen_for_one_question_and_ones_own_for_another(two, application):
    mine, theirs = two
    theirs.submit(follow_up="Toves opfølgning", evaluation="Toves evaluering")
    page = mine.submit(follow_up="Rikkes opfølgning", evaluation="Rikkes evaluering")
    assert page.submit(**{"choose-follow_up": "theirs"}).status == 200
    assert application.section("follow_up").answers == {
        "follow_up": "Toves opfølgning", "evaluation": "Rikkes evaluering"
    }  # fmt: skip


def test_the_two_versions_name_the_colleague_and_the_time(two):
    mine, theirs = two
    theirs.submit(evaluation="Toves evaluering")
    page = mine.submit(evaluation="Rikkes evaluering")
    labels = [each.replace("\xa0", " ") for each in page.all("fieldset label")]
    assert labels[1].startswith("Gemt af Tove Juul ")
    assert " kl. " in labels[1]


def test_what_the_same_person_saved_in_another_window_is_kept_too(two, application):
    mine, _theirs = two
    autosaved(mine, evaluation="I det ene vindue")
    page = mine.submit(evaluation="I det andet vindue")
    labels = page.all("fieldset label")
    assert (page.status, labels[0]) == (409, "Skrevet af dig")
    assert labels[1].startswith("Gemt af dig ")
    assert " kl. " in labels[1].replace("\xa0", " ")
    page.submit()
    kept = queries.versions(application.section("follow_up"))
    assert [each.answers["evaluation"] for each in kept] == ["I det andet vindue", "I det ene vindue"]


def test_who_was_told_of_a_colleague_reads_the_name_again_when_both_changed_one_question(two, make, application):
    mine, theirs = two
    autosaved(theirs, evaluation="Toves evaluering")
    told = autosaved(mine, follow_up="Rikkes opfølgning").json
    assert "Tove Juul har også gemt i afsnittet" in told["words"]
    page = mine.submit(follow_up="Rikkes opfølgning", evaluation="Rikkes", beside=str(told["beside"]))
    assert (page.status, "Tove Juul har også gemt i afsnittet. Sammenlign" in page.soup.text) == (409, True)
    assert "i et andet af dine vinduer eller af en kollega" in page.soup.text
    stranger = make.person(Role.WRITER, make.job_centre(application.round.region), name="En Fremmed")
    page = mine.submit(follow_up="Rikkes opfølgning", evaluation="Rikkes", beside=str(stranger.id))
    assert (page.status, "En Fremmed" in page.soup.text) == (409, False)


def test_what_a_colleague_saved_over_by_typing_is_brought_back(two, application):
    mine, theirs = two
    mine.submit(evaluation="Rikkes evaluering")
    over = theirs.browser.get(theirs.path)
    assert autosaved(over, evaluation="Toves evaluering").status_code == 200
    page = mine.browser.get(f"{mine.path}/versions")
    assert page.submit().status == 200
    section = application.section("follow_up")
    assert section.answers["evaluation"] == "Rikkes evaluering"
    assert [each.answers["evaluation"] for each in queries.versions(section)][1] == "Toves evaluering"
