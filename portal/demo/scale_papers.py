"""The papers of the many projects: one of each kind, shared by all, that says it is invented."""

import io
from enum import StrEnum
from functools import cache

from flask import current_app

from portal.adapters import files, pdf
from portal.core.language import DEFAULT
from portal.core.text import _


class Paper(StrEnum):
    GRANT_LETTER = "Bevillingsskrivelse"
    RECEIPT = "Kvittering"
    DECISION = "Afgørelse"
    VOUCHER = "Bilag"
    SETTLEMENT = "Afregning"
    REPORT = "Årsrapport"


@cache
def made(kind: Paper) -> bytes:
    """Set once per process: a thousand letters that differ in a name would take longer than all the rest."""
    words = _("Invented for the demonstration. It shows no real case, and all the invented cases share this paper.")
    return pdf.render(
        "invented", {"heading": kind.value, "reference": "Demonstration", "words_of_the_paper": words}, DEFAULT
    )


def paper(kind: Paper) -> str:
    """Its SHA-256, once it lies in the file store."""
    return _kept(kind, current_app.config["FILES_FOLDER"])


@cache
def _kept(kind: Paper, _folder: str) -> str:
    return files.store(io.BytesIO(made(kind)))[0]
