"""An application as the one JSON document that is exported, judged and frozen, and what the rules know beside it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.applications import belonging, catalogue, queries
from portal.applications.fields import Field, Kind
from portal.applications.models import Application, Attachment, Submission
from portal.applications.rules import OPEN, SectionKey, Status
from portal.budgets.lines import PLAN
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Problem, Refusal, refuse_if
from portal.core.text import _
from portal.eligibility.context import Context, RoundFacts, Waiver, danish_day
from portal.identity.models import Municipality, Organisation
from portal.identity.rules import Kind as OrganisationKind
from portal.labour_market import queries as labour_market
from portal.labour_market.models import Occupation
from portal.labour_market.rules import PERIOD, starts_on
from portal.pools import queries as pools
from portal.pools.models import Guideline, Round
from portal.pools.settings import Settings

SCHEMA = "puljeportalen/application/1"
DRAFT, SUBMITTED = "draft", "submitted"
DECIDED = (Status.GRANTED, Status.REFUSED)
WAIVERS_OF: list[Callable[[str], Mapping[str, Waiver]]] = []  # a higher room says which rules a case may depart from


def document_of(application: Application) -> dict[str, Any]:
    """The application as it stands now; what is not answered is null, empty text or an empty list.

    A draft is judged as at this moment, and what was submitted as at the moment it was signed, by the balance that
    was valid then: one that is imported later changes nothing.
    """
    this_round, signed = application.round, signed_submission(application)
    judged_at = signed.submitted_at if signed else clock.now()
    frozen = signed.content.get("document", {}).get("balance_period") if signed else None
    valid = frozen or labour_market.period_valid_on(danish_day(judged_at), this_round.region.code)
    return {
        "schema": SCHEMA,
        "reference": application.reference,
        "pool": this_round.pool.code,
        "round": this_round.reference,
        "guideline_version": this_round.guideline.number,
        "balance_period": valid,
        "judged_at": judged_at.isoformat(),
        "state": SUBMITTED if signed else DRAFT,
        "job_centre": application.job_centre.code,
        "sections": _sections(application, signed),
    }


def signed_submission(application: Application) -> Submission | None:
    """The submission that stands; a draft and a returned application have none."""
    return application.submissions[-1] if application.submissions and application.status not in OPEN else None


def _sections(application: Application, signed: Submission | None) -> dict[str, Any]:
    sections: dict[str, Any] = {}
    for spec in belonging.sections_of(application):
        answers = application.section(spec.key).answers
        sections[spec.key] = filled(tuple(each for each in spec.fields if not each.shared), answers)
    budget = application.section(SectionKey.BUDGET).answers
    sections["budget"] |= {"lines": budget.get("lines", []), "financing": budget.get("financing", [])}
    sections["budget"] |= {name: budget[name] for name in PLAN if budget.get(name)}
    if "occupations" in sections:
        _name_the_occupations(sections["occupations"]["lines"])
    _leave_out_what_is_not_chosen(sections)
    sections["attachments"]["files"] = [_file(each) for each in queries.attachments(application)]
    sections["declarations"] |= confirmation(signed)
    sections["sparring"] = {"dates": [each.on.isoformat() for each in application.sparrings]}
    return sections


def filled(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Every question of the specification with its answer, or with how no answer is written."""
    return {each.key: _answer(each, answers.get(each.key)) for each in fields}


def _answer(field: Field, answer: Any) -> Any:
    if answer is None:
        return field.empty
    return [filled(field.columns, line) for line in answer] if field.kind is Kind.LINES else answer


def _name_the_occupations(lines: list[dict[str, Any]]) -> None:
    codes = {line["occupation_code"] for line in lines}
    found = db.session.execute(select(Occupation.code, Occupation.title).where(Occupation.code.in_(codes)))
    titles = dict(found.all())
    for line in lines:
        line["title"] = titles.get(line["occupation_code"], "")


def _leave_out_what_is_not_chosen(sections: dict[str, Any]) -> None:
    """An element without its letter is not an element yet; a goal is taken upwards until somebody says downwards."""
    if elements := sections.get("should_elements"):
        elements["lines"] = [each for each in elements["lines"] if each["element"]]
    for goal in sections.get("goals", {}).get("lines", []):
        goal["better"] = goal["better"] or "higher"


def _file(attachment: Attachment) -> dict[str, Any]:
    return {name: getattr(attachment, name) for name in ("name", "media_type", "size", "sha256", "scan")}


def confirmation(signed: Submission | None) -> dict[str, Any]:
    """The manager's confirmation, as the declarations carry it."""
    if signed is None:
        return {"confirmed_name": "", "confirmed_title": "", "confirmed_at": None}
    return {
        "confirmed_name": signed.signed_name,
        "confirmed_title": signed.signed_title,
        "confirmed_at": signed.submitted_at.isoformat(),
    }


