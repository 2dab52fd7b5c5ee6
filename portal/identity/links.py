"""Links in mails: random, kept only as a hash, good for one use and not for ever."""

import secrets
from datetime import datetime

from flask import current_app
from sqlalchemy import select, update

from portal.core import clock
from portal.core.db import db
from portal.core.permissions import Actor
from portal.identity.models import OneTimeLink, Person
from portal.identity.rules import LASTS, Purpose
from portal.identity.sessions import hashed


def make(person: Person, purpose: Purpose, *, by: Actor | None) -> str:
    """A new link; older ones for the same purpose stop working. Its token is kept nowhere."""
    revoke(person, purpose)
    token, expires_at = secrets.token_urlsafe(32), clock.now() + LASTS[purpose]
    made = OneTimeLink(token_hash=hashed(token), purpose=purpose, person=person, expires_at=expires_at)
    made.made_by_id = by.id if by else None
    db.session.add(made)
    db.session.flush()
    return token


def find(token: str, purpose: Purpose) -> OneTimeLink | None:
    """The link, if it can still be used. In a POST it is locked, so that two clicks are not two uses."""
    open_ones = select(OneTimeLink).where(
        OneTimeLink.token_hash == hashed(token),
        OneTimeLink.purpose == purpose,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > clock.now(),
    )
    found = db.session.scalar(open_ones.with_for_update())
    return found if found is not None and found.person.closed_at is None else None


def revoke(person: Person, purpose: Purpose) -> None:
    """What was sent before no longer works."""
    mine = (OneTimeLink.person_id == person.id, OneTimeLink.purpose == purpose, OneTimeLink.used_at.is_(None))
    db.session.execute(update(OneTimeLink).where(*mine).values(used_at=clock.now()))


def address_of(endpoint: str, **ids: object) -> str:
    """A whole address for a mail. The portal says where it is; what the browser claims is not asked."""
    path = current_app.url_map.bind("").build(endpoint, ids, force_external=False)
    return str(current_app.config["BASE_URL"]).rstrip("/") + path


def expiry_of(token: str) -> datetime:
    return db.session.scalars(select(OneTimeLink.expires_at).where(OneTimeLink.token_hash == hashed(token))).one()
