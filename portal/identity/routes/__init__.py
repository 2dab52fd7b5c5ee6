"""The pages about people: signing in, one's own account, colleagues, and what everybody may read."""

from flask import Blueprint

bp = Blueprint("identity", __name__)

from portal.identity.routes import account, again, directory, pages, people, signing_in, start  # noqa: E402, F401  (they hang their views on bp)