def context_for(document: Mapping[str, Any]) -> Context:
    """What the document is judged by, looked up; refused when it names what the portal does not know."""
    this_round = _round(document["round"])
    guideline = pools.guideline_of(this_round.reference, document["guideline_version"]) if this_round else None
    centres = _job_centres()
    region_of = {code: region for code, (_name, region) in centres.items()}
    refuse_if(_unknown(document, this_round, guideline, region_of))
    if this_round is None or guideline is None:
        raise Refusal  # cannot be: refused above
    period = document["balance_period"]
    return Context(
        round=_facts(this_round, document["reference"], document["job_centre"]),
        guideline_version=guideline.number,
        settings=Settings.from_json(guideline.settings),
        region_of=region_of,
        centres={code: name for code, (name, _region) in centres.items()},
        municipalities=municipality_names(),
        chances=_chances(this_round.region.code, period, document["judged_at"]),
        balance_period=period,
        balance_has_begun=not period or _has_begun(period, document["judged_at"]),
        risk_groups=pools.risk_groups(this_round.region_id),
        waivers=_waivers(document["reference"]),
        scans=False,
        required=catalogue.required(document["pool"]),
    )


def _unknown(
    document: Mapping[str, Any], this_round: Round | None, guideline: Guideline | None, region_of: Mapping[str, str]
) -> list[Problem]:
    problems = []
    if this_round is None:
        values = {"round": document["round"] if _can_be_looked_up(document["round"]) else "…"}
        problems.append(
            Problem(_("There is no round “%(round)s”. The round's page shows its reference.", **values), "round")
        )
    elif guideline is None:
        values = {"round": this_round.reference, "number": document["guideline_version"]}
        problems.append(
            Problem(
                _("The guideline of the round %(round)s has no signed version %(number)s.", **values),
                "guideline_version",
            )
        )
    if this_round is not None and document["pool"] != this_round.pool.code:
        values = {"round": this_round.reference, "pool": this_round.pool.code}
        problems.append(Problem(_("The round %(round)s belongs to the pool “%(pool)s”.", **values), "pool"))
    if document["job_centre"] not in region_of:
        problems.append(Problem(_("There is no job centre “%(code)s”.", code=document["job_centre"]), "job_centre"))
    return problems


def _can_be_looked_up(text: str) -> bool:
    """Half characters and NUL cannot be sent to a database."""
    return text.isprintable()


def _round(reference: str) -> Round | None:
    return pools.round_by_reference(reference) if _can_be_looked_up(reference) else None


def _facts(this_round: Round, reference: str, job_centre: str) -> RoundFacts:
    closes_at, status = _of_the_case(this_round, reference)
    return RoundFacts(
        reference=this_round.reference,
        year=this_round.year,
        region=this_round.region.code,
        closes_at=closes_at,
        frame=this_round.frame,
        opens_at=this_round.opens_at,
        period_start=this_round.period_start,
        period_end=this_round.period_end,
        left=None if status in DECIDED else this_round.left,  # after the decision it is left for others
        largest_grant=this_round.largest_grant,
        by_invitation=this_round.by_invitation,
        invited=pools.invited(this_round),
        expected_grant_on=this_round.expected_grant_on,
        allotted=pools.allotted(this_round, job_centre),
    )


def _of_the_case(this_round: Round, reference: str) -> tuple[datetime, Status]:
    """When it must be in: what was sent back for changes has a deadline of its own. And how far the case has come."""
    found = None
    if _can_be_looked_up(reference):
        wanted = select(Application.correct_before, Application.status)
        found = db.session.execute(
            wanted.where(Application.reference == reference, Application.round_id == this_round.id)
        ).one_or_none()
    own, status = found or (None, Status.DRAFT)
    return own or this_round.closes_at, status


def _job_centres() -> dict[str, tuple[str, str]]:
    """The name and the region of each."""
    region = Organisation.__table__.alias("region")
    wanted = select(Organisation.code, Organisation.name, region.c.code)
    found = wanted.outerjoin(region, Organisation.region_id == region.c.id)
    rows = db.session.execute(found.where(Organisation.kind == OrganisationKind.JOB_CENTRE))
    return {code: (name, region_code or "") for code, name, region_code in rows}


def municipality_names() -> dict[str, str]:
    return dict(db.session.execute(select(Municipality.code, Municipality.name)).all())


def _has_begun(period: str, judged_at: str) -> bool:
    """A balance of a later half-year says nothing about the day the application is judged at."""
    day = danish_day(datetime.fromisoformat(judged_at))
    return not PERIOD.fullmatch(period) or starts_on(period) <= day


def _chances(area_code: str, period: str | None, judged_at: str) -> Mapping[str, str] | None:
    """None where the balance of the period was not imported, or had not begun."""
    if period is None or not _can_be_looked_up(period) or not _has_begun(period, judged_at):
        return None
    return labour_market.chances(area_code, period) or None


def _waivers(reference: str) -> dict[str, Waiver]:
    if not _can_be_looked_up(reference):
        return {}
    return {rule: waiver for find in WAIVERS_OF for rule, waiver in find(reference).items()}
