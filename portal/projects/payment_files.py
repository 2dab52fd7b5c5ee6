"""The file the region's bank or finance system is given: one for each released instalment, written by the worker."""

import os
import tempfile
from pathlib import Path

from flask import current_app

from portal.adapters import tables
from portal.core import outbox
from portal.core.clock import COPENHAGEN
from portal.core.db import db
from portal.decisions.queries import latest_submission
from portal.projects.models import Instalment
from portal.projects.rules import InstalmentStatus

WITHOUT_FILE = (InstalmentStatus.PLANNED, InstalmentStatus.CANCELLED)
HEADER = ("reference", "rate", "belob_kr", "modtager", "cvr", "ean", "frigivet", "tekst")


def name_of(instalment: Instalment) -> str:
    return f"{instalment.reference}-rate-{instalment.number}.csv"


def content(instalment: Instalment) -> bytes:
    """One line, with the amount in kroner and a decimal comma, as Danish finance systems read it."""
    project = instalment.project
    latest = latest_submission(project.application)
    basis = (latest.content.get("document", {}) if latest else {}).get("sections", {}).get("basis", {})
    released = instalment.released_at.astimezone(COPENHAGEN).date().isoformat() if instalment.released_at else ""
    row = (
        project.reference, str(instalment.number), instalment.amount.digits.replace(".", ""),
        project.application.job_centre.name, basis.get("cvr", ""), basis.get("ean", ""), released,
        f"{project.title[:60]}, {instalment.number}. rate",
    )  # fmt: skip
    return tables.csv_bytes(HEADER, [row])


def _folder() -> Path:
    return Path(current_app.config["PAYMENT_FOLDER"])


@outbox.handles("projects.payment_file_back")
def _take_back(instalment_id: int) -> None:
    """The file of a release that was taken back must not lie ready for the bank. Released again, it stays."""
    instalment = db.session.get(Instalment, instalment_id)
    if instalment is not None and instalment.status in WITHOUT_FILE:
        (_folder() / name_of(instalment)).unlink(missing_ok=True)


@outbox.handles("projects.payment_file")
def _write(instalment_id: int) -> None:
    """All of the file or none; the same release again writes the same file over itself."""
    instalment = db.session.get(Instalment, instalment_id)
    if instalment is None or instalment.status is not InstalmentStatus.RELEASED:
        return  # taken back before the worker came
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="new-", delete=False) as beside:
        beside.write(content(instalment))
        beside.flush()
        os.fsync(beside.fileno())
    Path(beside.name).chmod(0o600)
    Path(beside.name).replace(folder / name_of(instalment))
