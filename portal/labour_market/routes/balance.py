"""The list of occupations with their job chances."""

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.adapters import tables
from portal.core import clock, lists
from portal.core.access import holds
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.labour_market import queries
from portal.labour_market.queries import Wanted
from portal.labour_market.routes.blueprint import bp
from portal.labour_market.rules import CHANCES, Chance


@bp.get("/")
@holds(Permission.LABOUR_MARKET_READ)
def index(me: Person) -> ResponseReturnValue:
    periods, wanted = queries.periods(), _wanted()
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    rows, number = queries.balance(wanted, page)
    return render_template(
        "labour_market/index.html",
        rows=rows,
        number=number,
        page=page,
        pages=max(-(-number // queries.PAGE), 1),
        wanted=wanted,
        periods=periods,
        areas={each.code: each.name for each in queries.areas()},
        all_chances=Chance,
        chances=CHANCES,
    )


def _wanted() -> Wanted:
    """What the address asks for; without a period the one in force today, so that the list says what counts now."""
    asked = {name: lists.kept(request.args.get(name, "")) for name in ("area", "words", "chance")}
    in_force = queries.period_valid_on(clock.today()) or ""
    sort, down = request.args.get("sort", "") or "occupation", request.args.get("down") == "1"
    return Wanted(period=lists.kept(request.args.get("period", in_force)), sort=sort, downwards=down, **asked)


def download(me: Person, kind: str) -> ResponseReturnValue:
    header = [_("Period"), _("Region"), _("Code"), _("Occupation"), _("Balance"), _("Job prospects"), _("Invented")]
    rows = [
        (each.period, each.area_code, each.occupation_code, each.occupation.title, each.category,
         CHANCES[each.category], _("yes") if each.invented else _("no"))
        for each in queries.whole_balance(_wanted())
    ]  # fmt: skip
    return tables.download(kind, "arbejdsmarkedsbalancen", header, rows)


for each in ("csv", "xlsx"):
    view = holds(Permission.LABOUR_MARKET_READ)(partial(download, kind=each))
    bp.add_url_rule(f"/occupations.{each}", f"occupations_{each}", view, methods=["GET"])
