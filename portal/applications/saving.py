"""Saving sections: each on its own, never over a colleague's words without telling."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.applications import belonging, queries, rules, sharing
from portal.applications.merging import Merged
from portal.applications.models import Application, Section, SectionVersion
from portal.applications.rules import SectionKey
from portal.applications.titles import Key
from portal.budgets.lines import KEPT
from portal.core import audit, clock, workflow
from portal.core.db import db
from portal.core.errors import Conflict, Problem, refuse_if
from portal.core.money import Ore
from portal.core.text import _
from portal.identity.models import Organisation, Person
from portal.pools.models import Round
from portal.pools.rules import problems_with_the_time

NOT_INVITED = Problem(_("Only a job centre that is invited to this round can apply."))


def begin(this_round: Round, job_centre: Organisation, title: str, *, by: Person) -> Application:
    """A new draft with the sections of its pool; what is known already stands in the first of them."""
    _refuse_what_cannot_begin(this_round, job_centre, title)
    application = Application(
        reference=_free_reference(this_round), title=title, round=this_round, job_centre=job_centre,
        begun_at=clock.now(), begun_by_id=by.id,
    )  # fmt: skip
    application.sections = [Section(key=Key(each.key), answers={}) for each in belonging.sections_of(application)]
    application.section(SectionKey.BASIS).answers = _known(job_centre, title, by)
    db.session.add(application)
    db.session.flush()
    audit.record("application.begun", application, by=by, title=title)
    return application


def closed_to(this_round: Round, centres: Sequence[Organisation]) -> list[Problem]:
    """Why none of these job centres, which are the ones that may apply, can begin an application now."""
    time = list(problems_with_the_time(this_round.opens_at, this_round.closes_at, now=clock.now()))
    return time if centres else [*time, NOT_INVITED]


def _refuse_what_cannot_begin(this_round: Round, job_centre: Organisation, title: str) -> None:
    problems = list(problems_with_the_time(this_round.opens_at, this_round.closes_at, now=clock.now()))
    invited = {each.job_centre_id for each in this_round.invitations}
    if this_round.by_invitation and job_centre.id not in invited:
        problems.append(Problem(_("%(centre)s is not invited to this round.", centre=job_centre.name), "job_centre"))
    same = select(Application.id).where(
        Application.round_id == this_round.id, Application.job_centre_id == job_centre.id, Application.title == title
    )
    if db.session.scalar(same) is not None:
        problems.append(Problem(_("You already have an application with this title. Choose another title."), "title"))
    refuse_if(problems)


def _free_reference(this_round: Round) -> str:
    """The round's reference and the next number; the UNIQUE constraint settles a tie."""
    taken = db.session.scalars(select(Application.reference).where(Application.round_id == this_round.id))
    numbers = [int(each.rpartition("-")[2]) for each in taken if each.rpartition("-")[2].isdigit()]
    return f"{this_round.reference}-{max(numbers, default=0) + 1:03}"


def _known(job_centre: Organisation, title: str, by: Person) -> dict[str, Any]:
    return {
        "title": title,
        "grant_responsible": job_centre.code.removeprefix("JC-"),
        "cvr": job_centre.cvr,
        "ean": job_centre.ean,
        "contact_name": by.name,
        "contact_role": by.title,
        "contact_email": by.email,
        "contact_phone": by.telephone,
    }


def save(section: Section, answers: dict[str, Any], *, seen: int, complete: bool, auto: bool, by: Person) -> None:
    """Keep the answers of one section. `seen` is the version the person had before them; a newer one is a Conflict.

    A save made by hand is also kept as a version that can be brought back, and as an event.
    """
    application = section.application
    workflow.require(application, rules.EDIT)
    if auto and is_kept(section, answers, by):
        return
    require_seen(section, seen, by)
    if not auto and section.saved_by_id != by.id:
        _keep_what_it_replaces(section, answers)
    kept = {key: value for key, value in section.answers.items() if key not in answers}
    section.answers = {**kept, **sharing.keep(section, answers, by)}
    section.complete = section.complete if auto else complete
    sharing.follow(section, by, auto=auto)
    section.saved_at, section.saved_by_id = clock.now(), by.id
    _read_off(application)
    db.session.flush()
    if not auto:
        _keep_version(section, by)
        audit.record("section.saved", application, by=by, section=section.key.value, complete=section.complete)


