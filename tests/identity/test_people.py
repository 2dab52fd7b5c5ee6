"""Colleagues: who sees whom, who may invite, and how a role ends."""

import pytest
from sqlalchemy import func, select

from portal.core import audit
from portal.core.db import db
from portal.core.permissions import Role
from portal.identity.models import Membership, Person
from tests.support.pages import Page

GOOD = {"name": "Viggo Stenkær", "email": "viggo@varde.dk", "role": "writer"}


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
    assert "Viggo Stenkær er ikke længere projektskriver i Jobcenter" in page.soup.text
    path = take_away(viggo)
    page.submit()
    assert his.get("/people").status == 403
    assert browse(alma).get(path).status == 404
    assert audit.of(viggo.reference)[-1].what == "identity.role_taken"


def test_the_link_to_take_a_role_away_says_from_whom_in_one_sentence(browse, alma, viggo):
    page = browse(alma).get("/people")
    assert f"Fjern rollen fra {viggo.name}" in page.all("td a")


def test_looking_at_the_page_takes_nothing_away(browse, session, alma, viggo):
    before = session.scalar(select(func.count()).select_from(Membership))
    browse(alma).get(take_away(viggo))
    assert session.scalar(select(func.count()).select_from(Membership)) == before


LAST = "Ingen andre har denne rolle her og kan logge på. Giv den først til en kollega, og vent på svaret."


def test_the_last_manager_of_a_place_stays_until_a_colleague_can_sign_in_as_one(browse, make, alma, centre):
    admin, path = browse(make.person(Role.ADMIN, make.operator())), take_away(alma)
    make.person(Role.WRITER, centre)
    make.person(Role.MANAGER, make.job_centre())
    invited = make.person(Role.MANAGER, centre, password_hash="")
    closed = make.person(Role.MANAGER, centre, closed_at=alma.created_at)
    page = admin.get(path).submit()
    assert (page.status, page.errors) == (422, [LAST])
    assert alma.memberships
    for other in (invited, closed):  # neither can sign in, so their roles may go
        assert admin.get(take_away(other)).submit().status == 200
    make.person(Role.MANAGER, centre)
    assert admin.get(path).submit().status == 200
    assert not alma.memberships


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.ADMIN])
def test_so_does_the_last_director_and_the_last_administrator(browse, make, role):
    operator = make.operator()
    place = operator if role is Role.ADMIN else make.region()
    last, admin = make.person(role, place), make.person(Role.ADMIN, operator)
    other = make.person(Role.DIRECTOR, make.region()) if role is Role.DIRECTOR else admin
    path = take_away(last)
    if role is Role.ADMIN:
        other.password_hash = ""  # signed in still, but could not sign in again
    page = browse(admin).get(path).submit()
    assert (page.status, page.errors) == (422, [LAST])


def test_a_writer_may_be_the_last(browse, alma, viggo):
    assert browse(alma).get(take_away(viggo)).submit().status == 200
    assert not viggo.memberships


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
    browser.get(f"/organisations/{centre.id}").submit(cvr="29189811", ean="5798005000013")
    assert (centre.cvr, centre.ean) == ("29189811", "5798005000013")
    events = len(audit.of(centre.reference))
    browser.get(f"/organisations/{centre.id}").submit()
    assert len(audit.of(centre.reference)) == events  # nothing was changed, so nothing happened


def test_numbers_with_a_digit_typed_wrong_are_refused_and_stay_in_their_fields(browse, make, centre):
    browser = browse(make.person(Role.ADMIN, make.operator()))
    page = browser.get(f"/organisations/{centre.id}").submit(cvr="29189812", ean="5798005000014")
    assert page.status == 422
    assert page.errors == [
        "Det er ikke et CVR-nummer: kontrolcifferet passer ikke. Se hvert ciffer efter.",
        "Det er ikke et EAN-nummer: kontrolcifferet passer ikke. Se hvert ciffer efter.",
    ]
    assert page.soup.select_one("#cvr")["value"] == "29189812"
    both = browser.get(f"/organisations/{centre.id}").submit(cvr="2918981", ean="5798005000014")
    assert both.errors == ["Et CVR-nummer har 8 cifre. Skriv det uden mellemrum.", page.errors[1]]
    assert (centre.cvr, centre.ean) == ("", "")


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


def test_where_there_are_several_places_nothing_is_chosen_beforehand(browse, make):
    make.job_centre(make.region())
    page = (
        browse(make.person(Role.ADMIN, make.operator()))
        .get("/people/invite")
        .submit(name="Viggo", email="viggo@varde.dk")
    )
    assert (page.status, page.errors) == (
        422,
        ["Vælg fra listen under »Arbejdssted«.", "Vælg fra listen under »Rolle«."],
    )
