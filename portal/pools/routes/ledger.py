"""The ledger of a round: every movement of its money, on a page and as a file."""

from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.adapters import tables
from portal.core.access import requires
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.pools import ledger, queries
from portal.pools.models import Round
from portal.pools.routes import bp


@bp.get("/rounds/<int:round_id>/ledger")
@requires(Permission.LEDGER_READ, queries.find_round)
def show_ledger(this_round: Round, me: Person) -> ResponseReturnValue:
    entries, picture = ledger.entries_with_people(this_round), queries.picture(this_round)
    return render_template("pools/ledger.html", round=this_round, entries=entries, picture=picture)


def download(this_round: Round, me: Person, kind: str) -> ResponseReturnValue:
    header = [_("Time"), _("Movement"), _("Case"), _("Amount, kr."), _("Left, kr."), _("By"), _("Note")]
    rows = [
        (each.at, each.kind, each.case, each.amount, each.left_after, each.by.name if each.by else "", each.note)
        for each in ledger.entries_with_people(this_round)
    ]
    return tables.download(kind, f"{this_round.reference}-rammen", header, rows)


for each in ("csv", "xlsx"):
    view = requires(Permission.LEDGER_READ, queries.find_round)(partial(download, kind=each))
    bp.add_url_rule(f"/rounds/<int:round_id>/ledger.{each}", f"ledger_{each}", view, methods=["GET"])
