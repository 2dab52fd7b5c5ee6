"""LibreOffice, in which the annotated workbooks must open: the machine's own."""

import os
import shutil

from environment import run

REMEDY = "LibreOffice: apt-get install libreoffice-calc-nogui, or give the path of its soffice in SOFFICE"


def find() -> "str | None":
    """The path of a LibreOffice that starts."""
    path = os.environ.get("SOFFICE") or shutil.which("soffice")
    return path if path and run(path, "--version", quiet=True) else None
