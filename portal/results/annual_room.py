"""What the annual report adds to the program: its tasks and the words of its events."""

from collections.abc import Iterator

from flask import url_for

from portal.core.menu import Task
from portal.core.text import Text, _
from portal.identity.models import Person
from portal.results import annual_queries

WORDS: dict[str, Text] = {
    "annual.compile_begun": _("The annual report is being compiled"),
    "annual.compiled": _("The annual report was compiled"),
    "annual.commented": _("Somebody commented on the annual report"),
    "annual.frozen": _("The director signed the annual report, and it was frozen as an edition"),
}


def tasks(person: Person) -> Iterator[Task]:
    """For the director: editions to sign."""
    for report in annual_queries.to_sign(person) if person.memberships else ():
        words = _("Sign the annual report %(year)s", year=str(report.year))
        why = _("%(reference)s is compiled. Read it, and freeze it as edition %(number)s.",
                reference=report.reference, number=len(report.editions) + 1)  # fmt: skip
        yield Task(words, why, url_for("results.annual_show", annual_id=report.id))
