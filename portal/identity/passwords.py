"""Passwords: argon2id, and the same work for those we know and those we do not."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import current_app


def hashed(password: str) -> str:
    return _hasher().hash(_one_spelling(password))


def fits(password: str, kept: str) -> bool:
    """Compare; with nothing kept, do the same work and say no."""
    try:
        same = _hasher().verify(kept or _nobodys(_is_quick()), _one_spelling(password))
    except VerificationError:
        return False
    return same and bool(kept)


def is_outdated(kept: str) -> bool:
    """True if the hash was made with less work than we ask for today."""
    return _hasher().check_needs_rehash(kept)


def _one_spelling(password: str) -> str:
    """å may be typed as one character or as two; both are the same password."""
    return unicodedata.normalize("NFC", password)


def _is_quick() -> bool:
    return bool(current_app.config.get("ARGON2_QUICK")) and not current_app.config["PRODUCTION"]


def _hasher() -> PasswordHasher:
    return _made(_is_quick())


@cache
def _made(quick: bool) -> PasswordHasher:
    """Argon2id as its authors recommend it; tests take as little work as they can."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1) if quick else PasswordHasher()


@cache
def _nobodys(quick: bool) -> str:
    return _made(quick).hash("the password of nobody")
