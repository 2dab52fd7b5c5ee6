"""Workbooks that could not be read, for those who run the portal: which, why, and reading them again.

They see references and reasons only: no file, no name of one, and nothing of what an application says.
"""

from dataclasses import dataclass
from datetime import datetime

import click
from flask_babel import force_locale

from portal.applications import queries
from portal.budgets import actions
from portal.budgets import queries as budgets
from portal.budgets.commands import budgets_cli
from portal.budgets.models import BudgetImport
from portal.budgets.rules import NOT_UNREAD, ImportStatus
from portal.core.commands import failed, language_option, say
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.text import Text, _
from portal.identity.models import Person

WHY = {
    "file_corrupt": _("It looked damaged, or our reading of it failed"),
    "file_too_heavy": _("Reading it took too long or too much memory"),
}
GIVEN_UP = _("The worker tried as often as it may")


@dataclass(frozen=True)
class Unread:
    """One file of one application, by what may be told of it."""

    kept: BudgetImport
    application: str

    @property
    def reference(self) -> str:
        return self.kept.reference

    @property
    def received(self) -> datetime:
        return self.kept.created_at

    @property
    def why(self) -> Text:
        return GIVEN_UP if self.kept.status is ImportStatus.RECEIVED else WHY[self.kept.result["refused"]]


def unread() -> list[Unread]:
    """Oldest first."""
    found = budgets.unread()
    references = queries.references(each.application_id for each in found)
    return [Unread(each, references[each.application_id]) for each in found]


def reread(reference: str, *, by: Person | None) -> int:
    """Hand every unread file with this reference to the worker again; how many there were. Refusal: none."""
    found = [each for each in unread() if each.reference == reference.strip().upper()]
    if not found:
        raise Refusal(NOT_UNREAD)
    for each in found:
        actions.reread(each.kept, reference=each.application, by=by)
    return len(found)


@budgets_cli.command("reread")
@click.argument("reference")
@language_option
def reread_command(reference: str, language: str) -> None:
    """Have the worker read a workbook again that could not be read. REFERENCE is the one its people were told."""
    with force_locale(language):
        try:
            count = reread(reference, by=None)
        except Refusal as refusal:
            raise failed(refusal.problems[0].text) from None
        db.session.commit()
        say(_("Workbooks to be read again: %(number)s.", number=count), err=True)
