"""The pages about rounds, guidelines, invitations, risk groups and the ledger of the frame."""

from flask import Blueprint

bp = Blueprint("pools", __name__, url_prefix="/pools")

from portal.pools.routes import allotments, guidelines, invitations, ledger, risk_groups, round_list, rounds  # noqa: E402, F401  (their views)
