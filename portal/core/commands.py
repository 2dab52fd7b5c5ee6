"""What commands share: in which language they speak to the person who runs them."""

from typing import IO, Any

import click

from portal.core.language import DEFAULT, LANGUAGES, shown
from portal.core.text import Text, _

language_option = click.option(
    "--language", default=DEFAULT, type=click.Choice(sorted(LANGUAGES)), help="Of the sentences."
)


def say(words: Text, *, err: bool = False) -> None:
    click.echo(str(shown(words)), err=err)


class Failed(click.ClickException):
    """What went wrong, in the language that was spoken when it was raised: it is shown after the command is left."""

    def __init__(self, words: Text) -> None:
        super().__init__(str(shown(words)))
        self.heading = str(shown(_("Error")))

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"{self.heading}: {self.format_message()}", file=file, err=file is None)


def failed(words: Text) -> click.ClickException:
    """To be raised: the command says this, and ends with exit code 1."""
    return Failed(words)
