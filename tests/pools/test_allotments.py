"""The pages of allotments: typed amounts, a file, the letters, and who sees what."""

from datetime import date

import pytest

from portal.core.errors import Refusal
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.pools import allotments, queries
from portal.pools.settings import Settings


@pytest.fixture
def round_(make):
    pool = make.pool(code="consultants", prefix="VIRK", allots=True)
    settings = Settings(earliest_cost_date=date(2010, 9, 15)).to_json()
    guideline = make.guideline(pool=pool, region=make.region(code="BR-SD"), settings=settings)
    return make.round(guideline=guideline, reference="VIRK-2010-SYD", frame=Ore(3_000_000_00))


@pytest.fixture
def varde(make, round_):
    return make.job_centre(round_.region, name="Jobcenter Varde")


@pytest.fixture
def odense(make, round_):
    return make.job_centre(round_.region, name="Jobcenter Odense")


def where(round_, page="allotments"):
    return f"/pools/rounds/{round_.id}/{page}"


def test_amounts_are_written_and_told_in_letters(make, browse, round_, varde, odense):
    caseworker, director = make.person(Role.CASEWORKER, round_.region), make.person(Role.DIRECTOR, round_.region)
    manager = make.person(Role.MANAGER, varde)
    page = browse(caseworker).get(where(round_))
    page.submit('form[action$="allotments"]', **{f"amount_{varde.id}": "700.000"})
    assert [(each.job_centre.name, each.amount) for each in allotments.waiting(round_)] == [
        ("Jobcenter Varde", Ore(700_000_00))
    ]
    browse(director).get(where(round_, "letters")).submit()
    assert allotments.waiting(round_) == []
    shown = browse(manager).get(f"/pools/rounds/{round_.id}").all("main h3")
    assert [each.replace("\N{NO-BREAK SPACE}", " ") for each in shown] == ["Jobcenter Varde kan få op til 700.000 kr."]
    task = next(each for each in browse(manager).get("/").all("ol.tasks p") if "Tildelt beløb" in each)
    assert task.replace("\N{NO-BREAK SPACE}", " ").endswith(": 700.000 kr.")


def test_the_frame_says_what_is_promised_in_letters_and_the_list_only_what_can_be_sent(
    make, browse, round_, varde, odense
):
    caseworker, director = make.person(Role.CASEWORKER, round_.region), make.person(Role.DIRECTOR, round_.region)
    make.person(Role.MANAGER, varde, name="Karsten Med")
    make.person(Role.MANAGER, varde, name="Lone Uden", password_hash="")
    browse(caseworker).get(where(round_)).submit('form[action$="allotments"]', **{f"amount_{varde.id}": "700.000"})
    at = f"/pools/rounds/{round_.id}"
    frame = "section[aria-labelledby=money] tfoot tr"
    assert "Lovet i bevillingsskrivelser00,0 %" in browse(caseworker).get(at).all(frame)
    rows = browse(caseworker).get(where(round_)).all("table.lines tbody tr")
    assert [each.split()[-2:] for each in rows if "Varde" in each] == [["Ikke", "sendt"]]
    assert [each.split()[-1] for each in rows if "Odense" in each] == ["–"]
    letters = browse(director).get(where(round_, "letters"))
    assert "Karsten Med" in letters.soup.text
    assert "Lone Uden" not in letters.soup.text
    letters.submit()
    below = browse(caseworker).get(at).all(frame)
    assert "Lovet i bevillingsskrivelser700.00023,3 %" in below
    assert "Hverken bevilget eller lovet2.300.00076,7 %" in below


def test_the_pages_of_the_round_speak_of_allotments(make, browse, round_, varde, odense):
    caseworker = make.person(Role.CASEWORKER, round_.region)
    facts = browse(caseworker).get(f"/pools/rounds/{round_.id}").soup.find("main").text
    assert "Højeste beløb til ét jobcenter" in facts
    assert "Største tilskud" not in facts
    assert "nviter" not in facts


