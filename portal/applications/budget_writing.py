"""Writing the budget on its page: kept while somebody types, and put together when two have written."""

from typing import Any

from portal.applications import budget_desk, saving, sharing
from portal.applications.budget_desk import Desk
from portal.applications.budget_merging import Merged
from portal.applications.models import Application, Section
from portal.applications.rules import SectionKey
from portal.budgets import actions as budgets
from portal.budgets.rules import Origin
from portal.core.db import db
from portal.core.text import Text, _
from portal.identity.models import Person


def section(application: Application) -> Section:
    return application.section(SectionKey.BUDGET)


def only_in_excel(desk: Desk, *, most: int) -> Text | None:
    """Why this budget cannot be written on the page, if it cannot."""
    if not any(each.key == "costs" for each in desk.spec.tables):
        return _("The budget of this pool is filled in in Excel.")
    rows = max(len(desk.draft.lines), len(desk.draft.financing))
    if rows > most:
        return _("The budget has %(rows)s lines. The page has room for %(most)s, so go on in Excel.",
                 rows=rows, most=most)  # fmt: skip
    return None


def save(desk: Desk, merged: Merged, *, unfinished: bool, seen: int, auto: bool, by: Person) -> Person | None:
    """Keep the merged budget, and say who else has saved since; None when nobody has.

    Only where both changed the same line or source it is a Conflict.
    """
    kept, content = section(desk.application), merged.budget.as_json()
    other = kept.saved_by if kept.version != seen and kept.saved_by_id != by.id else None
    if merged.clashing:
        saving.require_seen(kept, seen, by)
    if merged.chosen:
        _keep_what_it_replaces(kept)
    if auto:
        _keep(kept, content, unfinished=unfinished, by=by)
    else:
        facts: dict[str, Any] = {"seen": kept.version, "by": by, "complete": not unfinished}
        budget_desk.save(desk.application, content, Origin.FORM, **facts)
    return other


def _keep_what_it_replaces(kept: Section) -> None:
    """What only was saved by itself is no version yet, and would be gone when the person chose their own."""
    if kept.saved_by and not sharing.is_last(kept):
        budgets.keep_version(kept.answers, Origin.FORM, application_id=kept.application_id, by=kept.saved_by)
        db.session.flush()


def _keep(kept: Section, content: dict[str, Any], *, unfinished: bool, by: Person) -> None:
    """What is typed so far, into the draft but not among the versions.

    A section that was complete is so no longer when something is missing in what is typed.
    """
    complete = kept.complete and not unfinished
    saving.save(kept, content, seen=kept.version, complete=complete, auto=True, by=by)
    kept.complete = complete
    db.session.flush()
