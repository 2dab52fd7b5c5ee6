"""`flask demo load`, `flask demo people`, and `flask demo --scale N`."""

import click
from flask.cli import AppGroup, with_appcontext

from portal.core.commands import Whole, failed, misread, say
from portal.core.db import commit_command
from portal.core.errors import Refusal
from portal.core.language import in_language
from portal.core.text import Text, _
from portal.demo import loading, people, scale


@click.group("demo", cls=AppGroup, invoke_without_command=True)
@click.option(
    "--scale", "number", type=Whole(1000), help="Make this many projects over five years, in an empty database."
)
@click.pass_context
def demo(context: click.Context, number: int | None) -> None:
    """Invented people and cases to try the portal with."""
    if number is None and context.invoked_subcommand is None:
        click.echo(context.get_help())
    if number is None:
        return
    if context.invoked_subcommand:
        raise misread(_("--scale stands alone: it makes its own people."), context)
    _make(number)


@with_appcontext
def _make(number: int) -> None:
    try:
        scale.make(number, commit_command, lambda done: say(_far(done, number), err=True))
    except Refusal as refusal:
        raise failed(refusal.problems[0].text) from None
    say(_("Invented projects that were added: %(number)s. `flask demo people` says who can sign in.", number=number))


def _far(done: int, number: int) -> Text:
    return _("Projects: %(done)s of %(number)s", done=done, number=number)


@demo.command("load")
@click.option("--if-empty", is_flag=True, help="Only into a database where nobody can sign in yet.")
def load(if_empty: bool) -> None:
    """Make the demonstration data, once. All people and job chances in it are invented."""
    if loading.is_loaded() or (if_empty and not loading.is_empty()):
        say(_("Nothing was added: the database has people already."))
        return
    loading.load()
    commit_command()
    say(_("Demonstration data was added. All people, figures and job chances in it are invented."))


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
