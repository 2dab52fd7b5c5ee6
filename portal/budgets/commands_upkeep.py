"""`flask budgets`: what the people who keep the templates need. The catalogue as a page, and publishing a version."""

from pathlib import Path

import click

from portal.budgets import documentation, editions
from portal.budgets.commands import POOL, budgets_cli
from portal.core import clock

PAGE = Path("docs/budget-findings.md")


@budgets_cli.command("findings")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=PAGE, show_default=True)
def write_findings(output: Path) -> None:
    """Write the catalogue of findings as a page of the documentation."""
    try:
        output.write_text(documentation.markdown(), "utf-8")
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from None
    click.echo(f"{output}", err=True)


@budgets_cli.command("publish")
@click.option("--pool", type=POOL, required=True)
@click.option("--version", type=click.IntRange(min=1), required=True)
def publish(pool: str, version: int) -> None:
    """Write a template's SHA-256 down in published.json: from then on it never changes.

    The next change is a new file with the next number. Exit code 1: there is no such version, or it is published.
    """
    try:
        done = editions.publish(pool, version, clock.today())
    except LookupError:
        raise click.ClickException(f"There is no file {pool}_{version}.json among the templates.") from None
    except ValueError:
        raise click.ClickException(f"Version {version} for {pool} is already published. Make a new version.") from None
    click.echo(f"{pool} {version} is published: {done.sha256}")
