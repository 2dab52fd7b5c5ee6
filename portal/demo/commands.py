"""`flask demo load` and `flask demo people`."""

import click
from flask.cli import AppGroup

from portal.core.db import commit_command
from portal.core.language import in_language
from portal.demo import loading, people

demo = AppGroup("demo", help="Invented people and cases to try the portal with.")


@demo.command("load")
@click.option("--if-empty", is_flag=True, help="Only into a database where nobody can sign in yet.")
def load(if_empty: bool) -> None:
    """Make the demonstration data, once. All people and job chances in it are invented."""
    if loading.is_loaded() or (if_empty and not loading.is_empty()):
        click.echo("Nothing was added: the database has people already.")
        return
    loading.load()
    commit_command()
    click.echo("Demonstration data was added. All people, figures and job chances in it are invented.")


@demo.command("people")
def show_people() -> None:
    """Who can sign in with what."""
    rows = [(each.email, in_language(each.role.label, "da"), each.title, _place(each.code)) for each in people.ACCOUNTS]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    click.echo("Opdigtede personer, som kan logge ind. Alle har samme adgangskode:\n")
    click.echo(f"    {people.PASSWORD}\n")
    for row in rows:
        click.echo("  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip())


def _place(code: str) -> str:
    return people.organisation(code).name
