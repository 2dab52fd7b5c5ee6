"""`flask budgets`: what the people who keep the templates need. The catalogue as a page, and publishing a version."""

from pathlib import Path

import click

from portal.budgets import command_words, documentation, editions
from portal.budgets.command_words import Told, why
from portal.budgets.commands import LANGUAGE, POOL, budgets_cli
from portal.core import clock

PAGE = Path("docs/budget-findings.md")


@budgets_cli.command("findings")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=PAGE, show_default=True)
@click.option("--language", type=LANGUAGE, default="da", show_default=True)
def write_findings(output: Path, language: str) -> None:
    """Write the catalogue of findings as a page of the documentation."""
    try:
        size = output.write_bytes(documentation.markdown().encode())
    except OSError as error:
        raise Told(command_words.NOT_WRITTEN, language, name=output, why=why(error, language)) from None
    command_words.aside(command_words.WRITTEN, language, name=output, size=size)


@budgets_cli.command("publish")
@click.option("--pool", type=POOL, required=True)
@click.option("--version", type=click.IntRange(min=1), required=True)
@click.option("--language", type=LANGUAGE, default="da", show_default=True)
def publish(pool: str, version: int, language: str) -> None:
    """Write a template's SHA-256 down in published.json: from then on it never changes.

    The next change is a new file with the next number. Exit code 1: there is no such version, or it is published.
    """
    try:
        done = editions.publish(pool, version, clock.today())
    except LookupError:
        raise Told(command_words.NO_FILE, language, pool=pool, version=version) from None
    except ValueError:
        raise Told(command_words.IS_OUT, language, pool=pool, version=version) from None
    except OSError as error:
        where = editions.FOLDER / editions.REGISTRY
        raise Told(command_words.NOT_WRITTEN, language, name=where, why=why(error, language)) from None
    said = command_words.PUBLISHED[language].format(pool=pool, version=version, sha256=done.sha256)
    command_words.say([said], language)
