"""Signing in and out as people and as guessers meet it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.core import audit, clock, daily
from portal.core.db import db
from portal.identity import passwords, sessions
from portal.identity.models import SignInAttempt, SignInSession
from tests.identity.conftest import PASSWORD
from tests.support.pages import Browser, Page


def sign_in(browser: Browser, email: str, password: str = PASSWORD, path: str = "/sign-in") -> Page:
    return browser.get(path).submit(email=email, password=password)


def cookie_of(browser: Browser) -> str:
    with browser.client.session_transaction() as kept:
        return str(kept.get("_user_id", ""))


def test_the_right_password_leads_to_the_start_page(browse, alma):
    page = sign_in(browse(None), alma.email.upper())
    assert page.heading == "Det skal du gøre nu"
    assert page.all(".pp-user")[0].startswith("Alma Bregnedal, Jobcenterchef")
    assert [each.what for each in audit.of(alma.reference)] == ["identity.signed_in"]


def test_one_comes_to_the_page_one_was_on_the_way_to(browse, alma):
    browser = browse(None)
    on_the_way = browser.get("/account?tab=1")
    assert on_the_way.heading == "Log på"
    assert sign_in(browser, alma.email, path=on_the_way.path).heading == "Din konto"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/sign-out",
        "/sign-in?next=/",
        "/%5cevil.example",
        "/.//evil.example",
        "/no-such-page",
        "javascript:1",
        "/a\tb",
    ],
)
def test_one_is_never_sent_elsewhere(browse, alma, elsewhere):
    browser = browse(None)
    browser.get("/sign-in")
    page = browser.client.get("/sign-in", query_string={"next": elsewhere})
    token = Page(browser, "/sign-in", page).soup.select_one("main [name=csrf_token]")["value"]
    typed = {"email": alma.email, "password": PASSWORD, "csrf_token": token}
    answer = browser.client.post("/sign-in", query_string={"next": elsewhere}, data=typed)
    assert answer.status_code == 302
    assert answer.location == "/"


def test_nothing_typed_is_told_beside_both_fields_and_the_address_stays(browse, alma):
    page = sign_in(browse(None), "", "")
    assert page.status == 422
    assert page.errors == ["Skriv din e-mailadresse.", "Skriv din adgangskode."]
    again = sign_in(browse(None), alma.email, "")
    assert again.soup.select_one("#email")["value"] == alma.email


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer_for_the_same_work(browse, alma, monkeypatch):
    compared = []
    hasher = type(passwords._hasher())
    whole = hasher.verify
    monkeypatch.setattr(hasher, "verify", lambda self, *rest: compared.append(1) or whole(self, *rest))
    wrong, unknown = sign_in(browse(None), alma.email, "wrong"), sign_in(browse(None), "nobody@example.dk", "wrong")
    assert wrong.status == unknown.status == 422
    assert wrong.errors == unknown.errors
    assert len(wrong.errors) == 1
    assert len(compared) == 2


def test_who_has_not_answered_the_invitation_or_is_closed_is_unknown(browse, make, centre, alma):
    alma.closed_at = clock.now()
    waiting = make.person(alma.memberships[0].role, centre, password_hash="")
    assert sign_in(browse(None), alma.email).status == 422
    assert sign_in(browse(None), waiting.email, "").status == 422
    assert sign_in(browse(None), waiting.email, "the password of nobody").status == 422


def test_after_five_failures_the_account_waits_and_the_wait_is_told(browse, alma, later):
    for _each in range(5):
        assert sign_in(browse(None), alma.email, "wrong").status == 422
    stopped = sign_in(browse(None), alma.email)
    assert stopped.status == 429
    assert stopped.errors[0].startswith("Der har været for mange forsøg. Prøv igen ")
    assert "kl." in stopped.errors[0]
    later(timedelta(minutes=16))
    assert sign_in(browse(None), alma.email).status == 200


def test_an_account_that_does_not_exist_waits_just_the_same(browse):
    found = [sign_in(browse(None), "nobody@example.dk", "wrong").status for _each in range(6)]
    assert found == [422] * 5 + [429]


def test_the_right_password_frees_the_account(browse, alma):
    for _each in range(4):
        sign_in(browse(None), alma.email, "wrong")
    assert sign_in(browse(None), alma.email).status == 200
    assert [sign_in(browse(None), alma.email, "wrong").status for _each in range(5)] == [422] * 5


def test_thirty_failures_from_one_address_stop_it_whatever_the_account(browse, alma):
    browser = browse(None)
    for each in range(30):
        assert sign_in(browser, f"person{each}@example.dk", "wrong").status == 422
    assert sign_in(browser, alma.email).status == 429


def test_the_table_of_attempts_names_nobody(browse, session, alma):
    sign_in(browse(None), alma.email, "wrong")
    keys = session.scalars(select(SignInAttempt.key)).all()
    assert len(keys) == 2
    assert all(len(key) == 64 and "@" not in key and "127" not in key[:3] for key in keys)


def test_signing_in_gives_a_new_session_and_ends_the_one_before(browse, alma):
    browser = browse(alma)
    before = cookie_of(browser)
    sign_in(browser, alma.email)
    after = cookie_of(browser)
    assert after not in {before, ""}
    assert sessions.load(before) is None
    assert sessions.load(after) is alma


def test_the_table_of_sessions_does_not_hold_what_the_cookie_holds(browse, session, alma):
    browser = browse(alma)
    assert cookie_of(browser) not in session.scalars(select(SignInSession.token_hash)).all()


def test_signing_out_ends_the_session_also_for_a_copy_of_the_cookie(browse, alma):
    browser = browse(alma)
    token = cookie_of(browser)
    assert browser.get("/").submit(form="header form").heading == "Log på"
    assert sessions.load(token) is None


def test_after_signing_out_the_page_stays_in_the_language_one_reads(browse, alma):
    browser = browse(alma)
    assert browser.get("/?language=en").submit(form="header form").heading == "Sign in"


def test_a_link_cannot_sign_anybody_out(browse, alma):
    assert browse(alma).get("/sign-out").status == 405


def test_a_session_that_is_not_used_ends(app, browse, alma, later):
    browser = browse(alma)
    assert browser.get("/").heading == "Det skal du gøre nu"
    later(timedelta(minutes=app.config["IDLE_MINUTES"] + 1))
    assert browser.get("/").heading == "Log på"


def test_use_keeps_a_session_awake_but_a_page_that_is_read_at_once_writes_nothing(app, browse, session, alma, later):
    browser = browse(alma)
    began = session.scalars(select(SignInSession.seen_at)).one()
    browser.get("/")
    assert session.scalars(select(SignInSession.seen_at)).one() == began
    later(timedelta(minutes=6))
    browser.get("/")
    session.expire_all()
    assert session.scalars(select(SignInSession.seen_at)).one() > began
    later(timedelta(minutes=app.config["IDLE_MINUTES"] + 5))
    assert browser.get("/").heading == "Det skal du gøre nu"


def test_who_is_closed_is_out_at_once(browse, alma):
    browser = browse(alma)
    alma.closed_at = clock.now()
    assert browser.get("/").heading == "Log på"


def test_a_token_that_was_made_up_opens_nothing(browse, alma):
    browser = browse(None)
    with browser.client.session_transaction() as kept:
        kept["_user_id"] = str(alma.id)
    assert browser.get("/").heading == "Log på"


def test_giving_the_password_again_makes_the_session_fresh(browse, session, alma, later):
    browser = browse(alma)
    later(timedelta(minutes=11))
    assert browser.get("/confirm?next=/people").submit(password="wrong").status == 422
    assert browser.get("/confirm?next=/people").submit(password=PASSWORD).heading == "Personer"
    session.expire_all()
    assert session.scalars(select(SignInSession.fresh_at)).one() == clock.now()


def test_the_demonstration_says_so(app, browse, monkeypatch):
    assert "opdigtede" not in browse(None).get("/sign-in").soup.text
    monkeypatch.setitem(app.config, "DEMO", True)
    assert "opdigtede" in browse(None).get("/sign-in").soup.text


def test_an_old_hash_is_made_anew_at_sign_in(browse, session, alma):
    from argon2 import PasswordHasher

    alma.password_hash = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(PASSWORD)
    before = alma.password_hash
    sign_in(browse(None), alma.email)
    session.expire_all()
    assert alma.password_hash != before
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_the_real_hash_is_argon2id():
    assert passwords._made(False).hash("x").startswith("$argon2id$")


def test_sessions_that_were_seen_last_long_ago_are_taken_away_each_day(app, session, alma, monkeypatch):
    today = clock.today()
    for days in (0, 29, 32):
        sessions.begin(alma, browser=str(days), now=clock.now() - timedelta(days=days))
    assert sessions.forget_old in daily.DAILY
    sessions.forget_old(today)
    kept = select(SignInSession.browser).order_by(SignInSession.id)
    assert session.scalars(kept).all() == ["0", "29"]
    monkeypatch.setitem(app.config, "IDLE_MINUTES", 1)
    sessions.forget_old(today)
    assert session.scalars(kept).all() == ["0", "29"]
