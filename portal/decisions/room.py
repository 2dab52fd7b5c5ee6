"""What this room adds to the program."""

from flask import Blueprint, Flask
from flask.cli import AppGroup

from portal.applications.documents import WAIVERS_OF
from portal.applications.routes.reading import SHOWN_WITH
from portal.applications.submitting import WHEN_SUBMITTED
from portal.core import menu
from portal.core.menu import EVENT_ABOUT, EVENT_WORDS, INSIDE, Item
from portal.core.permissions import Permission
from portal.core.text import Text, _
from portal.decisions import start, telling
from portal.decisions.assessing import void_assessment
from portal.decisions.queries import waivers_by_rule
from portal.decisions.reading import title_of
from portal.decisions.routes import bp
from portal.decisions.tasks import tasks
from portal.identity import start_blocks

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
COMMANDS: tuple[AppGroup, ...] = ()
WORDS: dict[str, Text] = {
    "comment.sent": _("The region sent a comment"),
    "comment.kept": _("The region wrote a comment for itself"),
    "application.returned": _("The region asked for changes"),
    "application.scored": _("The application was scored"),
    "application.scored_in_part": _("Some criteria were given points"),
    "application.recommended": _("The recommendation was written"),
    "assessment.voided": _("Scores and recommendation no longer count, because the application was submitted again"),
    "rule.waived": _("The director set a rule aside"),
    "decision.made": _("The director decided"),
}
KEPT_INSIDE = frozenset(
    {
        "comment.kept", "application.scored", "application.scored_in_part", "application.recommended",
        "assessment.voided",
    }
)  # fmt: skip


def init_app(app: Flask) -> None:
    app.jinja_env.globals["rule_title"] = title_of
    menu.add(30, Item(_("Cases"), "decisions.desk", Permission.ASSESSMENT_READ))
    EVENT_WORDS.update(WORDS)
    EVENT_ABOUT.update(telling.ABOUT)
    INSIDE.update(KEPT_INSIDE)
    if tasks not in menu.FINDERS:
        menu.finds_tasks(tasks)
        WHEN_SUBMITTED.append(void_assessment)
        WAIVERS_OF.append(waivers_by_rule)
        SHOWN_WITH.append(start.said)
    start_blocks.shows_at_start(30, start.cases)
    start_blocks.shows_at_start(31, start.answers)
