"""What this room adds to the program."""

from datetime import datetime

from flask import Blueprint, Flask, url_for
from flask.cli import AppGroup
from flask_login import current_user

from portal.core import menu
from portal.core.daily import every_day
from portal.core.menu import EVENT_ABOUT, EVENT_WORDS, Item
from portal.core.permissions import Permission, can
from portal.core.text import Text, _
from portal.decisions.actions import WHEN_GRANTED
from portal.decisions.models import Decision
from portal.decisions.queries import DEADLINES
from portal.projects import queries, reminders, told_about
from portal.projects.actions import opens_with
from portal.projects.routes import bp
from portal.projects.rules import ACCEPT, ProjectStatus
from portal.projects.tasks import tasks

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
COMMANDS: tuple[AppGroup, ...] = ()
WORDS: dict[str, Text] = {
    "project.offered": _("The grant was offered to the job centre"),
    "project.accepted": _("The job centre accepted the grant"),
    "project.deadline_moved": _("The deadline for accepting the grant was moved"),
    "milestone.done": _("The job centre marked a milestone as reached"),
    "milestone.partly": _("The job centre marked a milestone as partly reached"),
    "milestone.missed": _("The job centre marked a milestone as not reached"),
    "milestone.undone": _("The job centre took a milestone back"),
    "milestone.seen": _("The region saw a milestone"),
    "milestone.moved": _("The job centre moved a milestone"),
    "goal.measured": _("A goal was measured"),
    "instalments.planned": _("The instalments were planned"),
    "instalments.changed": _("The plan of instalments was changed"),
    "instalment.released": _("An instalment was released"),
    "instalment.taken_back": _("The release of an instalment was taken back, and its payment file was removed"),
    "instalment.paid": _("An instalment was paid"),
    "account.begun": _("An account was begun"),
    "account.saved": _("An account was saved"),
    "voucher.added": _("A voucher was attached"),
    "voucher.removed": _("A voucher was removed"),
    "account.signed": _("The manager signed an account"),
    "account.returned": _("The region sent an account back"),
    "account.approved": _("The region approved an account"),
    "change.begun": _("A change of the budget was begun"),
    "change.saved": _("A change of the budget was saved"),
    "change.discarded": _("A draft of a change of the budget was discarded"),
    "change.asked": _("The job centre asked for a change of the budget"),
    "change.approved": _("The region approved a change of the budget"),
    "change.refused": _("The region did not approve a change of the budget"),
    "project.settled": _("The grant was settled"),
    "project.repaid": _("The job centre repaid"),
    "project.closed": _("The project was closed"),
    "money.instalment": _("Ledger: an instalment"),
    "money.payment": _("Ledger: a payment"),
    "money.claim": _("Ledger: a repayment was claimed"),
    "money.unclaimed": _("Ledger: a small amount was not claimed"),
    "money.repayment": _("Ledger: a repayment"),
}


def init_app(app: Flask) -> None:
    every_day(reminders.remind)
    menu.add(40, Item(_("Projects"), "projects.index", Permission.PROJECT_READ))
    EVENT_WORDS.update(WORDS)
    EVENT_ABOUT.update(told_about.ABOUT)
    if tasks not in menu.FINDERS:
        menu.finds_tasks(tasks)
        WHEN_GRANTED.append(opens_with)
        DEADLINES.append(deadline_of)
    menu.SHOWN_AT[Decision] = links_to


def deadline_of(decision: Decision) -> datetime | None:
    """Until when the grant can be accepted, while it waits for that."""
    project = queries.find_granted(decision)
    return project.accept_before if project and project.status is ProjectStatus.OFFERED else None


def links_to(decision: Decision) -> list[menu.Link]:
    """Where a grant is followed: the page to accept it, for who may and while it waits; and its project."""
    project = queries.find_granted(decision)
    if project is None or not can(current_user, Permission.PROJECT_READ, project):
        return []
    shown = (_("Go to the project"), url_for("projects.show", project_id=project.id))
    if project.status is not ProjectStatus.OFFERED or not can(current_user, Permission.PROJECT_ACCEPT, project):
        return [shown]
    return [(ACCEPT.label, url_for("projects.accept", project_id=project.id)), shown]
