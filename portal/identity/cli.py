"""`flask places load`: the organisations of 2010."""

import click
from flask.cli import AppGroup

from portal.core.db import commit_command
from portal.identity.places import ensure_places

places = AppGroup("places", help="Regions, municipalities and job centres.")


@places.command("load")
def load() -> None:
    """Put in the regions, municipalities and job centres that are missing."""
    added = ensure_places()
    commit_command()
    click.echo(f"{added} places added.")
