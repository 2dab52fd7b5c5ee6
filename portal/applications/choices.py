"""The choices of a section that come from the database: municipalities, occupations, groups at special risk."""

from flask_babel import get_locale
from sqlalchemy import select

from portal.applications.fields import Danish, Option
from portal.applications.models import Application
from portal.budgets import specification
from portal.budgets.plans import TOTAL
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
        return {"occupation_code": tuple((each.code, Danish(f"{each.title} ({each.code})")) for each in found)}
    if key == "target_group":
        of_region = select(RiskGroup).where(RiskGroup.region_id == application.round.region_id)
        return {
            "risk_group": tuple(
                (each.name, each.name) for each in db.session.scalars(of_region.order_by(RiskGroup.name))
            )
        }
    if key == "number_goals":
        return _of_the_plan(application)
    return {}


def _of_the_plan(application: Application) -> dict[str, tuple[Option, ...]]:
    """Target groups by their Danish name, as the workbook keeps them, with those the job centre has added itself."""
    spec, language = specification.of(application.round.pool.code), str(get_locale())
    goals = application.section("budget").answers.get("goals") or []
    groups = {each.words["da"]: each.words[language] for each in spec.lists["target_groups"]}
    own = {each["target_group"]: each["target_group"] for each in goals if each.get("target_group")}
    instruments = tuple((each.code, each.words[language]) for each in spec.lists["instruments"] if each.code != TOTAL)
    return {"target_group": tuple((own | groups).items()), "instrument": instruments}


def _municipalities() -> tuple[Option, ...]:
    found = db.session.scalars(select(Municipality).order_by(Municipality.name))
    return tuple((each.code, f"{each.name} ({each.code})") for each in found)
