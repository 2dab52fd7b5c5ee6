"""The key that signs our templates, from the application's own secret."""

from flask import current_app

from portal.budgets import provenance


def key() -> bytes:
    """Empty where the program has no secret: then templates carry no signature, and none is believed."""
    return provenance.key_from(current_app.config.get("SECRET_KEY"))
