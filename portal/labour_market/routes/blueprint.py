"""The blueprint that the pages of results share."""

from flask import Blueprint

bp = Blueprint("labour_market", __name__, url_prefix="/labour-market")
