"""The settlement: what the grant came to, in the ledger and in a letter; then the last payment or the repayment."""

import io
from collections.abc import Iterator
from datetime import date

from portal.adapters import files
from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import SAVED_BY_A_COLLEAGUE, Conflict, Problem, refuse_if
from portal.core.money import Ore
from portal.core.text import Text, _
from portal.identity.models import Person
from portal.pools import ledger, payments
from portal.projects import closing, closing_letters, figures, overdue, repaying, telling
from portal.projects.models import Instalment, Project, Settled
from portal.projects.paying import Condition
from portal.projects.rules import InstalmentStatus, ProjectStatus
from portal.projects.settling import Settlement

SETTLED_ALREADY = Problem(_("The grant is settled already."))
NOTHING_OWED = Problem(_("Nothing is owed, so there is no repayment to enter."))


def reckoned(project: Project) -> Settlement:
    """P-05 on the figures as they are now."""
    return Settlement(
        granted=project.granted,
        cost=figures.cost(project),
        other_income=figures.other_income(project),
        paid=figures.money(project).paid,
        smallest_claim=figures.settings_of(project).smallest_claim_ore,
    )


def settled(project: Project) -> Settlement:
    """The figures as they were when the grant was settled; LookupError before that."""
    kept = project.settlement
    if kept is None:
        raise LookupError(project.reference)
    return Settlement(kept.granted, kept.cost, kept.other_income, kept.paid, kept.smallest_claim)


def paper(project: Project) -> bytes:
    """The letter that was sent, byte for byte; LookupError before the settlement."""
    kept = project.settlement
    if kept is None:
        raise LookupError(project.reference)
    return files.read(kept.letter_sha256)


def obstacles(project: Project) -> list[Problem]:
    """What must happen before the grant can be settled."""
    found = []
    if figures.final_account(project) is None:
        found.append(Problem(_("The final account is not approved yet.")))
    if any(each.status is InstalmentStatus.RELEASED for each in project.instalments):
        found.append(Problem(_("An instalment is released and not paid. Enter it as paid, or take the release back.")))
    return found


def settle(project: Project, words: str, *, by: Person) -> Settled:
    """Write the settlement, move the money in the ledger, and send the letter."""
    if project.settlement is not None:
        raise Conflict(SETTLED_ALREADY)
    ledger.wait_for_turn(project.application.round)
    refuse_if(obstacles(project))
    sum_up = reckoned(project)
    repay_by = repaying.last_day(project, clock.today())
    outcome = closing_letters.outcome(sum_up, repay_by, overdue.of(project))
    _move(project, sum_up, by)
    kept = Settled(
        project=project, granted=sum_up.granted, cost=sum_up.cost, other_income=sum_up.other_income, paid=sum_up.paid,
        smallest_claim=sum_up.smallest_claim, final=sum_up.final, repay=sum_up.repay, words=words.strip(),
        settled_at=clock.now(), settled_by=by,
    )  # fmt: skip
    with db.session.no_autoflush:  # the letter belongs to the row, and is read from it before it is kept
        kept.letter_sha256, _size = files.store(io.BytesIO(closing_letters.letter(project, kept, sum_up, outcome)))
    db.session.add(kept)
    db.session.flush()
    _rest(project, sum_up.to_pay)
    audit.record(repaying.SETTLED, project, by=by, final=int(sum_up.final), repay=int(sum_up.repay),
                 to_pay=int(sum_up.to_pay), repay_by=str(repay_by) if sum_up.repay else None)  # fmt: skip
    _send(project, kept, outcome)
    close_when_even(project, by=by)
    return kept


def _move(project: Project, sum_up: Settlement, by: Person) -> None:
    this_round, case = project.application.round, {"case": project.reference, "by": by}
    if sum_up.repay:
        payments.claim(this_round, sum_up.repay, **case)  # type: ignore[arg-type]
    if sum_up.left_to_the_job_centre:
        payments.leave(this_round, sum_up.left_to_the_job_centre, **case)  # type: ignore[arg-type]
    if sum_up.back_to_the_frame:
        ledger.give_back(this_round, sum_up.back_to_the_frame, **case)  # type: ignore[arg-type]


def _rest(project: Project, to_pay: Ore) -> None:
    """The plan ends: what was planned is cancelled, and what is still owed becomes the last instalment."""
    for each in project.instalments:
        if each.status is InstalmentStatus.PLANNED:
            each.status = InstalmentStatus.CANCELLED
    if to_pay:
        number = max((each.number for each in project.instalments), default=0) + 1
        last = Instalment(
            number=number, due_on=clock.today(), amount=to_pay, condition=Condition.FINAL,
            status=InstalmentStatus.PLANNED,
        )  # fmt: skip
        project.instalments.append(last)
    db.session.flush()


def _send(project: Project, kept: Settled, outcome: Text) -> None:
    name = f"afregning-{project.reference}.pdf"
    telling.the_job_centre(
        "project_settled", project, key=f"settled-{kept.id}", path="/settlement", settled=kept,
        outcome=outcome, attachments=((name, kept.letter_sha256),),
    )  # fmt: skip


def enter_repaid(
    project: Project, amount: Ore, on: date | None, *, by: Person, after: int | None = None
) -> None:  # fmt: skip
    """The job centre has paid back. What is entered stays: the ledger takes nothing back.

    `after`: how many repayments the person had before the eyes. Conflict when there are more, as after a double press.
    """
    ledger.wait_for_turn(project.application.round)
    if after is not None and len(closing.repayments(project)) != after:
        raise Conflict(SAVED_BY_A_COLLEAGUE)
    refuse_if(problems_with_the_repayment(project, amount, on))
    payments.repay(project.application.round, amount, case=project.reference, by=by, note=str(on))
    audit.record(closing.REPAID, project, by=by, amount=int(amount), on=str(on))
    close_when_even(project, by=by)


def problems_with_the_repayment(project: Project, amount: Ore | None, on: date | None) -> list[Problem]:
    """Everything that must be put right before it can be entered. Conflict when nothing is owed."""
    owed = figures.money(project).owed
    if not owed:
        raise Conflict(NOTHING_OWED)
    return [*_problems_with_the_amount(amount, owed), *_problems_with_the_day(project, on)]


def _problems_with_the_amount(amount: Ore | None, owed: Ore) -> Iterator[Problem]:
    if amount is not None and amount <= 0:
        yield Problem(_("Write an amount above 0 kr."), "amount")
    elif amount is not None and amount > owed:
        yield Problem(_("%(owed)s is owed. Write at most that.", owed=owed), "amount")


def _problems_with_the_day(project: Project, on: date | None) -> Iterator[Problem]:
    if on is None:
        yield Problem(_("Write the day on which the money came."), "on")
    elif on > clock.today():
        yield Problem(_("%(day)s is still to come.", day=on), "on")
    elif on < project.starts_on:
        values = {"day": on, "start": project.starts_on}
        yield Problem(_("%(day)s is before the project's first day, %(start)s. Write the day on which the money came.",
                        **values), "on")  # fmt: skip


def close_when_even(project: Project, *, by: Person) -> None:
    """A settled project with nothing to pay and nothing owed is closed."""
    if closing.is_even(project):
        project.status = ProjectStatus.CLOSED
        audit.record("project.closed", project, by=by)
