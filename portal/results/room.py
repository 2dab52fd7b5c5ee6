"""What this room adds to the program."""

from flask import Blueprint, Flask
from flask.cli import AppGroup

from portal.core import menu
from portal.core.daily import every_day
from portal.core.menu import EVENT_ABOUT, EVENT_WORDS, Item
from portal.core.permissions import Permission
from portal.core.text import Text, _
from portal.projects.closed_years import CLOSED
from portal.projects.closing import ALSO_OPEN
from portal.projects.overdue import ALSO_OVERDUE
from portal.projects.waits import ALSO_HELD_BACK
from portal.results import annual_room, report_mails, report_rules, review_mails
from portal.results.annual_cli import results
from portal.results.report_tasks import closed_years, lacks_a_report, not_approved, overdue_reports
from portal.results.report_tasks import tasks as report_tasks
from portal.results.routes import bp
from portal.results.tasks import tasks

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
COMMANDS: tuple[AppGroup, ...] = (results,)
WORDS: dict[str, Text] = {
    "review.begun": _("The results review was begun"),
    "review.removed": _("The results review was removed; nothing was written in it"),
    "review.uploaded": _("A file with the results review was uploaded"),
    "review.dropped": _("An uploaded results review was dropped"),
    "review.saved": _("The figures of the results review were saved"),
    "review.closed": _("The results review was closed"),
    "review.reopened": _("The results review was opened again"),
    "report.opened": _("The yearly report was opened"),
    "report.saved": _("A section of the yearly report was saved"),
    "report.explained": _("Differences in the yearly report were explained"),
    "report.signed": _("The manager signed the yearly report"),
    "report.returned": _("The region sent the yearly report back"),
    "report.approved": _("The region approved the yearly report"),
}


def init_app(app: Flask) -> None:
    menu.add(50, Item(_("Results"), "results.index", Permission.RESULTS_READ))
    EVENT_WORDS.update(WORDS | annual_room.WORDS)
    EVENT_ABOUT.update({"report.saved": report_rules.saved_section, "report.returned": report_rules.returned_sections})
    if tasks not in menu.FINDERS:
        menu.finds_tasks(tasks)
        menu.finds_tasks(annual_room.tasks)
        menu.finds_tasks(report_tasks)
        CLOSED.append(closed_years)
        ALSO_OVERDUE.append(overdue_reports)
        ALSO_OPEN.append(not_approved)
        ALSO_HELD_BACK.append(lacks_a_report)
    every_day(report_mails.remind)
    every_day(review_mails.remind)
