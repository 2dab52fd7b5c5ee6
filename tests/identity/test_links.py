"""Invitations and new passwords by mail: once, and not for ever."""

import re
from datetime import timedelta

import pytest

from portal.core import audit
from portal.core.permissions import Role
from portal.identity import sessions
from tests.identity.conftest import PASSWORD
from tests.support.pages import Browser

NEW = "blå hest i haven"


def link_in(mail) -> str:
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.get_content())[1]


@pytest.fixture
def invited(browse, alma, mails):
    """Alma invites Viggo; the path of the link he gets."""
    browse(alma).get("/people/invite").submit(name="Viggo Stenkær", email="Viggo@Varde.dk", role="writer")
    return link_in(mails()[-1])


def test_the_invitation_says_who_where_and_until_when_in_danish(invited, mails):
    mail = mails()[-1]
    assert mail["To"] == "viggo@varde.dk"
    assert mail["Subject"] == "Invitation til Puljeportalen"
    text = mail.get_content()
    assert "Kære Viggo Stenkær" in text
    assert "Alma Bregnedal har givet dig rollen »Projektskriver« i Jobcenter" in text
    assert re.search(r" kl\.\N{NO-BREAK SPACE}\d\d\.\d\d\.", text)


def test_the_colleague_chooses_a_password_and_is_in(browse, invited):
    browser = browse(None)
    page = browser.get(invited)
    assert page.soup.select_one("#username")["value"] == "viggo@varde.dk"
    assert page.submit(password=NEW).heading == "Det skal du gøre nu"
    assert browser.get("/").all(".pp-user")[0].startswith("Viggo Stenkær, Projektskriver")


def test_a_weak_password_is_refused_and_the_link_still_works(browse, invited):
    page = browse(None).get(invited).submit(password="viggo")
    assert page.status == 422
    assert len(page.errors) == 2
    assert browse(None).get(invited).submit(password=NEW).status == 200


def test_a_link_works_once(browse, invited):
    browse(None).get(invited).submit(password=NEW)
    again = browse(None).get(invited)
    assert again.status == 410
    assert again.heading == "Linket virker ikke længere"


def test_looking_at_a_link_does_not_use_it_up(browse, invited):
    for _each in range(3):
        assert browse(None).get(invited).status == 200


def test_an_invitation_works_for_seven_days(browse, invited, later):
    later(timedelta(days=6, hours=23))
    assert browse(None).get(invited).status == 200
    later(timedelta(days=7, seconds=1))
    assert browse(None).get(invited).status == 410


def test_sending_again_makes_the_first_link_stop(browse, alma, invited, mails):
    browse(alma).get("/people").submit(form="td form")
    second = link_in(mails()[-1])
    assert browse(None).get(invited).status == 410
    assert browse(None).get(second).status == 200


def test_an_invitation_is_no_link_for_a_new_password(browse, invited):
    assert browse(None).get(invited.replace("/welcome/", "/new-password/")).status == 410


def ask(browser: Browser, email: str):
    return browser.get("/forgotten").submit(email=email)


def test_the_answer_is_the_same_whether_the_account_exists(browse, alma, mails):
    known, unknown = ask(browse(None), alma.email), ask(browse(None), "nobody@example.dk")
    assert known.all(".flash") == unknown.all(".flash")
    assert [mail["To"] for mail in mails()] == [alma.email]


def test_who_was_invited_but_has_not_answered_gets_no_reset(browse, invited, mails):
    before = len(mails())
    ask(browse(None), "viggo@varde.dk")
    assert len(mails()) == before


def test_a_forgotten_password_is_replaced_by_mail_and_everybody_else_is_out(browse, alma, mails):
    elsewhere = browse(alma)
    ask(browse(None), alma.email)
    link = link_in(mails()[-1])
    assert browse(None).get(link).submit(password=NEW).heading == "Det skal du gøre nu"
    assert elsewhere.get("/").heading == "Log på"
    assert browse(None).get(link).status == 410
    assert browse(None).get("/sign-in").submit(email=alma.email, password=PASSWORD).status == 422
    assert browse(None).get("/sign-in").submit(email=alma.email, password=NEW).status == 200
    assert mails()[-1]["Subject"] == "Din adgangskode til Puljeportalen er skiftet"
    assert "identity.password_reset" in [each.what for each in audit.of(alma.reference)]


