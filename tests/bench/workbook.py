"""The whole import of a workbook, beside openpyxl reading the same file in the same process."""

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select

from portal import create_app
from portal.applications import budget_desk
from portal.applications.models import Application
from portal.budgets import actions
from portal.budgets.lines import Line, YearCost
from portal.core.db import db
from portal.core.money import Ore
from portal.identity.models import Person
from tests.budgets import workbooks

SIZES = {40: 25, 200: 15, 2_000: 7}  # lines, and how often each is measured
YEARS = (2010, 2011, 2012)


@dataclass(frozen=True)
class Timed:
    """Medians in milliseconds; memory in MiB above where a fresh process began."""

    lines: int
    took: float
    floor: float
    memory: float
    floor_memory: float


def measured(folder: Path, database: Path) -> list[Timed]:
    app = create_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{database}", FILES_FOLDER=str(folder / "files"))
    with app.app_context():
        return [_measured(folder, lines, rounds) for lines, rounds in SIZES.items()]


def _measured(folder: Path, lines: int, rounds: int) -> Timed:
    file = folder / f"budget_{lines}.xlsx"
    file.write_bytes(workbooks.filled(workbooks.funded(*(_line(number) for number in range(1, lines + 1)))))
    application, person = db.session.scalars(select(Application)).first(), db.session.scalars(select(Person)).first()
    assert application is not None
    assert person is not None
    known = budget_desk.known(application)
    took, floor = [], []
    for number in range(rounds):
        data = _marked(file.read_bytes(), number)
        floor.append(_timed(lambda data=data: load_workbook(io.BytesIO(data), data_only=True)))
        took.append(_timed(lambda data=data: _import(data, known, person, lines)))
    return Timed(lines, median(took), median(floor), _memory("import", file), _memory("floor", file))


def _line(number: int) -> Line:
    years = tuple(YearCost(year, Decimal(10), Ore(50_000), Ore(500_000)) for year in YEARS)
    return workbooks.line(number, purpose=f"Truckcertifikat til ufaglærte ledige, hold {number}", years=years)


def _marked(data: bytes, number: int) -> bytes:
    """The same workbook as another file: the same file again would be the same import."""
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = str(number).encode()
    return target.getvalue()


def _import(data: bytes, known: dict[str, Any], person: Person, lines: int) -> None:
    """As the page does it: keep and flush the original, guard, read, find, check, and write to the database."""
    kept = actions.receive(data, "budget.xlsx", by=person, **known)
    assert len(kept.result["content"]["lines"]) == lines
    db.session.commit()


def _timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - began)


def _memory(what: str, file: Path) -> float:
    words = [sys.executable, "-m", "tests.bench.memory", what, str(file)]
    return float(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
