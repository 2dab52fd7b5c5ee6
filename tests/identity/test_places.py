"""The organisations of 2010."""

from sqlalchemy import func, select

from portal.core.db import db
from portal.identity.models import Municipality, Organisation
from portal.identity.places import ensure_places
from portal.identity.rules import Kind


def number_of(kind: Kind) -> int:
    return db.session.scalar(select(func.count()).select_from(Organisation).where(Organisation.kind == kind))


def named(code: str) -> Organisation:
    return db.session.scalars(select(Organisation).where(Organisation.code == code)).one()


def test_four_regions_91_job_centres_98_municipalities_and_the_operator_stand_after_loading(session):
    ensure_places()
    assert number_of(Kind.EMPLOYMENT_REGION) == 4
    assert number_of(Kind.JOB_CENTRE) == 91
    assert number_of(Kind.OPERATOR) == 1
    assert session.scalar(select(func.count()).select_from(Municipality)) == 98


def test_loading_twice_is_loading_once(session):
    assert ensure_places() == 4 + 91 + 98 + 1
    assert ensure_places() == 0


def test_a_job_centre_knows_its_region_and_its_municipalities(session):
    ensure_places()
    varde = named("JC-0573")
    assert varde.name == "Jobcenter Varde"
    assert varde.region is named("BR-SD")
    assert varde.region.name == "Beskæftigelsesregion Syddanmark"
    assert [each.code for each in varde.municipalities] == ["0573"]
    assert named("DRIFT").name == "Puljeportalens drift"


def test_every_job_centre_serves_somebody(session):
    ensure_places()
    centres = session.scalars(select(Organisation).where(Organisation.kind == Kind.JOB_CENTRE)).all()
    assert all(each.municipalities for each in centres)
    assert sum(len(each.municipalities) for each in centres) == 98


def test_the_command_says_how_many_were_added(app, session):
    first = app.test_cli_runner().invoke(args=["places", "load"])
    assert first.output == "Tilføjede steder: 194.\n"
    again = app.test_cli_runner().invoke(args=["places", "load"])
    assert again.output == "Tilføjede steder: 0.\n"
