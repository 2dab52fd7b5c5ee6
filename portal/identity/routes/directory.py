"""The lists of people and of organisations: filtered, sorted, page by page and as files."""

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.adapters import tables
from portal.core.access import holds
from portal.core.permissions import Permission, Role
from portal.core.text import Text
from portal.core.text import _ as text
from portal.identity import queries
from portal.identity.models import Person
from portal.identity.queries import Search
from portal.identity.routes import bp
from portal.identity.rules import Kind


def asked() -> Search:
    """The filter, the order and the page out of the address."""
    names = ("words", "organisation", "role", "kind", "sort")
    words = {name: request.args.get(name, "").strip()[:200] for name in names}
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    words["sort"] = words["sort"] or "name"
    return Search(**words, downwards=request.args.get("down") == "1", page=page)


def _in_order(search: Search, *names: str) -> dict[str, str]:
    """The filter and the order again, for the addresses of other pages and of files."""
    question = {name: getattr(search, name) for name in names}
    return question | {"sort": search.sort, "down": "1" if search.downwards else ""}


@bp.get("/people")
@holds(Permission.PEOPLE_READ)
def people(me: Person) -> ResponseReturnValue:
    wanted = asked()
    shown, number = queries.colleagues(me, wanted)
    in_order = _in_order(wanted, "words", "organisation", "role")
    return render_template(
        "identity/people.html",
        shown_people=shown,
        number=number,
        own=queries.organisations_of(me, Permission.PEOPLE_READ),
        wanted=wanted,
        more=wanted.page * queries.PAGE < number,
        pages=max(1, -(-number // queries.PAGE)),
        question={name: in_order[name] for name in ("words", "organisation", "role")},
        in_order=in_order,
        roles=list(Role),
        me=me,
    )


@bp.get("/organisations")
@holds(Permission.PEOPLE_READ)
def organisations(me: Person) -> ResponseReturnValue:
    wanted = asked()
    return render_template(
        "identity/organisations.html",
        rows=queries.organisation_list(me, wanted),
        wanted=wanted,
        kinds=list(Kind),
        question={"words": wanted.words, "kind": wanted.kind},
        in_order=_in_order(wanted, "words", "kind"),
    )


def state_of(person: Person) -> Text:
    """Whether the person can sign in, in a word."""
    if person.closed_at is not None:
        return text("Closed")
    return text("Has signed up") if person.password_hash else text("Invited")


def download_people(me: Person, kind: str) -> ResponseReturnValue:
    header = [_("Name"), _("E-mail address"), _("Place of work"), _("Code"), _("Role"), _("State")]
    rows = [
        (each.person.name, each.person.email, each.organisation.name, each.organisation.code, each.role,
         state_of(each.person))
        for each in queries.all_colleagues(me, asked())
    ]  # fmt: skip
    return tables.download(kind, "personer", header, rows)


def download_organisations(me: Person, kind: str) -> ResponseReturnValue:
    header = [_("Name"), _("Code"), _("Kind"), _("Employment region"), _("Municipalities"), _("CVR number"),
              _("EAN number"), _("People")]  # fmt: skip
    rows = [
        (each.name, each.code, each.kind, each.region.name if each.region else "",
         ", ".join(one.name for one in each.municipalities), each.cvr, each.ean, number)
        for each, number in queries.organisation_list(me, asked())
    ]  # fmt: skip
    return tables.download(kind, "organisationer", header, rows)


for name, view in (("people", download_people), ("organisations", download_organisations)):
    for kind in ("csv", "xlsx"):
        guarded = holds(Permission.PEOPLE_READ)(partial(view, kind=kind))
        bp.add_url_rule(f"/{name}.{kind}", f"{name}_{kind}", guarded, methods=["GET"])
