"""The ledger of a round: every movement of its money, on pages and as a file."""

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.adapters import tables
from portal.core import lists
from portal.core.access import requires
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.pools import movements, queries
from portal.pools.models import Round
from portal.pools.movements import Wanted
from portal.pools.routes import bp


@bp.get("/rounds/<int:round_id>/ledger")
@requires(Permission.LEDGER_READ, queries.find_round)
def show_ledger(this_round: Round, me: Person) -> ResponseReturnValue:
    wanted = asked()
    entries, number = movements.listed(this_round, wanted)
    question = {"round_id": this_round.id, "words": wanted.words, "kind": wanted.kind}
    return render_template(
        "pools/ledger.html",
        round=this_round,
        entries=entries,
        picture=queries.picture(this_round),
        wanted=wanted,
        kinds=movements.KINDS,
        note_of=movements.note_of,
        number=number,
        most=lists.MOST,
        more=lists.more(number, wanted.page, movements.PAGE, len(entries)),
        question=question,
        in_order=question | {"sort": wanted.sort, "down": "1" if wanted.downwards else ""},
    )


def asked() -> Wanted:
    """The list's filter, order and page out of the address."""
    words, kind, sort = (request.args.get(name, "").strip()[:100] for name in ("words", "kind", "sort"))
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    return Wanted(words, kind, sort or movements.USUAL, downwards=request.args.get("down") == "1", page=page)


def download(this_round: Round, me: Person, kind: str) -> ResponseReturnValue:
    header = [_("Time"), _("Movement"), _("Case"), _("Amount, kr."), _("Left, kr."), _("By"), _("Note")]
    rows = [
        (each.at, each.kind, each.case, each.amount, "" if each.left_of_frame is None else each.left_of_frame,
         each.by.name if each.by else "", movements.note_of(each.kind, each.note))
        for each in movements.everything(this_round, asked())
    ]  # fmt: skip
    return tables.download(kind, f"{this_round.reference}-rammen", header, rows)


for each in ("csv", "xlsx"):
    view = requires(Permission.LEDGER_READ, queries.find_round)(partial(download, kind=each))
    bp.add_url_rule(f"/rounds/<int:round_id>/ledger.{each}", f"ledger_{each}", view, methods=["GET"])
