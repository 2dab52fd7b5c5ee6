"""What both sides can read: what the region has written, the rules set aside, and the letter."""

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from portal.adapters import files
from portal.applications.models import Application
from portal.applications.titles import TITLES
from portal.core import menu
from portal.core.access import requires
from portal.core.permissions import Permission
from portal.decisions import letters, queries
from portal.decisions.models import Decision
from portal.decisions.routes import bp
from portal.identity.models import Person


@bp.get("/decisions/<int:application_id>")
@requires(Permission.APPLICATION_READ, queries.find_application)
def answer(application: Application, me: Person) -> ResponseReturnValue:
    """What the region has said about an application, for the job centre."""
    decision = queries.find_decided(application.id)
    return render_template(
        "decisions/answer.html",
        application=application,
        comments=queries.sent_comments(application),
        asked=queries.changes_asked(application),
        waivers=queries.waivers_of(application),
        decision=decision,
        ways=menu.links_to(decision),
        accept_before=queries.accept_before(decision),
        section_titles=TITLES,
    )


@bp.get("/decisions/<int:application_id>/letter.pdf")
@requires(Permission.APPLICATION_READ, queries.find_decided)
def letter(decision: Decision, me: Person) -> ResponseReturnValue:
    try:
        paper = files.read(decision.letter_sha256)
    except FileNotFoundError:
        abort(404)
    return _named(paper, decision)


def _named(paper: bytes, decision: Decision) -> Response:
    return letters.inline(paper, f"{decision.application.reference}-afgoerelse.pdf")