def test_a_reset_works_for_an_hour(browse, alma, mails, later):
    ask(browse(None), alma.email)
    link = link_in(mails()[-1])
    later(timedelta(minutes=61))
    assert browse(None).get(link).status == 410


def test_nobody_can_fill_a_mailbox(browse, alma, mails):
    assert [ask(browse(None), alma.email).status for _each in range(6)] == [200] * 5 + [429]


def test_the_mail_comes_in_the_language_of_its_reader(browse, alma, mails):
    alma.language = "en"
    ask(browse(None), alma.email)
    assert mails()[-1]["Subject"] == "New password for Puljeportalen"


def test_a_link_of_somebody_closed_does_not_work(browse, alma, mails, session):
    ask(browse(None), alma.email)
    link = link_in(mails()[-1])
    alma.closed_at = alma.created_at
    assert browse(None).get(link).status == 410


def test_changing_the_password_keeps_this_browser_and_ends_the_others(browse, alma, mails):
    here, elsewhere = browse(alma), browse(alma)
    wrong = here.get("/account/password").submit(current="wrong", password=NEW)
    assert wrong.errors == ["Det er ikke din adgangskode. Skriv den igen."]
    done = here.get("/account/password").submit(current=PASSWORD, password=NEW)
    assert done.heading == "Din konto"
    assert elsewhere.get("/").heading == "Log på"
    assert mails()[-1]["To"] == alma.email


def test_signing_out_everywhere_counts_everywhere(browse, alma):
    here, elsewhere = browse(alma), browse(alma)
    assert len(here.get("/account").soup.select("tbody tr")) == 2
    assert here.get("/account").submit(form="section form[action]").heading == "Log på"
    assert elsewhere.get("/").heading == "Log på"
    assert sessions.open_sessions(alma) == []


def test_the_language_one_chooses_is_the_language_one_gets(browse, alma):
    browser = browse(alma)
    page = browser.get("/account").submit(form="#profile", language="en")
    assert page.heading == "Your account"
    assert page.all(".flash") == ["Your details are saved."]


def test_a_new_invitation_is_for_the_role_given(make, centre, alma, browse, mails):
    known = make.person(Role.READER, centre, password_hash=alma.password_hash)
    browse(alma).get("/people/invite").submit(name="x", email=known.email, role="writer")
    mail = mails()[-1]
    assert mail["Subject"] == "Du har fået en ny rolle i Puljeportalen"
    assert "/sign-in" in mail.get_content()


def test_everything_wrong_with_an_answer_is_told_at_once(browse, invited):
    page = browse(None).get(invited).submit(name="Viggo 010170-1234", password="kort")
    assert page.status == 422
    assert page.errors == [
        "»Navn« indeholder et nummer, der ligner et CPR-nummer. Fjern det.",
        "Adgangskoden har 4 tegn. Brug mindst 12.",
    ]


def test_everything_wrong_with_a_new_password_is_told_at_once(browse, alma):
    page = browse(alma).get("/account/password").submit(current="", password="kort")
    assert page.errors == ["Skriv den adgangskode, du har nu.", "Adgangskoden har 4 tegn. Brug mindst 12."]


@pytest.mark.parametrize("known", [True, False])
def test_a_mail_has_one_blank_line_between_its_parts(make, centre, alma, browse, mails, known):
    email = make.person(Role.READER, centre, password_hash=alma.password_hash).email if known else "ny@varde.dk"
    browse(alma).get("/people/invite").submit(name="Ny", email=email, role="writer")
    text = mails()[-1].get_content().replace("\r\n", "\n")
    assert "\n\n\n" not in text
    assert text.count("\n\n") == (3 if known else 4)
    assert text.endswith("\n\nVenlig hilsen\nPuljeportalen\n")


def test_nobody_loses_the_name_by_writing_blanks(browse, alma):
    page = browse(alma).get("/account").submit(form="#profile", name="   ")
    assert page.errors == ["Skriv dit navn."]
    assert alma.name == "Alma Bregnedal"
