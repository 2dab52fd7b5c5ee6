"""Instalments: planned with the grant, released by the finance officer, paid by the bank and entered back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from portal.core import audit, clock, outbox, workflow
from portal.core.db import db
from portal.core.errors import Conflict, Problem, refuse_if
from portal.core.money import Ore
from portal.core.text import _
from portal.identity.models import Person
from portal.pools import payments
from portal.projects import figures, overdue, paying, payment_files, settlements, telling
from portal.projects.models import Instalment, Project
from portal.projects.paying import Gate, Planned
from portal.projects.rules import ENTER_PAID, RELEASE, TAKE_BACK, InstalmentStatus, ProjectStatus

OPEN = (InstalmentStatus.PLANNED, InstalmentStatus.RELEASED)
AT_ONCE = timedelta(minutes=10)  # the time within which the file is written, when the worker is there


def plan(project: Project, *, by: Person) -> None:
    """The usual plan for the whole grant. A project that has a plan keeps it."""
    if project.instalments:
        return
    usual = paying.plan(
        project.granted,
        project.starts_on,
        project.ends_on,
        last_percent=figures.settings_of(project).last_instalment_percent,
    )
    project.instalments = [_of(each) for each in usual if each.amount]
    db.session.flush()
    audit.record("instalments.planned", project, by=by, amounts=[int(each.amount) for each in usual])


def _of(planned: Planned) -> Instalment:
    return Instalment(
        number=planned.number, due_on=planned.due_on, amount=planned.amount, condition=planned.condition,
        status=InstalmentStatus.PLANNED,
    )  # fmt: skip


def gate(instalment: Instalment) -> Gate:
    """What P-04 looks at."""
    project = instalment.project
    return Gate(
        due_on=instalment.due_on,
        condition=instalment.condition,
        accepted=project.status is ProjectStatus.RUNNING,
        accounted_until=figures.accounted_until(project),
        final_approved=figures.final_account(project) is not None,
        overdue=overdue.of(project),
        amount=instalment.amount,
        to_release=figures.money(project).to_release,
    )


def held_back(instalment: Instalment) -> list[Problem]:
    """Why the instalment cannot be released now; empty when it can."""
    if instalment.status is not InstalmentStatus.PLANNED:
        return []
    return list(paying.problems_with_the_release(gate(instalment), today=clock.today()))


def own_obstacles(instalment: Instalment) -> list[Problem]:
    """Why this instalment cannot be released, apart from what is overdue and holds every instalment back."""
    if instalment.status is not InstalmentStatus.PLANNED:
        return []
    alone = replace(gate(instalment), overdue=())
    return list(paying.problems_with_the_release(alone, today=clock.today()))


def release(instalment: Instalment, *, seen: int, by: Person) -> None:
    """Let the bank pay: one line in the ledger and one payment file, however often the button is pressed."""
    workflow.require(instalment, RELEASE)
    refuse_if(held_back(instalment))
    workflow.advance(instalment, RELEASE, seen=seen)
    project = instalment.project
    payments.release(
        project.application.round, instalment.amount, case=project.reference, by=by, note=_note(instalment)
    )
    instalment.released_at, instalment.released_by = clock.now(), by
    event = audit.record("instalment.released", project, by=by, number=instalment.number, amount=int(instalment.amount))
    outbox.put("projects.payment_file", key=_key(instalment), instalment_id=instalment.id)
    telling.the_job_centre(
        "instalment_released", project, key=f"instalment-{event.id}", path="/instalments", by=by, instalment=instalment
    )


def take_back(instalment: Instalment, *, seen: int, by: Person) -> None:
    """The release was a mistake and the bank has not paid."""
    workflow.advance(instalment, TAKE_BACK, seen=seen)
    project = instalment.project
    payments.take_back(
        project.application.round, instalment.amount, case=project.reference, by=by, note=_note(instalment)
    )
    instalment.released_at, instalment.released_by = None, None
    file = payment_files.name_of(instalment)
    event = audit.record("instalment.taken_back", project, by=by, number=instalment.number,
                         amount=int(instalment.amount), file=file)  # fmt: skip
    outbox.put("projects.payment_file_back", key=f"payment-back-{event.id}", instalment_id=instalment.id)


def enter_paid(instalment: Instalment, paid_on: date | None, *, seen: int, by: Person) -> None:
    """The bank has paid on this day."""
    workflow.require(instalment, ENTER_PAID)
    refuse_if(_problems_with_the_day(instalment, paid_on))
    workflow.advance(instalment, ENTER_PAID, seen=seen)
    project = instalment.project
    payments.pay(project.application.round, instalment.amount, case=project.reference, by=by, note=_note(instalment))
    instalment.paid_on, instalment.paid_by = paid_on, by
    audit.record("instalment.paid", project, by=by, number=instalment.number,
                 amount=int(instalment.amount), paid_on=str(paid_on))  # fmt: skip
    settlements.close_when_even(project, by=by)


def _problems_with_the_day(instalment: Instalment, paid_on: date | None) -> Iterable[Problem]:
    if paid_on is None:
        yield Problem(_("Write the day on which the bank paid."), "paid_on")
    elif paid_on > clock.today():
        yield Problem(_("%(day)s is still to come. Write the day on which the bank paid.", day=paid_on), "paid_on")
    elif instalment.released_at and paid_on < instalment.released_at.astimezone(clock.COPENHAGEN).date():
        yield Problem(_("%(day)s is before the instalment was released.", day=paid_on), "paid_on")
    elif _is_being_written(instalment):
        text = _("The payment file is not written yet, so the bank cannot have paid. Wait a moment, and try again.")
        yield Problem(text, "paid_on")


def _is_being_written(instalment: Instalment) -> bool:
    """Paid before the file is there, it would never be written. Later somebody may have handed it over himself."""
    just_now = instalment.released_at is not None and clock.now() - instalment.released_at < AT_ONCE
    return just_now and outbox.waits(_key(instalment))


def _key(instalment: Instalment) -> str:
    """One for each release: what is taken back and released again is written again."""
    released = f"{instalment.released_at:%Y%m%dT%H%M%S%f}" if instalment.released_at else ""
    return f"payment-{instalment.id}-{released}"


def change_plan(project: Project, wanted: list[Planned], *, by: Person) -> None:
    """Other days, amounts or conditions for what is not released yet; together they are what is left of the grant."""
    if project.settlement is not None or project.status is ProjectStatus.CLOSED:
        raise Conflict(Problem(_("The grant is settled, so the plan cannot change.")))
    refuse_if(problems_with_the_plan(project, wanted))
    kept = _not_planned(project)
    for planned in [each for each in project.instalments if each.status is InstalmentStatus.PLANNED]:
        project.instalments.remove(planned)
        db.session.delete(planned)
    db.session.flush()
    first = max((each.number for each in kept), default=0) + 1
    for number, row in enumerate(sorted(wanted, key=lambda one: one.due_on), first):
        project.instalments.append(_of(Planned(number, row.due_on, row.amount, row.condition)))
    db.session.flush()
    audit.record("instalments.changed", project, by=by, amounts=[int(each.amount) for each in wanted])


def problems_with_the_plan(project: Project, wanted: list[Planned]) -> list[Problem]:
    """Everything that must be put right before the plan can hold."""
    kept = _not_planned(project)
    left = Ore(project.granted - sum(each.amount for each in kept if each.status is not InstalmentStatus.CANCELLED))
    return list(paying.problems_with_the_plan(wanted, left=left))


def _not_planned(project: Project) -> list[Instalment]:
    """What stays as it is when the plan is changed."""
    return [each for each in project.instalments if each.status is not InstalmentStatus.PLANNED]


def _note(instalment: Instalment) -> str:
    return str(instalment.number)
