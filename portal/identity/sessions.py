"""Signed-in browsers: the cookie holds a random token, the table only its hash, and the owner can end them all."""

import hashlib
import secrets
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Flask, current_app, g
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.core.access import login_manager
from portal.core.db import db
from portal.identity.models import Person, SignInSession

SEEN_EVERY = timedelta(minutes=5)  # so that reading pages does not mean writing all the time
LONGEST_BROWSER = 200
KEPT = timedelta(days=30)  # after it was seen last, long enough to look back at


OPEN = (
    select(SignInSession)
    .where(SignInSession.token_hash == bindparam("token_hash"), SignInSession.ended_at.is_(None))
    .where(SignInSession.seen_at > bindparam("awake"))
    .options(joinedload(SignInSession.person).joinedload(Person.memberships))
)  # put together once: every page asks it


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def begin(person: Person, *, browser: str, now: datetime) -> str:
    """Open a session and return its token, the value for the cookie. It is kept nowhere else."""
    token = secrets.token_urlsafe(32)
    opened = {"started_at": now, "seen_at": now, "fresh_at": now, "browser": browser[:LONGEST_BROWSER]}
    db.session.add(SignInSession(token_hash=hashed(token), person=person, **opened))
    db.session.flush()
    return token


def load(token: str) -> Person | None:
    """The person behind a token, if the session is still open; what it is asked for is noted when the page is done."""
    now = clock.now()
    awake = now - timedelta(minutes=current_app.config["IDLE_MINUTES"])
    found = db.session.scalars(OPEN, {"token_hash": hashed(token), "awake": awake}).unique().one_or_none()
    if found is None or found.person.closed_at is not None:
        return None
    g.sign_in_session = found
    if found.seen_at < now - SEEN_EVERY:
        g.seen_session_id = found.id
    return found.person


def current() -> SignInSession | None:
    """The session of the browser that asks."""
    found: SignInSession | None = g.get("sign_in_session")
    return found


def is_fresh() -> bool:
    """True if the password was given within the last minutes."""
    here = current()
    lasts = timedelta(minutes=current_app.config["FRESH_MINUTES"])
    return here is not None and clock.now() - here.fresh_at < lasts


def make_fresh() -> None:
    """The password was given now. Kept at once: a form that came with it may be refused, and is not asked twice."""
    if (here := current()) is not None:
        here.fresh_at = clock.now()
        db.session.commit()


def open_sessions(person: Person) -> list[SignInSession]:
    """Where the person is signed in now, the latest used first."""
    awake = clock.now() - timedelta(minutes=current_app.config["IDLE_MINUTES"])
    its_own = (SignInSession.person_id == person.id, SignInSession.ended_at.is_(None), SignInSession.seen_at > awake)
    return list(db.session.scalars(select(SignInSession).where(*its_own).order_by(SignInSession.seen_at.desc())))


def end_current() -> None:
    if (here := current()) is not None:
        here.ended_at = clock.now()


def end_all(person: Person, *, but: SignInSession | None = None) -> None:
    """Sign out everywhere; with `but`, everywhere else."""
    for each in open_sessions(person):
        if each is not but:
            each.ended_at = clock.now()


def forget_old(day: date) -> None:
    """Each day: take away the sessions that were seen last long ago, with which nobody can go on."""
    kept = max(KEPT, timedelta(minutes=current_app.config["IDLE_MINUTES"]))
    before = datetime.combine(day, time(), clock.COPENHAGEN) - kept
    db.session.execute(delete(SignInSession).where(SignInSession.seen_at < before))


def _note_seen(_error: BaseException | None = None) -> None:
    """After the answer and its transaction: a short one of its own, which may be lost but must not disturb a page."""
    if (session_id := g.pop("seen_session_id", None)) is None:
        return
    try:
        db.session.rollback()
        db.session.execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=clock.now()))
        db.session.commit()
    except OperationalError:  # the database is busy: the next page will note it
        db.session.rollback()


def _load(token: Any) -> Person | None:
    return load(str(token))


def init_app(app: Flask) -> None:
    login_manager.session_protection = None  # our table knows which sessions stand
    login_manager.user_loader(_load)
    app.extensions["is_fresh"] = is_fresh
    app.teardown_request(_note_seen)
