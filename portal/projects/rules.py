"""What a project is after the grant, the steps it can take, and how its milestones stand. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from portal.core import workdays
from portal.core.errors import Problem
from portal.core.permissions import Permission as P
from portal.core.text import Choice, Text, _
from portal.core.workflow import Step
from portal.projects.following import Reached


class ProjectStatus(Choice):
    OFFERED = "offered", _("Waits for the job centre's acceptance")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")


class ProjectState(Choice):
    """How a project stands today, as lists and pages say it; not kept, because it changes with the calendar."""

    OFFERED = "offered", ProjectStatus.OFFERED.label
    TO_BEGIN = "to_begin", _("Begins later")
    RUNNING = "running", ProjectStatus.RUNNING.label
    OVER = "over", _("The period is over")
    CLOSED = "closed", ProjectStatus.CLOSED.label


class MilestoneState(Choice):
    """How a milestone stands today; not kept, because it changes with the calendar."""

    TO_COME = "to_come", _("To come")
    LATE = "late", _("Late")
    DONE = "done", _("Reached")
    SEEN = "seen", _("Reached and seen")
    PARTLY = "partly", _("Partly reached")
    MISSED = "missed", _("Not reached")
    UNMARKED = "unmarked", _("Not marked as reached")


EXTEND_WITHIN = timedelta(days=60)
LESS = {Reached.PARTLY: MilestoneState.PARTLY, Reached.NO: MilestoneState.MISSED}


class AccountStatus(Choice):
    DRAFT = "draft", _("Being written")
    SIGNED = "signed", _("Sent to the region")
    RETURNED = "returned", _("Sent back")
    APPROVED = "approved", _("Approved")


class VoucherKind(Choice):
    VOUCHER = "voucher", _("Voucher")
    AUDITOR = "auditor", _("Auditor's declaration")
    PERFORMANCE = "performance", _("Performance audit")


class ChangeStatus(Choice):
    DRAFT = "draft", _("Being written")
    ASKED = "asked", _("Sent to the region")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")


class InstalmentStatus(Choice):
    PLANNED = "planned", _("Planned")
    RELEASED = "released", _("Released for payment")
    PAID = "paid", _("Paid")
    CANCELLED = "cancelled", _("Cancelled")


S = ProjectStatus
ACCEPT = Step("accept", _("Accept the grant"), source=(S.OFFERED,), target=S.RUNNING, permission=P.PROJECT_ACCEPT)
EXTEND = Step("extend", _("Give a new deadline for accepting"), source=(S.OFFERED,), target=None,
              permission=P.APPLICATION_DECIDE)  # fmt: skip
MARK = Step("mark", _("Mark a milestone as done"), source=(S.RUNNING,), target=None, permission=P.PROJECT_EDIT)
SEE = Step("see", _("Note that you have seen it"), source=(S.RUNNING,), target=None, permission=P.PROJECT_FOLLOW)
MEASURE = Step("measure", _("Write down what was measured"), source=(S.RUNNING, S.CLOSED), target=None,
               permission=P.PROJECT_EDIT)  # fmt: skip
STEPS = (ACCEPT, EXTEND, MARK, SEE, MEASURE)

A = AccountStatus
WRITE_ACCOUNT = Step("write", _("Write the account"), source=(A.DRAFT, A.RETURNED), target=None,
                     permission=P.PROJECT_EDIT)  # fmt: skip
SIGN_ACCOUNT = Step("sign", _("Sign the account"), source=(A.DRAFT, A.RETURNED), target=A.SIGNED,
                    permission=P.PROJECT_SIGN)  # fmt: skip
RETURN_ACCOUNT = Step("return", _("Send the account back"), source=(A.SIGNED,), target=A.RETURNED,
                      permission=P.PROJECT_FOLLOW)  # fmt: skip
CORRECT_ACCOUNT = Step("correct", _("Correct the account"), source=(A.RETURNED,), target=A.DRAFT,
                       permission=P.PROJECT_EDIT)  # fmt: skip
APPROVE_ACCOUNT = Step("approve", _("Approve the account"), source=(A.SIGNED,), target=A.APPROVED,
                       permission=P.PROJECT_FOLLOW)  # fmt: skip
ACCOUNT_STEPS = (WRITE_ACCOUNT, SIGN_ACCOUNT, RETURN_ACCOUNT, CORRECT_ACCOUNT, APPROVE_ACCOUNT)

C = ChangeStatus
WRITE_CHANGE = Step("write", _("Write the change"), source=(C.DRAFT,), target=None, permission=P.PROJECT_EDIT)
DISCARD_CHANGE = Step("discard", _("Discard the draft"), source=(C.DRAFT,), target=None, permission=P.PROJECT_EDIT)
ASK_CHANGE = Step("ask", _("Ask for the change"), source=(C.DRAFT,), target=C.ASKED, permission=P.PROJECT_SIGN)
APPROVE_CHANGE = Step("approve", _("Approve the change"), source=(C.ASKED,), target=C.APPROVED,
                      permission=P.PROJECT_FOLLOW)  # fmt: skip
REFUSE_CHANGE = Step("refuse", _("Refuse the change"), source=(C.ASKED,), target=C.REFUSED,
                     permission=P.PROJECT_FOLLOW)  # fmt: skip
CHANGE_STEPS = (WRITE_CHANGE, DISCARD_CHANGE, ASK_CHANGE, APPROVE_CHANGE, REFUSE_CHANGE)

N = InstalmentStatus
RELEASE = Step("release", _("Release the instalment"), source=(N.PLANNED,), target=N.RELEASED,
               permission=P.PROJECT_RELEASE)  # fmt: skip
TAKE_BACK = Step("take_back", _("Take the release back"), source=(N.RELEASED,), target=N.PLANNED,
                 permission=P.PROJECT_RELEASE)  # fmt: skip
ENTER_PAID = Step("enter_paid", _("Enter as paid"), source=(N.RELEASED,), target=N.PAID, permission=P.PROJECT_RELEASE)
CANCEL = Step("cancel", _("Cancel the instalment"), source=(N.PLANNED,), target=N.CANCELLED,
              permission=P.PROJECT_RELEASE)  # fmt: skip
INSTALMENT_STEPS = (RELEASE, TAKE_BACK, ENTER_PAID, CANCEL)


def project_state(status: ProjectStatus, starts_on: date, ends_on: date, *, today: date) -> ProjectState:
    """A project runs from its first day to its last, both included; after that it waits to be settled and closed."""
    if status is not ProjectStatus.RUNNING:
        return ProjectState.of(status.value)
    if starts_on > today:
        return ProjectState.TO_BEGIN
    return ProjectState.OVER if ends_on < today else ProjectState.RUNNING


def state_words(state: ProjectState, starts_on: date) -> Text:
    """The same in lists, files and on the page; what begins later says when."""
    return _("Begins on %(day)s", day=starts_on) if state is ProjectState.TO_BEGIN else state.label


def state(
    due_on: date, done_on: date | None, seen_at: datetime | None, reached: Reached | None = None, *, today: date,
    closed: bool = False,
) -> MilestoneState:  # fmt: skip
    """A day agreed on a Saturday, Sunday or holiday may be kept on the next working day.

    What is done with less than was required is never called reached, whether the region has seen it or not. In a
    closed project nobody can mark anything any more, so nothing is late there.
    """
    if done_on is not None and reached in LESS:
        return LESS[reached]
    if done_on is not None:
        return MilestoneState.DONE if seen_at is None else MilestoneState.SEEN
    if closed:
        return MilestoneState.UNMARKED
    return MilestoneState.LATE if workdays.on_or_after(due_on) < today else MilestoneState.TO_COME


def first_day(agreed_for: date, starts_on: date) -> date:
    """From which day what was agreed for a day can be marked or measured.

    The guidelines ask for goals and milestones in every year of the plan, and a grant may begin after the first of
    them: what was agreed for a day before the project counts from the first day of its own year.
    """
    return date(agreed_for.year, 1, 1) if agreed_for < starts_on else starts_on


def problems_with_done(done_on: date | None, note: str, *, starts_on: date, today: date) -> Iterator[Problem]:
    """A milestone is reached while the project runs, also before its grant was decided and before its own day.

    A pool may pay from a day before the decision, so the first day of the project is the first day that counts.
    """
    if today < starts_on:
        sentence = _("The project begins on %(start)s. Its milestones can be marked from that day.", start=starts_on)
        yield Problem(sentence, "done_on")
    elif done_on is None:
        yield Problem(_("Write the day on which the milestone was reached."), "done_on")
    elif done_on > today:
        yield Problem(_("%(day)s is still to come. Write the day on which it was reached.", day=done_on), "done_on")
    elif done_on < starts_on:
        values = {"day": done_on, "start": starts_on}
        sentence = _("%(day)s is before the project's first day, %(start)s. Was the work done before, then write "
                     "%(start)s, and say in the remark when it was done.", **values)  # fmt: skip
        yield Problem(sentence, "done_on")
    if not note.strip():
        yield Problem(_("Write in a few words what was reached."), "done_note")


def problems_with_the_move(
    due_on: date, done_on: date | None, after: date | None, reason: str, *, ends_on: date, today: date
) -> Iterator[Problem]:
    """Another day within the project, with a reason; what is done is not moved."""
    if done_on is not None:
        yield Problem(_("The milestone is done, so it cannot be moved."))
    if after is None:
        yield Problem(_("Write the new day."), "after")
    elif after == due_on:
        yield Problem(_("The milestone has that day already."), "after")
    elif after < today:
        yield Problem(_("%(day)s has passed. Choose a day that is still to come.", day=after), "after")
    elif after > ends_on:
        yield Problem(_("The project ends on %(day)s. Choose a day no later than that.", day=ends_on), "after")
    if not reason.strip():
        yield Problem(_("Write why the milestone is moved."), "reason")


def problems_with_the_deadline(accept_before: datetime | None, *, now: datetime) -> Iterator[Problem]:
    if is_too_late(accept_before, now=now):
        values = {"deadline": accept_before}
        yield Problem(
            _("The grant had to be accepted before %(deadline)s. Write to the region if you still want it.", **values)
        )


def is_too_late(accept_before: datetime | None, *, now: datetime) -> bool:
    return accept_before is not None and now >= accept_before


def problems_with_a_new_deadline(
    after: datetime | None, reason: str, *, before: datetime | None, now: datetime
) -> Iterator[Problem]:
    """A later time than the one that holds, still to come and within two months; why stands in the mail."""
    if after is not None and after <= now:
        yield Problem(_("The deadline is %(deadline)s. Choose a time that is still to come.", deadline=after), "day")
    elif after is not None and before is not None and after <= before:
        yield Problem(_("The deadline is %(deadline)s already. Choose a later one.", deadline=before), "day")
    elif after is not None and after > now + EXTEND_WITHIN:
        values = {"deadline": after, "days": EXTEND_WITHIN.days}
        yield Problem(_("The deadline is %(deadline)s. Choose one at most %(days)s days ahead.", **values), "day")
    if not reason.strip():
        yield Problem(_("Write why the job centre gets a later deadline."), "reason")
