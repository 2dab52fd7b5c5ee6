"""The list of cases on the desk, page by page and as a file of the whole list."""

from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.adapters import tables
from portal.core import clock
from portal.core.access import holds
from portal.core.permissions import Permission
from portal.decisions import listing
from portal.decisions.listing import Row, Wanted
from portal.decisions.routes import bp
from portal.identity.models import Person

MOST_PAGES = 10_000


@bp.get("/desk")
@holds(Permission.ASSESSMENT_READ)
def desk(me: Person) -> ResponseReturnValue:
    wanted = asked()
    listed = listing.listed(me, wanted)
    return render_template(
        "decisions/desk.html",
        listed=listed,
        wanted=wanted,
        round_options=[(each.reference, each.title) for each in listed.rounds],
        state_options=[(status.value, words) for status, words in listing.STATES.items()],
        musts=listing.MUSTS,
        today=clock.today(),
        now=clock.now(),
        link=partial(_link, wanted),
    )


def asked() -> Wanted:
    """The question in the address; what cannot be read asks for nothing."""
    page, state = request.args.get("page", ""), request.args.get("state", "")
    return Wanted(
        words=request.args.get("words", "")[:200],
        round=request.args.get("round", "").replace("\x00", ""),
        state=state if state in {status.value for status in listing.STATES} else "",
        must=request.args.get("must", ""),
        sort=request.args.get("sort", "days"),
        down=request.args.get("down") == "1",
        page=min(max(int(page), 1), MOST_PAGES) if page.isascii() and page.isdecimal() and len(page) < 9 else 1,
    )


def _link(wanted: Wanted, endpoint: str = "decisions.desk", **other: Any) -> str:
    """The same question with something changed, for sorting, paging and downloads."""
    stands: dict[str, Any] = {"words": wanted.words, "round": wanted.round, "state": wanted.state, "must": wanted.must,
              "sort": wanted.sort, "down": "1" if wanted.down else "", "page": wanted.page}  # fmt: skip
    return url_for(endpoint, **{name: value for name, value in (stands | other).items() if value not in ("", None, 1)})


def download(me: Person, kind: str) -> ResponseReturnValue:
    header = [
        _("Case"), _("Title"), _("Job centre"), _("Round"), _("Applied for, kr."), _("Places"), _("State"),
        _("Musts not met"), _("Musts that cannot be told"), _("Points"), _("Submitted"), _("Answer promised"),
    ]  # fmt: skip
    return tables.download(kind, "sager", header, map(_cells, listing.everything(me, asked())))


def _cells(row: Row) -> tuple[object, ...]:
    return (
        row.reference, row.title, row.centre, row.round, row.requested, row.places, row.state,
        ", ".join(row.musts.not_met), ", ".join(row.musts.cannot_tell), row.points, row.submitted_at, row.answer_at,
    )  # fmt: skip


for each in ("csv", "xlsx"):
    view = holds(Permission.ASSESSMENT_READ)(partial(download, kind=each))
    bp.add_url_rule(f"/desk/list.{each}", f"desk_{each}", view, methods=["GET"])
