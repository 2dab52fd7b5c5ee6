"""`flask places load`: the organisations of 2010."""

from flask.cli import AppGroup
from flask_babel import force_locale

from portal.core.commands import language_option, say
from portal.core.db import commit_command
from portal.core.text import _
from portal.identity.places import ensure_places

places = AppGroup("places", help="Regions, municipalities and job centres.")


@places.command("load")
@language_option
def load(language: str) -> None:
    """Put in the regions, municipalities and job centres that are missing."""
    added = ensure_places()
    commit_command()
    with force_locale(language):
        say(_("Places added: %(number)s.", number=added))
