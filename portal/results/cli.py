"""`flask results open-reports`: the yearly reports of a year that is over."""

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from portal.core.commands import Whole, failed, language_option, say
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.text import _
from portal.results import reporting

results = AppGroup("results", help="Yearly reports and annual reports.")


@results.command("open-reports")
@click.option("--year", type=Whole(2010), required=True, help="The year that is over, such as 2010.")
@language_option
def open_reports(year: int, language: str) -> None:
    """Open the yearly report of every project that owes one. Twice opens nothing new."""
    try:
        opened = reporting.open_for(year, by=None)
    except Refusal as refused:
        raise in_words(refused, language) from refused
    db.session.commit()
    for each in opened:
        click.echo(f"{each.reference}  {each.project.title}  {each.due_on}")
    with force_locale(language):
        say(_("Reports opened: %(number)s.", number=len(opened)))


def in_words(refused: Refusal, language: str) -> click.ClickException:
    """To be raised: what was refused, in the language of the command."""
    with force_locale(language):
        return failed(*(each.text for each in refused.problems))
