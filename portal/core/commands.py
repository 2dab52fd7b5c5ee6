"""What commands share: in which language they speak to the person who runs them."""

import click

from portal.core.language import DEFAULT, LANGUAGES, shown
from portal.core.text import Text

language_option = click.option(
    "--language", default=DEFAULT, type=click.Choice(sorted(LANGUAGES)), help="Of the sentences."
)


def say(words: Text, *, err: bool = False) -> None:
    click.echo(str(shown(words)), err=err)


def failed(words: Text) -> click.ClickException:
    """To be raised: the command says this, and ends with exit code 1."""
    return click.ClickException(str(shown(words)))
