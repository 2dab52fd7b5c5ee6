"""Signing in, staying signed in, and one's own password."""

import secrets
from typing import Any

from portal.adapters import mail
from portal.core import audit, clock, outbox
from portal.core.db import db
from portal.core.errors import Problem, Refusal, refuse_if
from portal.core.text import Text, _
from portal.identity import links, passwords, queries, sessions, throttle
from portal.identity.models import OneTimeLink, Person
from portal.identity.rules import Purpose, problems_with_the_password

UNKNOWN = _("We do not know this e-mail address with this password. Check both, or ask for a new password.")
WRONG = _("This is not your password. Write it again.")


def sign_in(email: str, password: str, *, address: str, browser: str) -> tuple[Person, str]:
    """The person and the token of a new session. The refusal is the same whatever was wrong."""
    account = email.strip().casefold()
    known = queries.credentials(account)
    counted = throttle.limits("sign-in", account, address)
    throttle.count(counted)
    if not passwords.fits(password, known.password_hash if known else "") or known is None:
        raise Refusal(Problem(UNKNOWN, "password"))
    throttle.forget(counted)
    person = db.session.get_one(Person, known.person_id)
    if passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hashed(password)
    audit.record("identity.signed_in", person, by=person)
    return person, sessions.begin(person, browser=browser, now=clock.now())


def confirm(person: Person, password: str, *, address: str) -> None:
    """The password once more, before something large: it counts for some minutes."""
    _check_password(person, password, field="password", address=address)
    sessions.make_fresh()


def change_password(person: Person, *, current: str, password: str, address: str) -> None:
    """A new password, and every other browser has to give it."""
    _check_password(person, current, field="current", address=address)
    refuse_if(problems_with_the_password(password, email=person.email, name=person.name))
    _keep_password(person, password)
    sessions.end_all(person, but=sessions.current())
    audit.record("identity.password_changed", person, by=person)


def ask_for_reset(email: str, *, address: str) -> None:
    """Whether the account exists is found out later, by the worker: the page takes as long for everybody."""
    account = email.strip().casefold()
    throttle.count(throttle.limits("forgotten", account, address))
    outbox.put("identity.reset", key=f"reset:{secrets.token_hex(8)}", email=account)


@outbox.handles("identity.reset")
def _send_reset(email: str) -> None:
    person = queries.person_by_email(email)
    if person is None or person.closed_at is not None or not person.password_hash:
        return
    token = links.make(person, Purpose.PASSWORD_RESET, by=None)
    audit.record("identity.password_reset_sent", person, by=None)
    link, until = links.address_of("identity.new_password", token=token), links.expiry_of(token)
    _mail("password_reset", person, key=sessions.hashed(token), link=link, until=until)


def choose_password(link: OneTimeLink, password: str, *, name: str = "") -> Person:
    """Answer an invitation, or replace a forgotten password. The link is used up; whoever was signed in is not now."""
    person = link.person
    called = f"{person.name} {name}"
    refuse_if(problems_with_the_password(password, email=person.email, name=called))
    link.used_at = clock.now()
    person.name = name or person.name
    sessions.end_all(person)
    if link.purpose is Purpose.INVITATION:
        person.password_hash = passwords.hashed(password)
    else:
        _keep_password(person, password)
    links.revoke(person, Purpose.PASSWORD_RESET)
    happened = "invitation_accepted" if link.purpose is Purpose.INVITATION else "password_reset"
    audit.record(f"identity.{happened}", person, by=person)
    return person


def sign_in_with(link: OneTimeLink, password: str, *, name: str = "", browser: str) -> tuple[Person, str]:
    """Who has just chosen a password through a link need not type it again."""
    person = choose_password(link, password, name=name)
    return person, sessions.begin(person, browser=browser, now=clock.now())


def save_profile(person: Person, *, name: str, title: str, telephone: str, language: str) -> None:
    before = _profile(person)
    person.name, person.title, person.telephone, person.language = name, title, telephone, language
    if before != _profile(person):
        audit.record("identity.profile_changed", person, by=person, before=before, after=_profile(person))


def sign_out_everywhere(person: Person) -> None:
    sessions.end_all(person)
    audit.record("identity.signed_out_everywhere", person, by=person)


def _profile(person: Person) -> dict[str, str]:
    return {key: getattr(person, key) for key in ("name", "title", "telephone", "language")}


def _check_password(person: Person, password: str, *, field: str, address: str) -> None:
    kept, counted = person.password_hash, throttle.limits("sign-in", person.email, address)
    throttle.count(counted)
    if not passwords.fits(password, kept):
        raise Refusal(Problem(WRONG, field))
    throttle.forget(counted)


def _keep_password(person: Person, password: str) -> None:
    """Keep it, and tell the owner, who may not have been the one who changed it."""
    person.password_hash = passwords.hashed(password)
    db.session.flush()
    moment = clock.now()
    _mail("password_changed", person, key=f"password:{person.id}:{moment.isoformat()}", moment=moment)


def _mail(template: str, person: Person, *, key: str, **context: Any) -> None:
    help_at = links.address_of("identity.forgotten")
    mail.send_later(
        template, to=person.email, key=key, language_code=person.language, person=person, help_at=help_at, **context
    )


WORDS: dict[str, Text] = {
    "identity.signed_in": _("Signed in"),
    "identity.signed_out_everywhere": _("Signed out everywhere"),
    "identity.password_changed": _("The password was changed"),
    "identity.password_reset_sent": _("A link for a new password was sent"),
    "identity.password_reset": _("A new password was chosen"),
    "identity.profile_changed": _("Details of the person were changed"),
    "identity.person_invited": _("A colleague was invited"),
    "identity.invitation_sent_again": _("The invitation was sent again"),
    "identity.invitation_accepted": _("The invitation was accepted"),
    "identity.role_given": _("A role was given"),
    "identity.role_taken": _("A role was taken away"),
    "identity.organisation_changed": _("Details of the organisation were changed"),
}
