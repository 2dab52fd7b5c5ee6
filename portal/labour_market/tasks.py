"""What this room finds to do: imports that somebody looked at and neither confirmed nor dropped."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from flask import url_for

from portal.core import clock
from portal.core.menu import Task
from portal.core.text import Text, _
from portal.identity.models import Person
from portal.labour_market import queries
from portal.labour_market.models import BalanceImport, IndicatorImport
from portal.labour_market.uploads import RegionUpload

LEFT = timedelta(days=1)  # what was sent today is still being looked at


def tasks(person: Person) -> Iterator[Task]:
    """For those who import: one task for the balances that wait, and one for the figures."""
    if not person.memberships:
        return
    yield from _waiting(person, BalanceImport, _one_balance, "labour_market.balance_imports")
    yield from _waiting(person, IndicatorImport, _one_file, "labour_market.figure_imports")


def _one_balance(uploaded: RegionUpload) -> str:
    return url_for("labour_market.show_balance_import", balance_import_id=uploaded.id)


def _one_file(uploaded: RegionUpload) -> str:
    return url_for("labour_market.show_figure_import", figure_import_id=uploaded.id)


def _waiting(
    person: Person, model: type[RegionUpload], address: Callable[[RegionUpload], str], all_of_them: str
) -> Iterator[Task]:
    found = queries.waiting_imports(person, model, clock.now() - LEFT)
    if len(found) == 1:
        words = _("Confirm or drop the import %(file)s", file=found[0].file_name or found[0].reference)
        yield Task(words, _since(found[0]), address(found[0]))
    elif found:
        words = _("Confirm or drop %(number)s imports", number=len(found))
        yield Task(words, _since(found[0]), url_for(all_of_them))


def _since(oldest: RegionUpload) -> Text:
    day = oldest.uploaded_at.astimezone(clock.COPENHAGEN).date()
    return _("It has waited for confirmation since %(day)s. Nothing in it counts yet.", day=day)
