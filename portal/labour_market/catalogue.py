"""The occupations the portal begins with, and an invented balance of them for demonstration."""

import csv
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from portal.core.db import db
from portal.labour_market import queries
from portal.labour_market.models import BalanceEntry, Occupation
from portal.labour_market.rules import Category

SOURCE = Path(__file__).parents[1] / "data" / "occupations_demo.csv"
CATEGORIES = {"RG": Category.MANG, "G": Category.BAL, "MG": Category.OVER}


def ensure_occupations() -> int:
    """Make the occupations that are missing; say how many there were."""
    known = set(db.session.scalars(select(Occupation.code)))
    missing = [Occupation(code=row["isco08"], title=row["title_da"]) for row in _rows() if row["isco08"] not in known]
    db.session.add_all(missing)
    db.session.flush()
    return len(missing)


def ensure_invented_balance(periods: Iterable[str], area_codes: Iterable[str]) -> int:
    """A balance for demonstration, marked as invented; what was imported is left alone."""
    ensure_occupations()
    rows, made = _rows(), 0
    wanted = [(period, area) for period in periods for area in area_codes]
    known = queries.stored((period, area, "") for period, area in wanted)
    for period, area in wanted:
        for row in rows:
            if (period, area, row["isco08"]) not in known:
                facts = {"period": period, "area_code": area, "occupation_code": row["isco08"]}
                category = CATEGORIES[row["demo_job_chance"]]
                db.session.add(BalanceEntry(**facts, category=category, invented=True))
                made += 1
    db.session.flush()
    return made


def _rows() -> list[dict[str, str]]:
    with SOURCE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
