"""`flask results open-reports`: the yearly reports of a year that is over."""

import click
from flask.cli import AppGroup

from portal.core.db import db
from portal.core.errors import Refusal
from portal.results import reporting

results = AppGroup("results", help="Yearly reports and annual reports.")


@results.command("open-reports")
@click.option("--year", type=int, required=True, help="The year that is over, such as 2010.")
def open_reports(year: int) -> None:
    """Open the yearly report of every project that owes one. Twice opens nothing new."""
    try:
        opened = reporting.open_for(year, by=None)
    except Refusal as refused:
        raise click.ClickException(str(refused)) from refused
    db.session.commit()
    for each in opened:
        click.echo(f"{each.reference}  {each.project.title}  {each.due_on}")
    click.echo(f"{len(opened)} reports opened.")
