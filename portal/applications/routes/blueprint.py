"""The blueprint that the pages of applications share."""

from flask import Blueprint

bp = Blueprint("applications", __name__, url_prefix="/applications")
