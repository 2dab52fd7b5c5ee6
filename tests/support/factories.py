"""Short ways to make valid things. A test says only what it is about."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from itertools import count
from typing import Any

from sqlalchemy import select

from portal.applications import catalogue
from portal.applications.models import Application, Section
from portal.applications.rules import Status
from portal.applications.titles import Key
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.identity.models import Membership, Municipality, Organisation, Person
from portal.identity.rules import Kind
from portal.pools.models import Guideline, Invitation, Pool, Round
from portal.pools.rules import GuidelineStatus
from portal.pools.settings import Settings

number = count(1)
centres = count(1)
JOINED = "x"  # not a hash: who signs in with a password is given one
LONG_AGO = datetime(2010, 9, 1, 6, tzinfo=UTC)


def at_once(make: Callable) -> Callable:
    """What the thing stands on is written to the database together with it, and not one by one."""

    @wraps(make)
    def together(factories: "Factories", *args: Any, **facts: Any) -> Any:
        factories.inside += 1
        try:
            made = make(factories, *args, **facts)
        finally:
            factories.inside -= 1
        factories.flush()
        return made

    return together


class Factories:
    def __init__(self, session) -> None:
        self.session = session
        self.inside = 0  # other factories; the outermost writes

    def save(self, thing):
        self.session.add(thing)
        self.flush()
        return thing

    def flush(self) -> None:
        if not self.inside:
            self.session.flush()

    def region(self, **facts: Any) -> Organisation:
        each = next(number)
        usual = {"kind": Kind.EMPLOYMENT_REGION, "code": f"BR-{each}", "name": f"Beskæftigelsesregion {each}"}
        return self.save(Organisation(**usual | facts))

    def operator(self) -> Organisation:
        each = next(number)
        return self.save(Organisation(kind=Kind.OPERATOR, code=f"DRIFT-{each}", name=f"Driften {each}"))

    @at_once
    def job_centre(self, region: Organisation | None = None, **facts: Any) -> Organisation:
        each = next(number)
        code = f"{9000 + next(centres) % 1000:04}"  # four digits, however many have gone before
        usual = {"kind": Kind.JOB_CENTRE, "code": f"JC-{code}", "name": f"Jobcenter {each}", "region": region}
        centre = self.save(Organisation(**usual | facts))
        self.save(Municipality(code=code, name=f"Kommune {each}", region_code="1083", job_centre=centre))
        return centre

    def person(self, role: Role, organisation: Organisation, **facts: Any) -> Person:
        each = next(number)
        named = {"email": f"person{each}@example.dk", "name": f"Person {each}"}
        usual = named | {"password_hash": JOINED, "created_at": LONG_AGO}
        membership = Membership(organisation=organisation, role=role)
        return self.save(Person(**usual | facts, memberships=[membership]))

    def pool(self, **facts: Any) -> Pool:
        """The upskilling pool, made once per test; with facts of one's own, another pool."""
        if not facts and (there := self.session.scalar(select(Pool).where(Pool.code == "upskilling"))):
            return there
        usual = {
            "code": "upskilling",
            "prefix": "OPK",
            "title_da": "Jobrettet opkvalificering",
            "title_en": "Job-directed upskilling",
            "purpose_da": "Formål",
            "purpose_en": "Purpose",
            "legal_basis": "Tekstanmærkning 115 til § 17 i finansloven",
            "appeal_text": "Afgørelsen kan ikke påklages.",
        }
        return self.save(Pool(**usual | facts))

    @at_once
    def guideline(self, **facts: Any) -> Guideline:
        pool = facts.pop("pool", None) or self.pool()
        region = facts.pop("region", None) or self.region()
        author = facts.pop("drafted_by", None) or self.person(Role.CASEWORKER, region, password_hash="")
        usual = {
            "year": 2010, "number": next(number), "status": GuidelineStatus.SIGNED, "settings": Settings().to_json(),
            "words": "Retningslinjer", "signed_at": LONG_AGO,
        }  # fmt: skip
        return self.save(Guideline(**usual | facts, pool=pool, region=region, drafted_by=author))

    @at_once
    def round(self, **facts: Any) -> Round:
        guideline = facts.pop("guideline", None) or self.guideline(
            **{key: facts.pop(key) for key in ("pool", "region") if key in facts}
        )
        usual = {
            "reference": f"OPK-2010-{next(number)}", "title": "Opkvalificering 2010", "year": 2010,
            "opens_at": LONG_AGO, "closes_at": datetime(2999, 1, 1, 11, tzinfo=UTC),
            "answer_at": datetime(2999, 2, 1, 11, tzinfo=UTC), "expected_grant_on": date(2010, 12, 15),
            "period_start": date(2010, 12, 15), "period_end": date(2012, 12, 31), "frame": Ore(4_200_000_00),
            "largest_grant": Ore(1_000_000_00), "by_invitation": True,
        }  # fmt: skip
        return self.save(Round(**usual | facts, guideline=guideline, pool=guideline.pool, region=guideline.region))

    @at_once
    def invitation(self, this_round: Round, job_centre: Organisation) -> Invitation:
        sender = self.person(Role.CASEWORKER, this_round.region, password_hash="")
        self.session.flush()  # its number is asked for below
        return self.save(
            Invitation(
                round=this_round, job_centre=job_centre, reason="Høj langtidsledighed", indicator="Langtidsledige",
                indicator_value="312", indicator_period="2010Q3", sent_at=LONG_AGO, sent_by_id=sender.id,
            )
        )  # fmt: skip

    @at_once
    def application(self, **facts: Any) -> Application:
        """An application of an invited job centre; `sections={"basis": {…}}` gives answers."""
        this_round = facts.pop("round", None) or self.round()
        centre = facts.pop("job_centre", None) or self.job_centre(this_round.region)
        answers = facts.pop("sections", {})
        writer = self.person(Role.WRITER, centre, password_hash="")
        self.session.flush()  # its number is asked for below
        each = next(number)
        usual: dict[str, Any] = {
            "reference": f"{this_round.reference}-{each:03}", "title": f"Projekt {each}", "begun_at": LONG_AGO,
            "begun_by_id": writer.id,
        }  # fmt: skip
        if facts.get("status", Status.DRAFT) not in {Status.DRAFT, Status.WITHDRAWN}:
            usual["submitted_at"] = LONG_AGO
        keys = [each.key for each in catalogue.of_pool(this_round.pool.code)]
        sections = [Section(key=Key(key), answers=answers.get(key, {})) for key in keys]
        return self.save(Application(**usual | facts, round=this_round, job_centre=centre, sections=sections))
