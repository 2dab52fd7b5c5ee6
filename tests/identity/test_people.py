"""Colleagues: who sees whom, who may invite, and how a role ends."""

import pytest
from sqlalchemy import func, select

from portal.core import audit
from portal.core.db import db
from portal.core.permissions import Role
from portal.identity.models import Membership, Person
from tests.support.pages import Page

GOOD = {"name": "Viggo Stenkær", "email": "viggo@varde.dk", "role": "writer"}


@pytest.fixture
def viggo(make, centre) -> Person:
    return make.person(Role.WRITER, centre, name="Viggo Stenkær")


@pytest.fixture
def stranger(make) -> Person:
    return make.person(Role.WRITER, make.job_centre(), name="Fremmed Fra Esbjerg")


def take_away(person: Person) -> str:
    held = person.memberships[0]
    return f"/people/{person.id}/{held.organisation_id}/{held.role.value}/take-away"


def test_a_manager_sees_the_people_of_the_own_centre_only(browse, alma, viggo, stranger):
    text = browse(alma).get("/people").soup.text
    assert "Viggo Stenkær" in text
    assert "Fremmed" not in text


def test_a_writer_sees_colleagues_but_cannot_invite(browse, alma, viggo):
    page = browse(viggo).get("/people")
    assert "Alma Bregnedal" in page.soup.text
    assert not page.soup.select("td form, td a")
    assert browse(viggo).get("/people/invite").status == 403
    assert browse(viggo).get(take_away(alma)).status == 403


def test_a_reader_does_not_see_the_list(browse, make, centre):
    assert browse(make.person(Role.READER, centre)).get("/people").status == 403


def test_the_administrator_sees_everybody_and_finds_by_name_place_and_role(browse, make, alma, viggo, stranger):
    browser = browse(make.person(Role.ADMIN, make.operator()))
    assert {"Viggo", "Alma", "Fremmed"} <= set(browser.get("/people").soup.text.split())
    assert found(browser.get("/people?words=FREMM")) == ["Fremmed Fra Esbjerg"]
    assert found(browser.get("/people?role=manager")) == ["Alma Bregnedal"]
    place = viggo.memberships[0].organisation_id
    assert found(browser.get(f"/people?organisation={place}")) == ["Alma Bregnedal", "Viggo Stenkær"]
    assert browser.get("/people?words=%25&page=999999999999999999999").status == 200
    assert "Ingen passer til filteret" in browser.get("/people?words=nobody%00").soup.text


def found(page: Page) -> list[str]:
    return [tag.find(string=True, recursive=False).strip() for tag in page.soup.select("tbody th")]


def test_every_problem_of_an_invitation_is_told_at_once_and_what_was_typed_stays(browse, alma):
    page = browse(alma).get("/people/invite").submit(name="Viggo 010170-1234", email="viggo", role="writer")
    assert page.status == 422
    assert page.errors == [
        "»Navn« indeholder et nummer, der ligner et CPR-nummer. Fjern det.",
        "Det ligner ikke en e-mailadresse. Skriv den som navn@kommune.dk.",
    ]
    assert page.soup.select_one("#email")["value"] == "viggo"
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def post(browser, path: str, **typed: str) -> Page:
    token = browser.get(path).soup.select_one("[name=csrf_token]")["value"]
    return browser.fetch("POST", path, {"csrf_token": token} | typed)


@pytest.mark.parametrize("role", ["director", "admin", "nonsense", ""])
def test_a_manager_cannot_give_a_role_that_does_not_sit_in_a_job_centre(browse, alma, centre, role):
    page = post(browse(alma), "/people/invite", **GOOD | {"role": role, "organisation": str(centre.id)})
    assert page.status == 422
    assert page.errors == ["Vælg fra listen under »Rolle«."]


def test_a_manager_cannot_invite_into_another_organisation(browse, alma, stranger):
    elsewhere = str(stranger.memberships[0].organisation_id)
    page = post(browse(alma), "/people/invite", **GOOD | {"organisation": elsewhere})
    assert page.status == 422


def test_the_administrator_is_told_when_a_role_does_not_belong_in_the_place(browse, make, centre):
    make.region()
    browser = browse(make.person(Role.ADMIN, make.operator()))
    typed = GOOD | {"role": "director", "organisation": str(centre.id)}
    page = browser.get("/people/invite").submit(**typed)
    assert page.errors == ["»Regionsdirektør« er ikke en rolle i den slags organisation. Vælg en anden."]


def test_the_same_role_twice_is_refused(browse, alma, viggo):
    page = browse(alma).get("/people/invite").submit(name="Viggo", email=viggo.email.upper(), role="writer")
    assert page.errors == ["Viggo Stenkær har allerede denne rolle her."]


def test_somebody_known_from_elsewhere_gets_the_role_and_keeps_the_other(browse, alma, stranger):
    browse(alma).get("/people/invite").submit(name="Et andet navn", email=stranger.email, role="reader")
    assert {each.role for each in stranger.memberships} == {Role.WRITER, Role.READER}
    assert stranger.name == "Fremmed Fra Esbjerg"


