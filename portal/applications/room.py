"""What this room adds to the program."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Flask, request, url_for
from flask.cli import AppGroup
from flask_login import current_user

from portal.applications import (
    budget_desk,
    budget_file_routes,
    budget_import_routes,
    budget_routes,
    budget_showing_routes,
    correcting,
    mending,
    queries,
    sizes,
    states,
    submitting,
)
from portal.applications.budget_blueprint import bp as budgets
from portal.applications.budget_upkeep_routes import bp as budget_upkeep
from portal.applications.commands import applications
from portal.applications.models import Application
from portal.applications.routes import bp
from portal.applications.tasks import cases, tasks
from portal.core import menu
from portal.core.permissions import Permission, Side, can, places
from portal.core.text import _
from portal.identity.start_blocks import shows_at_start
from portal.pools import cancelling
from portal.pools import queries as pools

# All of them hang their pages on the one blueprint.
BUDGET_PAGES = (budget_routes, budget_import_routes, budget_showing_routes, budget_file_routes)
BLUEPRINTS: tuple[Blueprint, ...] = (bp, budgets, budget_upkeep)
COMMANDS: tuple[AppGroup, ...] = (applications,)
WORDS = {
    "application.begun": _("The application was begun"),
    "application.submitted": _("The application was submitted"),
    "application.withdrawn": _("The draft was withdrawn"),
    "section.saved": _("A section was saved"),
    "section.brought_back": _("An earlier version of a section was brought back"),
    "budget.saved": _("The budget was saved"),
    "budget.uploaded": _("A budget workbook was uploaded"),
    "budget.read": _("A large budget workbook was read"),
    "budget.read_again": _("A budget workbook was read again"),
    "budget.reread": _("The administrator had a budget workbook read again"),
    "budget.shown": _("The tables of a budget workbook were pointed out"),
    "budget.mapping_forgotten": _("What was pointed out in workbooks was forgotten"),
    "budget.corrected": _("Cells of a budget workbook were corrected on the page"),
    "budget.frozen": _("The budget workbook was submitted with the application"),
    "budget.confirmed": _("A budget workbook was taken into the draft"),
    "attachment.added": _("An attachment was added"),
    "attachment.removed": _("An attachment was removed"),
    "attachment.restored": _("A removed attachment was brought back"),
    "sparring.logged": _("Sparring with the region was noted"),
    "sparring.corrected": _("A note of sparring was corrected"),
    "sparring.removed": _("A note of sparring was removed"),
}


def _file(details: Mapping[str, Any]) -> menu.Told:
    """Which workbook it was, as the person called it."""
    return (details.get("name", ""),)


def _day(details: Mapping[str, Any]) -> menu.Told:
    return (date.fromisoformat(details["on"]),) if details.get("on") else ()


ABOUT: Mapping[str, Callable[[Mapping[str, Any]], menu.Told]] = {
    **dict.fromkeys((each for each in WORDS if each.startswith("budget.")), _file),
    **dict.fromkeys((each for each in WORDS if each.startswith("sparring.")), _day),
}


def state_of(application: Application) -> states.State:
    """The state in the reader's words: the centre waits where the region works, and the other way round."""
    granting = places(current_user, Permission.APPLICATION_READ)[Side.GRANTING]
    mine = application.parties.get(Side.GRANTING) in granting and not can(
        current_user, Permission.APPLICATION_EDIT, application
    )
    return (states.FOR_THE_REGION if mine else states.FOR_THE_CENTRE)[application.status]


def links_to(application: Application) -> list[menu.Link]:
    """Where to read an application that cannot be changed: as it was signed last, and as it stands."""
    case = (_("Go to the application"), url_for("applications.show", application_id=application.id))
    if not application.submissions:
        return [case]
    last = application.submissions[-1]
    href = url_for("applications.receipt", application_id=application.id, number=last.number)
    return [(_("Read the application as it was submitted on %(day)s", day=last.submitted_at), href), case]


class Applications(menu.Item):
    """The pages of a budget are pages of its application."""

    @property
    def current(self) -> bool:
        return super().current or request.blueprint == budgets.name


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        state_of=state_of,
        size_of=sizes.of,
        places_of=mending.places_of,
        name_of_place=mending.name_of_place,
        asked_in=correcting.in_section,
        correction_of=correcting.of_section,
    )
    if budget_desk.mark_submitted not in submitting.WHEN_SUBMITTED:
        submitting.WHEN_SUBMITTED.append(budget_desk.mark_submitted)
    menu.add(85, menu.Item(_("Workbooks"), "budget_upkeep.index", Permission.WORKBOOK_READ))
    menu.add(10, Applications(_("Applications"), "applications.index", Permission.APPLICATION_READ))
    menu.EVENT_WORDS.update(WORDS)
    menu.EVENT_ABOUT.update(ABOUT)
    shows_at_start(10, cases)
    menu.SHOWN_AT[Application] = links_to
    if tasks not in menu.FINDERS:
        menu.finds_tasks(tasks)
    if queries.asked_in not in pools.ASKED:
        pools.ASKED.append(queries.asked_in)
    if queries.answered not in pools.ANSWERED:
        pools.ANSWERED.append(queries.answered)
    if queries.begun_in not in cancelling.BEGUN:
        cancelling.BEGUN.append(queries.begun_in)
