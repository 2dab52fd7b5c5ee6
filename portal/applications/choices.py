"""The choices of a section that come from the database: municipalities, occupations, groups at special risk."""

from sqlalchemy import select

from portal.applications.fields import Option
from portal.applications.models import Application
from portal.core.db import db
from portal.identity.models import Municipality
from portal.labour_market.models import Occupation
from portal.pools.models import RiskGroup


def options_for(application: Application, key: str) -> dict[str, tuple[Option, ...]]:
    """What can be chosen in the fields of one section of one application, by the field's key."""
    if key == "basis":
        municipalities = _municipalities()
        return {"grant_responsible": municipalities, "municipality_code": municipalities}
    if key == "occupations":
        found = db.session.scalars(select(Occupation).order_by(Occupation.title))
        return {"occupation_code": tuple((each.code, f"{each.title} ({each.code})") for each in found)}
    if key == "target_group":
        of_region = select(RiskGroup).where(RiskGroup.region_id == application.round.region_id)
        return {
            "risk_group": tuple(
                (each.name, each.name) for each in db.session.scalars(of_region.order_by(RiskGroup.name))
            )
        }
    return {}


def _municipalities() -> tuple[Option, ...]:
    found = db.session.scalars(select(Municipality).order_by(Municipality.name))
    return tuple((each.code, f"{each.name} ({each.code})") for each in found)
