"""The 4 employment regions, 98 municipalities and 91 job centres of 2010, and the operator: organisations as data."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sqlalchemy import select

from portal.core.db import db
from portal.identity.models import Municipality, Organisation
from portal.identity.rules import Kind

DATA = Path(__file__).parents[1] / "data"
OPERATOR = "DRIFT", "Puljeportalens drift"


def ensure_places() -> int:
    """Put in what is missing, and say how much that was. A second time it does nothing."""
    known = {each.code: each for each in db.session.scalars(select(Organisation))}
    before = len(known)
    _ensure(known, Kind.OPERATOR, *OPERATOR)
    for row in _rows("codelists"):
        if row["list"] == "employment_region":
            _ensure(known, Kind.EMPLOYMENT_REGION, row["code"], row["label_da"])
    for row in _rows("jobcentres_2010"):
        centre = _ensure(known, Kind.JOB_CENTRE, f"JC-{row['lead_municipality_code']}", row["jobcentre"])
        centre.region = known[row["employment_region_2010"]]
    db.session.flush()
    return len(known) - before + _ensure_municipalities(known)


def _ensure(known: dict[str, Organisation], kind: Kind, code: str, name: str) -> Organisation:
    if code not in known:
        known[code] = Organisation(kind=kind, code=code, name=name, cvr="", ean="")
        db.session.add(known[code])
    return known[code]


def _ensure_municipalities(known: dict[str, Organisation]) -> int:
    there = set(db.session.scalars(select(Municipality.code)))
    by_name = {each.name: each for each in known.values()}
    missing = [row for row in _rows("municipalities") if row["municipality_code"] not in there]
    for row in missing:
        served_by = by_name[row["jobcentre_2010"]]
        facts = {"code": row["municipality_code"], "name": row["name"], "region_code": row["region_code"]}
        db.session.add(Municipality(**facts, job_centre=served_by))
    db.session.flush()
    return len(missing)


@cache
def municipality_names() -> Mapping[str, str]:
    """Code → name of the 98."""
    return {row["municipality_code"]: row["name"] for row in _rows("municipalities")}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
