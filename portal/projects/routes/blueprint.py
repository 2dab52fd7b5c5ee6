"""The blueprint that all pages of projects share."""

from typing import Any

from flask import Blueprint

from portal.core.money import Ore
from portal.projects import accounting

bp = Blueprint("projects", __name__, url_prefix="/projects")


@bp.context_processor
def _arithmetic() -> dict[str, Any]:
    """What tables of these pages add up with."""
    return {"together": accounting.together, "ore": Ore}