def test_a_planned_round_says_what_comes_next_as_the_pool_gives(make, browse, round_):
    caseworker = make.person(Role.CASEWORKER, round_.region)
    page = browse(caseworker).get("/pools/rounds/new")
    times = {"opens_time": "08.00", "closes_time": "12.00", "answer_time": "12.00"}
    days = {"opens_on": "2090-01-10", "closes_on": "2090-02-10", "answer_on": "2090-03-10",
            "expected_grant_on": "2090-04-01", "period_start": "2090-04-01", "period_end": "2090-12-31"}  # fmt: skip
    made = page.submit(guideline=round_.guideline_id, title="Konsulenter 2011", year="2090",
                       frame="3.000.000", largest_grant="1.000.000", **days, **times)  # fmt: skip
    assert made.heading == "Konsulenter 2011"
    assert "Fordel nu beløbene til jobcentrene" in made.soup.text


def test_the_answer_is_begun_as_an_addendum_with_what_is_allotted(make, browse, round_, varde):
    caseworker, director = make.person(Role.CASEWORKER, round_.region), make.person(Role.DIRECTOR, round_.region)
    page = browse(caseworker).get(where(round_))
    page.submit('form[action$="allotments"]', **{f"amount_{varde.id}": "700.000"})
    browse(director).get(where(round_, "letters")).submit()
    writer = browse(make.person(Role.WRITER, varde))
    assert f"Begynd på tillægget: {round_.title}" in writer.get("/").all(".tasks h3")
    page = writer.get(f"/applications/begin/{round_.id}")
    assert page.heading == "Begynd på tillægget"
    assert "700.000" in page.soup.find("main").text


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(make, browse, round_, varde, odense):
    page = browse(make.person(Role.CASEWORKER, round_.region)).get(where(round_))
    answer = page.submit('form[action$="allotments"]', **{f"amount_{varde.id}": "mange", f"amount_{odense.id}": "1"})
    assert answer.status == 422
    assert queries.allotments(round_) == []
    too_much = page.submit(
        'form[action$="allotments"]', **{f"amount_{varde.id}": "1.000.001", f"amount_{odense.id}": "2.999.999"}
    )
    assert too_much.status == 422
    assert any("Ét jobcenter kan højst få 1.000.000" in each for each in too_much.errors)
    assert len(too_much.errors) == 3  # each above the largest grant, and together above nothing more than the frame
    assert queries.allotments(round_) == []


def test_a_file_is_read_row_by_row(round_, varde, odense):
    rows = "Jobcenter;Beløb\nJobcenter Varde;700.000\nJobcenter Odense;mange\nJobcenter Nord;5\nJobcenter Varde;1\n"
    amounts, said = allotments.read(rows.encode(), queries.centres_of(round_))
    assert amounts == {varde.id: Ore(700_000_00)}
    assert [str(each)[:6] for each in said] == ["Row 3:", "Row 4:", "Row 5:"]


def test_a_file_with_a_cpr_number_is_refused_whole(round_, varde):
    with pytest.raises(Refusal):
        allotments.read("Jobcenter;Beløb\nJobcenter Varde;120385-1234\n".encode(), queries.centres_of(round_))


def test_what_is_taken_out_as_a_file_is_read_back(make, browse, round_, varde, odense):
    caseworker = make.person(Role.CASEWORKER, round_.region)
    allotments.allot(round_, {varde.id: Ore(700_000_00)}, by=caseworker)
    make.session.commit()
    for kind in ("csv", "xlsx"):
        data = browse(caseworker).client.get(where(round_, f"allotments.{kind}")).data
        amounts, said = allotments.read(data, queries.centres_of(round_))
        assert (amounts, said) == ({varde.id: Ore(700_000_00), odense.id: Ore(0)}, [])


def test_a_round_of_a_pool_that_does_not_allot_has_no_such_page(make, browse):
    other = make.round()
    assert browse(make.person(Role.CASEWORKER, other.region)).get(where(other)).status == 404