def save_merged(
    section: Section, merged: Merged, *, seen: int, complete: bool, auto: bool, by: Person
) -> Person | None:
    """Keep what this person changed, and leave what somebody else wrote beside it since the page was drawn.

    Returns who that was, None when nobody did. Only where both changed the same question it is a Conflict.
    """
    other = section.saved_by if section.version != seen else None
    if merged.chosen:
        _keep_what_it_replaces(section, merged.answers)
    if merged.clashing and not (auto and is_kept(section, merged.answers, by)):
        require_seen(section, seen, by)
    save(section, merged.answers, seen=section.version, complete=complete, auto=auto, by=by)
    return other


def is_kept(section: Section, answers: dict[str, Any], by: Person) -> bool:
    """Has this person kept exactly these answers already? So it is when a page was left while it was being saved."""
    stand = sharing.answers_of(section)
    return section.saved_by_id == by.id and {**stand, **answers} == stand


def require_seen(section: Section, seen: int, by: Person) -> None:
    """Refuse, with who and when, what was written on an older version than the one that stands."""
    if section.version != seen:
        raise Conflict(_overtaken(section, by))


def _overtaken(section: Section, by: Person) -> Problem:
    if section.saved_by_id == by.id:  # in another window, or beside a colleague since
        return Problem(_("This section was saved after you opened it. Compare the two versions and choose."))
    who = section.saved_by.name if section.saved_by else "–"
    return Problem(
        _("%(who)s saved this section on %(when)s, after you opened it. Compare the two versions and choose.",
          who=who, when=section.saved_at)
    )  # fmt: skip


def _keep_what_it_replaces(section: Section, answers: dict[str, Any]) -> None:
    """What only was saved by itself stands in no list, and would be gone when somebody saves over it."""
    stand, at, by_id = sharing.answers_of(section), section.saved_at, section.saved_by_id
    if at is None or by_id is None or {**stand, **answers} == stand:
        return
    if queries.version(section, section.version) is None:
        _add_version(section, at, by_id)


def _add_version(section: Section, at: datetime, by_id: int) -> None:
    answers = sharing.answers_of(section)
    facts = {"section_id": section.id, "number": section.version, "saved_at": at, "saved_by_id": by_id}
    db.session.add(SectionVersion(**facts, answers=answers))
    db.session.flush()


def _keep_version(section: Section, by: Person) -> None:
    _add_version(section, clock.now(), by.id)


def bring_back(section: Section, kept: SectionVersion, *, seen: int, by: Person) -> None:
    """An older version as a new save."""
    save(section, dict(kept.answers), seen=seen, complete=False, auto=False, by=by)
    audit.record("section.brought_back", section.application, by=by, section=section.key.value, number=kept.number)


def save_budget(
    application: Application, content: dict[str, Any], *, seen: int, origin: str, by: Person, complete: bool = True
) -> None:
    """The whole budget, from the web form or a confirmed workbook, into its section: nothing of the old one stays."""
    section = application.section(SectionKey.BUDGET)
    answers = {name: content.get(name, []) for name in KEPT if name in content or name in section.answers}
    save(section, answers, seen=seen, complete=complete, auto=False, by=by)
    sharing.after_the_budget(application, by)
    audit.record("budget.saved", application, by=by, origin=origin, lines=len(content["lines"]))


def _read_off(application: Application) -> None:
    """What lists show: the title, the amount sought and the places, read from the sections."""
    basis = application.section(SectionKey.BASIS).answers
    application.title = basis.get("title") or application.title
    lines = application.section(SectionKey.BUDGET).answers.get("lines", [])
    application.requested = Ore(max(0, sum(line.get("sought_ore") or 0 for line in lines)))
    application.places = belonging.places(application)
