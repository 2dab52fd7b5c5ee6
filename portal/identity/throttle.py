"""Guessing gets slow: failures are counted per account and per address, in the database, under hashed keys."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, select, text

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Problem, Refusal
from portal.core.text import _
from portal.identity.models import SignInAttempt
from portal.identity.rules import FAILURES_PER_ACCOUNT, FAILURES_PER_ADDRESS, WINDOW, free_again_at

KEPT = timedelta(days=1)
Limits = Mapping[str, int]  # a hashed key, and how many failures it may have


class TooMany(Refusal):
    status = 429


def limits(purpose: str, account: str, address: str) -> Limits:
    """Under which keys an attempt is counted. The keys say nothing to one who reads the table."""
    return {
        _hashed(f"{purpose} account {account}"): FAILURES_PER_ACCOUNT,
        _hashed(f"{purpose} address {address}"): FAILURES_PER_ADDRESS,
    }


def count(counted: Limits) -> None:
    """Note an attempt before it is judged, or refuse it; committed at once, for the page that says no rolls back.

    What succeeds is forgotten again. So a hundred guesses in the same instant are a hundred attempts.
    """
    now = clock.now()
    _one_at_a_time(counted)
    for key, limit in counted.items():
        recent = select(SignInAttempt.at).where(SignInAttempt.key == key, SignInAttempt.at > now - WINDOW)
        if (again := free_again_at(db.session.scalars(recent).all(), limit=limit)) is not None:
            raise TooMany(Problem(_("There have been too many attempts. Try again %(moment)s.", moment=again)))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - KEPT))
    db.session.add_all([SignInAttempt(key=key, at=now) for key in counted])
    db.session.commit()


def forget(counted: Limits) -> None:
    """The password was right: the account is free again, and the address has one failure less."""
    account, address = counted
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.key == account))
    latest = select(SignInAttempt.id).where(SignInAttempt.key == address).order_by(SignInAttempt.id.desc()).limit(1)
    if (found := db.session.scalar(latest)) is not None:
        db.session.execute(delete(SignInAttempt).where(SignInAttempt.id == found))


def _one_at_a_time(counted: Limits) -> None:
    """Two attempts in the same instant must see each other. SQLite lets only one write anyway."""
    if db.engine.dialect.name == "postgresql":
        for key in sorted(counted):
            db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(key[:15], 16)})


def _hashed(said: str) -> str:
    return hmac.new(current_app.config["SECRET_KEY"].encode(), said.encode(), hashlib.sha256).hexdigest()
