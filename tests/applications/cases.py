"""A whole application in the database: the complete document of the rules, written into the sections of a draft."""

from datetime import UTC, date, datetime
from typing import Any

from portal.applications import documents
from portal.applications.models import Application, Sparring
from portal.core.money import Ore
from portal.identity.models import Municipality
from portal.labour_market.models import BalanceEntry, Occupation
from portal.labour_market.rules import Category
from tests.support.documents import BALANCE, complete_document

CATEGORIES = {"RG": Category.MANG, "G": Category.BAL, "MG": Category.OVER}
NOT_TYPED = ("attachments", "sparring")


def whole_application(make, **facts: Any) -> Application:
    """Of “Jobcenter Varde”, in a round of 2010 whose deadline is far away; every rule that blocks is met."""
    region = make.region()
    varde = make.job_centre(region, code="JC-0573", name="Jobcenter Varde")
    for code, name in (("0573", "Varde"), ("0561", "Esbjerg")):
        make.save(Municipality(code=code, name=name, region_code="1083", job_centre_id=varde.id))
    guideline = make.guideline(pool=make.pool(code="upskilling"), region=region, number=3)
    closes_at = facts.pop("closes_at", datetime(2999, 1, 1, 11, tzinfo=UTC))
    usual = {"expected_grant_on": date(2010, 11, 1), "period_start": date(2010, 11, 1), "closes_at": closes_at}
    this_round = make.round(guideline=guideline, **usual)
    make.invitation(this_round, varde)
    know_the_balance(make, region.code)
    application = make.application(
        round=this_round, job_centre=varde, sections=typed_sections(), title="Fra ledig til lager",
        requested=Ore(620_000_00), places=40, **facts,
    )  # fmt: skip
    talk = {"on": date(2010, 9, 21), "note": "Målene", "logged_at": application.begun_at}
    application.sparrings.append(Sparring(**talk, logged_by_id=application.begun_by_id))
    return make.save(application)


def typed_sections() -> dict[str, dict[str, Any]]:
    """What people typed: without what the portal itself adds to the document."""
    sections = complete_document()["sections"]
    for line in sections["occupations"]["lines"]:
        line.pop("title")
    for name in documents.confirmation(None):
        sections["declarations"].pop(name)
    return {key: answers for key, answers in sections.items() if key not in NOT_TYPED}


def know_the_balance(make, area_code: str) -> None:
    for code, chance in BALANCE.items():
        make.save(Occupation(code=code, title=f"Fag {code}"))
        entry = {"period": "2010H1", "area_code": area_code, "category": CATEGORIES[chance]}
        make.save(BalanceEntry(**entry, occupation_code=code))
