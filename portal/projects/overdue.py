"""What is overdue with a project and holds every instalment back (P-04): accounts, and what higher rooms know of."""

from collections.abc import Callable, Iterable
from datetime import date

from portal.core import clock
from portal.core.text import Text
from portal.projects import figures
from portal.projects.models import Project

ALSO_OVERDUE: list[Callable[[Project, date], Iterable[Text]]] = []  # what higher rooms know to be overdue


def of(project: Project) -> tuple[Text, ...]:
    """Each in words that name it and its day."""
    today = clock.today()
    accounts = [each.overdue_words for each in figures.overdue_accounts(project, today)]
    return (*accounts, *(words for find in ALSO_OVERDUE for words in find(project, today)))
