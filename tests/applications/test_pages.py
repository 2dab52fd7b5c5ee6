"""The pages an application is written on, as people meet them, in Danish unless the test says otherwise."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from portal.applications.models import Application, Submission
from portal.applications.rules import Status
from portal.applications.showing import cost_per_place
from portal.core.permissions import Role
from portal.identity.models import Organisation, Person
from tests.applications.cases import whole_application
from tests.support.pages import Browser
from tests.support.standing import standing


@standing
def application(make) -> Application:
    return make.application()


@standing
def writer(make, application) -> Person:
    return make.person(Role.WRITER, application.job_centre, name="Rikke Tangmose")


@pytest.fixture
def page_of(browse, application, writer):
    def open_page(key: str, query: str = ""):
        return browse(writer).get(f"/applications/{application.id}/sections/{key}{query}")

    return open_page


def invited(make) -> tuple[Organisation, object]:
    this_round = make.round()
    centre = make.job_centre(this_round.region)
    make.invitation(this_round, centre)
    return centre, this_round


def test_an_invited_writer_begins_an_application(make, browse):
    centre, this_round = invited(make)
    page = browse(make.person(Role.WRITER, centre)).get(f"/applications/begin/{this_round.id}")
    begun = page.submit(title="Fra ledig til lager")
    assert begun.heading == "Fra ledig til lager"
    assert len(begun.all(".tasks--sections > li")) == 13


def test_a_title_is_asked_for_beside_its_field(make, browse):
    centre, this_round = invited(make)
    page = browse(make.person(Role.WRITER, centre)).get(f"/applications/begin/{this_round.id}").submit(title="")
    assert page.status == 422
    assert page.all("#title-error") == ["Fejl: Giv projektet en titel, for eksempel »Fra ledig til lager«."]


@pytest.mark.parametrize(("key", "field"), [("basis", "period_start"), ("goals", "lines-0-target_date")])
def test_a_day_is_picked_like_every_other_day_in_the_portal(page_of, application, key, field):
    assert page_of(key).submit(**{field: "15-12-2010"}).status == 200
    box = page_of(key).soup.select_one(f"[name={field}]")
    assert (box["type"], box["value"]) == ("date", "2010-12-15")


@pytest.mark.parametrize("typed", ["31-02-2010", "2010-13-01", "i morgen", "15-12-2010"])
def test_a_day_that_a_picker_would_not_show_stands_as_it_was_typed(page_of, typed):
    page = page_of("phases").submit(**{"lines-0-date": typed, "lines-0-responsible": "x" * 201})
    box = page.soup.select_one("[name=lines-0-date]")
    assert (page.status, box.get("type", "text"), box["value"]) == (422, "text", typed)


def test_the_titles_of_occupations_are_said_to_be_danish_on_english_pages(make, browse):
    application = whole_application(make)
    browser = browse(make.person(Role.WRITER, application.job_centre))
    here = f"/applications/{application.id}"
    for page in (browser.get(f"{here}/sections/occupations?language=en"), browser.get(f"{here}/answers")):
        titles = page.soup.find_all(string=re.compile(r"\(8344\)"))
        assert {each.parent.get("lang") for each in titles} == {"da"}
    assert not browser.get(f"{here}/answers?language=da").soup.select("main [lang]")


def test_the_fields_of_a_long_line_stand_side_by_side_and_what_takes_many_words_over_the_whole_width(page_of):
    fields = page_of("activities").soup.select("#lines-0 .pp-line-fields > .form-group")
    whole = [each.select_one("[name]")["name"] for each in fields if "pp-whole" in each["class"]]
    assert (len(fields), whole) == (11, ["lines-0-title", "lines-0-instrument", "lines-0-leads_to"])


@pytest.mark.parametrize(("key", "name"), [("should_elements", "lines-0-text"), ("phases", "lines-0-result")])
def test_an_answer_of_many_words_is_written_where_they_can_be_seen(page_of, key, name):
    box = page_of(key).submit(**{name: "Tre virksomheder\r\nstiller pladser til rådighed."}) and page_of(key)
    field = box.soup.select_one(f"textarea[name={name}]")
    assert field.text.strip() == "Tre virksomheder stiller pladser til rådighed."


def test_the_menu_says_that_a_budget_belongs_to_an_application(browse, application, writer):
    for page in ("sections/basis", "budget/", "budget/workbook"):
        shown = browse(writer).get(f"/applications/{application.id}/{page}")
        assert shown.all("nav [aria-current=page]")[0] == "Ansøgninger"


def test_what_was_typed_is_saved_and_the_state_shows(page_of, application):
    page = page_of("background").submit(background="Mange er ledige.", purpose="Flere i job.")
    assert page.heading == "Baggrund og formål"  # a press on Save goes nowhere: one can go on where one was
    assert "»Baggrund og formål« er gemt." in page.soup.text
    assert application.section("background").answers["background"] == "Mange er ledige."
    assert "Påbegyndt" in page.browser.get(f"/applications/{application.id}").all(".tasks--sections > li")[1]


def test_all_that_cannot_be_read_is_told_at_once_and_nothing_is_lost(page_of, application):
    typed = {"lines-0-number": "ca. 2", "lines-0-long_term_share": "120", "description": "Ledige"}
    page = page_of("target_group").submit(**typed)
    assert page.status == 422
    assert page.all(".error-summary li") == [
        "Linje 1, Antal: vi læste »ca. 2«. Skriv et helt tal, for eksempel 12.",
        "Linje 1, Andel af langtidsledige, %: vi læste »120«. Skriv et helt tal fra 0 til 100.",
    ]
    assert page.soup.select_one("#f-lines-0-number")["value"] == "ca. 2"
    assert page.all("#f-lines-0-number-error") == ["Fejl: Vi læste »ca. 2«. Skriv et helt tal, for eksempel 12."]
    assert page.all("#f-description") == ["Ledige"]
    assert application.section("target_group").answers == {}


def test_what_an_autosave_could_not_read_is_told_and_where_it_is_kept(page_of):
    page = page_of("target_group")
    token = page.soup.select_one("main [name=csrf_token]")["value"]

    def words(**typed):
        data = {"csrf_token": token, "lines-count": "1"} | typed
        return page.browser.client.post(page.path, data=data, headers={"X-Autosave": "1"}).json["words"]

    assert words(**{"lines-0-number": "-3"}) == (
        "Ikke gemt: Linje 1, Antal: vi læste »-3«. Skriv et helt tal fra 0 til 1.000.000. "
        "Det, du har skrevet, er bevaret i denne browser."
    )
    assert "denne browser" not in words(description="Borger 150370-1234")


def test_a_failed_save_says_that_the_portal_has_not_saved_it(page_of):
    page = page_of("target_group").submit(**{"lines-0-number": "ca. 2"})
    assert "Det er ikke gemt i portalen endnu. Det, du skrev, står her stadig." in page.soup.text


def test_a_cpr_shaped_number_is_refused_with_its_place(page_of, application):
    page = page_of("background").submit(background="Borger 150370-1234 er ledig")
    assert page.status == 422
    assert page.all(".error-summary li")[0].startswith("Baggrund: der står et tal, der ligner et CPR-nummer")
    assert application.section("background").answers == {}


def test_a_line_is_added_and_taken_away_without_script(page_of):
    page = page_of("target_group").submit(add="lines", **{"lines-0-number": "16"})
    assert len(page.soup.select("table.lines tbody tr")) == 2
    assert page.soup.select_one("#f-lines-0-number")["value"] == "16"
    assert len(page.submit(remove="lines-0").soup.select("table.lines tbody tr")) == 1


@pytest.mark.parametrize(
    ("pressed", "goes_on"),
    [({"add": "lines"}, 2), ({"copy": "lines-0"}, 1), ({"remove": "lines-0"}, 0), ({"remove": "lines-1"}, 0)],
)
def test_who_changes_the_lines_goes_on_where_the_change_is(page_of, pressed, goes_on):
    two = page_of("activities").submit(add="lines", **{"lines-0-title": "Første"})
    page = two.submit(**{"lines-1-title": "Anden"}, **pressed)
    assert [each["id"] for each in page.soup.select("[autofocus]")] == [f"f-lines-{goes_on}-title"]
    assert not page_of("activities").soup.select("[autofocus]")


def test_a_section_is_complete_only_with_all_it_asks_for(page_of, application):
    page = page_of("follow_up").submit(follow_up="Vi følger op.", complete="1")
    assert page.all(".error-summary li") == ["Evaluering mangler."]
    page = page_of("follow_up").submit(follow_up="Vi følger op.", evaluation="Vi måler.", complete="1")
    assert application.section("follow_up").complete


def test_an_autosave_answers_with_the_new_version_and_the_time(app, browse, application, writer):
    browser = browse(writer)
    page = browser.get(f"/applications/{application.id}/sections/background")
    data = {"csrf_token": page.soup.select_one("main [name=csrf_token]")["value"], "background": "Halvt",
            "version": page.soup.select_one("[name=version]")["value"]}  # fmt: skip
    answer = browser.client.post(page.path, data=data, headers={"X-Autosave": "1"})
    assert answer.status_code == 200
    assert answer.json["words"].startswith("Gemt kl. ")
    assert answer.json["version"] == int(data["version"]) + 1
    again = browser.client.post(page.path, data=data, headers={"X-Autosave": "1"})
    assert (again.status_code, again.json["version"]) == (200, answer.json["version"]), "the very same is kept already"
    late = browser.client.post(page.path, data=data | {"background": "Andet"}, headers={"X-Autosave": "1"})
    assert (late.status_code, late.json["conflict"]) == (409, True)


def test_the_second_of_two_writers_sees_both_versions_and_chooses(browse, page_of, application, make):
    mine = page_of("background")
    colleague = browse(make.person(Role.WRITER, application.job_centre, name="Tove Skovmarken"))
    colleague.get(mine.path).submit(background="Toves tekst")
    page = mine.submit(background="Rikkes tekst")
    assert page.status == 409
    assert "Tove Skovmarken gemte dette afsnit" in page.all("main p")[0]
    assert page.all("fieldset .pp-quote") == ["Rikkes tekst", "Toves tekst"]
    assert application.section("background").answers["background"] == "Toves tekst"
    page.submit()
    assert application.section("background").answers["background"] == "Rikkes tekst"


def test_who_is_signed_out_in_another_tab_is_told_so_and_led_back(browse, page_of, application, writer):
    page = page_of("background")
    page.browser.get("/").submit("header form")
    answer = page.submit(background="Skrevet efter at jeg var logget ud")
    assert answer.status == 400
    assert answer.heading == "Du er logget af"
    assert "er bevaret i denne browser" in answer.all("main p")[0]
    link = answer.soup.select_one("main .button-primary")["href"]
    assert link == f"/sign-in?next=/applications/{application.id}/sections/background"
    assert application.section("background").answers == {}


def test_an_earlier_version_is_brought_back(browse, page_of, application, writer):
    for words in ("Første", "Anden"):
        page_of("background").submit(background=words)
    page = browse(writer).get(f"/applications/{application.id}/sections/background/versions")
    page.submit()
    assert application.section("background").answers["background"] == "Første"


def test_lists_filter_and_download_what_they_show(browse, make, application, writer):
    make.application(job_centre=application.job_centre, round=application.round, title="Chauffør nu")
    browser = browse(writer)
    assert len(browser.get("/applications/").all("main tbody tr")) == 2
    [row] = browser.get("/applications/?words=chauff").all("main tbody tr")
    assert row.startswith("Chauffør nu")
    assert browser.get("/applications/?words=findes-ikke").all("main tbody tr") == []
    text = browser.client.get("/applications/?words=chauff&download=csv").get_data(as_text=True)
    assert "Chauffør nu" in text
    assert application.title not in text


def test_a_long_list_asks_no_more_than_a_short_one(browse, make, application, writer):
    from tests.support.pages import counted_queries

    browser = browse(writer)
    with counted_queries() as few:
        browser.get("/applications/")
    for _each in range(45):
        make.application(job_centre=application.job_centre, round=application.round)
    with counted_queries() as many:
        browser.get("/applications/")
    assert len(many) == len(few)


@pytest.mark.parametrize("key", ["basis", "background", "target_group", "occupations", "activities", "goals",
                                 "should_elements", "organisation", "phases", "follow_up", "declarations"])  # fmt: skip
def test_every_section_opens_in_both_languages(page_of, key):
    danish, english = page_of(key), page_of(key, "?language=en")
    assert danish.status == english.status == 200
    assert danish.heading != english.heading or key == "phases"


def test_a_draft_is_the_job_centres_alone(browse, make, application):
    path = f"/applications/{application.id}"
    stranger = make.person(Role.MANAGER, make.job_centre())
    caseworker = make.person(Role.CASEWORKER, application.round.region)
    assert [browse(each).get(path).status for each in (stranger, caseworker)] == [404, 404]


def test_a_submitted_application_is_read_but_not_written(browse, make):
    application = make.application(status=Status.SUBMITTED)
    writer: Browser = browse(make.person(Role.WRITER, application.job_centre))
    assert writer.get(f"/applications/{application.id}").status == 200
    assert writer.get(f"/applications/{application.id}/sections/goals").status == 409


def test_the_strip_says_who_takes_part(browse, make):
    partners = [{"municipality_code": code, "places": None, "amount_ore": None} for code in ("0573", "9998", "9999")]
    application = make.application(sections={"basis": {"grant_responsible": "0573", "partners": partners}})
    page = browse(make.person(Role.WRITER, application.job_centre)).get(f"/applications/{application.id}")
    assert "sammen med 9998 og 9999" in page.all(".pp-facts small")


def test_what_a_place_costs_is_told_when_it_can_be(make):
    budget = {"lines": [{"years": [{"year": 2010, "amount_ore": 300_000_00}, {"year": 2011, "amount_ore": None}]}]}
    assert cost_per_place(make.application(places=20, sections={"budget": budget})) == 15_000_00
    assert cost_per_place(make.application(places=22, sections={"budget": budget})) == 13_636_00  # of 13.636,36
    assert cost_per_place(make.application(places=29, sections={"budget": budget})) == 10_345_00  # of 10.344,83
    assert cost_per_place(make.application(places=0, sections={"budget": budget})) is None
    assert cost_per_place(make.application(places=20)) is None


LONG_AGO, FAR_AWAY = datetime(2010, 9, 1, 10, tzinfo=UTC), datetime(2999, 1, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "asked", "said"),
    [
        ({"closes_at": LONG_AGO + timedelta(1)}, True, "Fristen var 2. september 2010 kl. 12.00"),
        ({"opens_at": FAR_AWAY}, True, "1. januar 2999 kl. 12.00"),
        ({}, False, "Kun et jobcenter, der er inviteret til denne runde, kan søge."),
    ],
)
def test_a_round_in_which_nobody_can_begin_says_why_and_what_to_do_instead(make, browse, when, asked, said):
    guideline, usual = make.guideline(), {"opens_at": LONG_AGO, "closes_at": FAR_AWAY + timedelta(1)}
    closed = make.round(guideline=guideline, title="Den lukkede", **usual | when)
    other = make.round(guideline=guideline, title="Den åbne", **usual)
    centre = make.job_centre(guideline.region)
    for each in (closed, other) if asked else (other,):
        make.invitation(each, centre)
    begun = make.application(round=closed, job_centre=centre, title="Den begyndte")
    browser = browse(make.person(Role.WRITER, centre))
    page = browser.get(f"/applications/begin/{closed.id}")
    assert (page.status, page.heading) == (200, "Du kan ikke søge i denne runde nu")
    assert said in " ".join(page.all(".sentence"))
    assert not page.soup.select("main form")
    text = " ".join(page.soup.text.split())
    assert "1. januar 2999 kl. 12.00" in text or "2. januar 2999 kl. 12.00" in text
    links = {link["href"] for link in page.soup.select("main li a")}
    assert {f"/applications/begin/{other.id}", f"/applications/{begun.id}", "/applications/"} <= links
    token = browser.get(f"/applications/begin/{other.id}").soup.select_one("[name=csrf_token]")["value"]
    pressed = {"csrf_token": token, "title": "For sent", "job_centre": str(centre.id)}
    assert browser.fetch("POST", page.path, pressed).status == 409
    assert f"/applications/begin/{closed.id}" not in links


def test_a_bookmark_to_a_section_of_a_submitted_application_leads_to_what_was_submitted(
    make, browse, application, page_of
):
    application.status = Status.SUBMITTED
    facts = {"content": {}, "sha256": "0", "receipt_sha256": "0", "submitted_by_id": application.begun_by_id}
    make.save(
        Submission(application_id=application.id, number=1, submitted_at=application.begun_at, signed_name="Alma",
                   signed_title="Chef", **facts)
    )  # fmt: skip
    page = page_of("background")
    assert page.status == 409
    links = [link["href"] for link in page.soup.select("main li a")]
    assert links == [f"/applications/{application.id}/submissions/1", f"/applications/{application.id}"]


def test_a_number_that_cannot_be_kept_and_all_else_that_is_wrong_are_told_at_once(page_of, application):
    page = page_of("background")
    page = page.submit(background="Om 010170-1234 " + "x" * 20_000, purpose="", complete="1")
    assert (page.status, len(page.errors)) == (422, 4)  # too long, the number, the purpose, the type
    assert "010170" not in " ".join(page.errors)
    assert "010170-1234" in page.soup.select_one("#f-background").text
    assert application.section("background").answers == {}


def test_below_lines_of_places_stands_what_they_add_up_to(page_of):
    page = page_of("target_group").submit(add="lines", **{"lines-0-number": "1.016"})
    page = page.submit(**{"lines-1-number": "12"})
    assert page_of("target_group").all("tfoot th, tfoot [data-sum]") == ["I alt", "1.028"]
    page = page_of("target_group").submit(**{"lines-1-number": "ca. 2"})
    assert page.all("tfoot th, tfoot [data-sum]") == ["I alt, uden det, der ikke kan læses", "1.016"]
    page = page_of("basis").submit(**{"partners-0-places": "3", "partners-0-amount_ore": "1.000,50"})
    assert page_of("basis").all("tfoot [data-sum]") == ["3", "1.000,50"]
    assert not page_of("phases").soup.select("tfoot")


@pytest.mark.parametrize("pressed", [{"add": "lines"}, {"copy": "lines-0"}])
def test_where_there_is_no_room_for_one_more_line_none_is_lost(page_of, pressed, monkeypatch):
    monkeypatch.setattr("portal.applications.drawing.MOST_LINES", 2)
    page = page_of("activities").submit(add="lines", **{"lines-0-title": "Første"})
    page = page.submit(**{"lines-1-title": "Anden"}, **pressed)
    assert [each["value"] for each in page.soup.select("[name$=-title]")] == ["Første", "Anden"]
    assert "Der er plads til" in page.soup.select_one(".alert-warning").text