def test_a_closed_account_is_not_opened_by_an_invitation(browse, alma, stranger):
    stranger.closed_at = stranger.created_at
    page = browse(alma).get("/people/invite").submit(name="x", email=stranger.email, role="writer")
    assert page.status == 422


def test_taking_a_role_away_says_what_happens_and_counts_at_once(browse, alma, viggo):
    his = browse(viggo)
    page = browse(alma).get(take_away(viggo))
    assert "Viggo Stenkær er ikke længere Projektskriver i Jobcenter" in page.soup.text
    path = take_away(viggo)
    page.submit()
    assert his.get("/people").status == 403
    assert browse(alma).get(path).status == 404
    assert audit.of(viggo.reference)[-1].what == "identity.role_taken"


def test_looking_at_the_page_takes_nothing_away(browse, session, alma, viggo):
    before = session.scalar(select(func.count()).select_from(Membership))
    browse(alma).get(take_away(viggo))
    assert session.scalar(select(func.count()).select_from(Membership)) == before


def test_nobody_shuts_themselves_out(browse, alma):
    page = browse(alma).get(take_away(alma)).submit()
    assert page.status == 422
    assert alma.memberships


@pytest.mark.parametrize("what", ["take-away", "send-again"])
def test_the_people_of_another_organisation_do_not_exist(browse, alma, viggo, stranger, what):
    browser = browse(alma)
    token = browser.get("/account").soup.select_one("[name=csrf_token]")["value"]
    path = take_away(stranger).replace("take-away", what)
    assert browser.fetch("POST", path, {"csrf_token": token}).status == 404
    assert browser.fetch("POST", path.replace("writer", "nonsense"), {"csrf_token": token}).status == 404
    assert stranger.memberships


def test_an_invitation_that_was_accepted_is_not_sent_again(browse, alma, viggo):
    viggo.password_hash = alma.password_hash
    browser = browse(alma)
    token = browser.get("/account").soup.select_one("[name=csrf_token]")["value"]
    path = take_away(viggo).replace("take-away", "send-again")
    assert browser.fetch("POST", path, {"csrf_token": token}).status == 409


def test_a_director_invites_in_the_own_region(browse, make, mails):
    region = make.region()
    director = make.person(Role.DIRECTOR, region)
    page = browse(director).get("/people/invite").submit(**GOOD | {"role": "caseworker"})
    assert page.status == 200
    assert mails()[-1]["To"] == "viggo@varde.dk"


def test_organisations_are_filtered_and_their_numbers_filled_in(browse, make, alma, centre):
    browser = browse(make.person(Role.ADMIN, make.operator()))
    assert centre.name in browser.get("/organisations").soup.text
    assert browser.get("/organisations?kind=operator").soup.text.count(centre.name) == 0
    assert "Ingen organisation passer" in browser.get("/organisations?words=nowhere").soup.text
    wrong = browser.get(f"/organisations/{centre.id}").submit(cvr="123", ean="5")
    assert len(wrong.errors) == 2
    browser.get(f"/organisations/{centre.id}").submit(cvr="29189811", ean="5798005010123")
    assert (centre.cvr, centre.ean) == ("29189811", "5798005010123")


def test_a_manager_sees_only_the_own_organisation(browse, alma, stranger):
    browser = browse(alma)
    elsewhere = stranger.memberships[0].organisation
    assert elsewhere.name not in browser.get("/organisations").all("tbody th")[0]
    assert len(browser.get("/organisations").soup.select("tbody tr")) == 1
    assert browser.get(f"/organisations/{elsewhere.id}").status == 404


def test_a_name_cannot_put_anything_into_a_page(browse, make, alma, centre):
    odd = make.person(Role.READER, centre, name="<b id='odd'>Odd</b>")
    for path in ("/people", take_away(odd)):
        page = browse(alma).get(path)
        assert not page.soup.select("#odd")
        assert "<b id='odd'>Odd</b>" in page.soup.text


@pytest.mark.parametrize("number", ["0", "99999999999999999999"])
def test_a_number_that_no_row_has_is_not_found(browse, alma, number):
    assert browse(alma).get(f"/organisations/{number}").status == 404
    assert browse(alma).get(f"/people/{number}/{number}/writer/take-away").status == 404


def test_an_empty_invitation_says_what_each_field_lacks(browse, alma):
    page = post(browse(alma), "/people/invite", name="", email="", role="", organisation="")
    assert page.errors == [
        "Skriv navnet på din kollega.",
        "Skriv din kollegas e-mailadresse.",
        "Vælg fra listen under »Arbejdssted«.",
        "Vælg fra listen under »Rolle«.",
    ]


def test_a_name_that_cannot_be_kept_and_a_role_held_already_are_told_at_once(browse, alma, viggo, centre):
    typed = {"name": "Viggo 010170-1234", "email": viggo.email, "organisation": str(centre.id)}
    page = post(browse(alma), "/people/invite", **GOOD | typed)
    assert page.errors == [
        "»Navn« indeholder et nummer, der ligner et CPR-nummer. Fjern det.",
        "Viggo Stenkær har allerede denne rolle her.",
    ]
