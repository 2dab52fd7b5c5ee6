"""What commands share: in which language they speak to the person who runs them."""

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import IO, Any

import click
from flask import has_app_context
from flask.cli import ScriptInfo
from flask_babel import force_locale

from portal.core import cpr
from portal.core.language import DEFAULT, LANGUAGES, shown
from portal.core.text import Text, _

language_option = click.option(
    "--language", default=DEFAULT, type=click.Choice(sorted(LANGUAGES)), help="Of the sentences.", is_eager=True
)  # read before the others, so that what is wrong with them is said in it
WHY_NOT_READ: Mapping[type[OSError], Text] = {
    FileNotFoundError: _("it is not there"),
    IsADirectoryError: _("it is a folder"),
    PermissionError: _("you do not have access to it"),
}
WHY_NOT_WRITTEN: Mapping[type[OSError], Text] = {
    **WHY_NOT_READ,
    FileNotFoundError: _("the folder is not there"),
    NotADirectoryError: _("it does not lie in a folder"),
}


def say(words: Text, *, err: bool = False) -> None:
    click.echo(str(shown(words)), err=err)


class Failed(click.ClickException):
    """What went wrong, in the language that was spoken when it was raised: it is shown after the command is left."""

    def __init__(self, *words: Text) -> None:
        super().__init__(" ".join(str(shown(each)) for each in words))
        self.heading = str(shown(_("Error")))

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"{self.heading}: {self.format_message()}", file=file, err=file is None)


def failed(*words: Text) -> click.ClickException:
    """To be raised: the command says this, and ends with exit code 1."""
    return Failed(*words)


class Misread(Failed):
    """An argument that cannot be read; 2 is what it means to a shell that a command was written wrong."""

    exit_code = 2


def misread(words: Text, context: click.Context | None) -> click.ClickException:
    """To be raised while arguments are read, when the portal has not been opened yet."""
    if context is None:
        return Misread(words)
    opened = nullcontext() if has_app_context() else context.ensure_object(ScriptInfo).load_app().app_context()
    with opened, force_locale(context.params.get("language", DEFAULT)):
        return Misread(words)


class Day(click.ParamType[datetime]):
    """A day as 2011-12-31; the command gets its midnight."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return datetime.strptime(value, "%Y-%m-%d")  # noqa: DTZ007 - only the day is used
        except ValueError:
            read = cpr.hidden(str(value))
            raise misread(_("We read the day “%(read)s”. Write it as 2011-12-31.", read=read), ctx) from None


class Whole(click.ParamType[int]):
    """A whole number; `example` is one that makes sense."""

    name = "number"

    def __init__(self, example: int) -> None:
        self.example = example

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return int(value)
        except ValueError:
            values = {"read": cpr.hidden(str(value)), "example": str(self.example)}
            raise misread(_("We read “%(read)s”. Write a whole number, such as %(example)s.", **values), ctx) from None


def why_not(error: OSError, reasons: Mapping[type[OSError], Text]) -> Text:
    """Why a file cannot be read or written, without the system's own English."""
    return reasons.get(type(error)) or _("the system says no (error %(number)s)", number=str(error.errno))
