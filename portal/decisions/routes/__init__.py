"""The region's desk, the decision, and what both sides can read of it."""

from flask import Blueprint

bp = Blueprint("decisions", __name__)

from portal.decisions.routes import cases, deciding, desk, letters, scoring, waivers  # noqa: E402, F401  (their views)
