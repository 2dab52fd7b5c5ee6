"""What the money asks for: accounts to write, sign and answer, changes, instalments, settlements and repayments."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from flask import url_for

from portal.core import clock
from portal.core.menu import Task
from portal.core.permissions import Permission, can, can_anywhere
from portal.core.text import Text, _
from portal.eligibility.saying import together
from portal.identity.models import Person
from portal.projects import accounts, changes, figures, overdue, repaying, waiting
from portal.projects.dues import Due
from portal.projects.models import Account, BudgetChange, Project
from portal.projects.queries import STILL_ASKS
from portal.projects.rules import AccountStatus, ChangeStatus, InstalmentStatus

AHEAD = timedelta(days=60)
A_CHANGE: Mapping[str, Text] = {
    "projects.show_change": _("The change of the budget waits for the manager"),
    "projects.write_change": _("Write the change of the budget"),
    "projects.ask_change": _("Ask for the change of the budget"),
}
WITHIN_THE_GRANT: Mapping[str, Text] = {
    "projects.show_change": _("The new budget within the grant waits for the manager"),
    "projects.write_change": _("Write the new budget within the grant"),
    "projects.ask_change": _("Send the new budget within the grant to the region"),
}
BEGUN: Mapping[str, Text] = {
    "projects.write_account": _("Fill in the account"),
    "projects.sign_account": _("Sign the account"),
    "projects.show_account": _("The account waits for the manager's signature"),
}
SENT_BACK: Mapping[str, Text] = {
    "projects.write_account": _("Put the account right"),
    "projects.sign_account": _("Sign the corrected account"),
    "projects.show_account": _("The corrected account waits for the manager's signature"),
}
OURS = (AccountStatus.DRAFT, AccountStatus.RETURNED)


def of(person: Person) -> Iterator[Task]:
    if can_anywhere(person, Permission.PROJECT_EDIT):
        for project in waiting.unsettled(person, Permission.PROJECT_EDIT):
            yield from _of_the_job_centre(project, person)
    if can_anywhere(person, Permission.PROJECT_SIGN):
        yield from _to_repay(person)
    if can_anywhere(person, Permission.PROJECT_FOLLOW):
        for project in waiting.unsettled(person, Permission.PROJECT_FOLLOW):
            yield from _to_answer(project)
    if can_anywhere(person, Permission.PROJECT_RELEASE):
        for project in waiting.unsettled(person, Permission.PROJECT_RELEASE, settled_too=True):
            yield from _of_the_finance_officer(project)


def _of_the_job_centre(project: Project, person: Person) -> Iterator[Task]:
    """A project that ended more than a year ago asks for its accounts, without which nothing is settled."""
    today = clock.today()
    owed = figures.owed_accounts(project)
    now = [due for due in owed if due.due_on <= today + AHEAD and due.ends_on < today]
    for due in now:
        yield _account_task(project, due, person)
    for each in project.accounts:  # begun, or sent back, before the year is over
        if each.status in OURS and not any(_covers(each, due) for due in now):
            due_on = next((due.due_on for due in owed if _covers(each, due)), None)
            yield _begun_task(each, person, end_of(due_on) if due_on else None)
    if project.ends_on >= today - STILL_ASKS:
        yield from _budget_tasks(project, person)


def _budget_tasks(project: Project, person: Person) -> Iterator[Task]:
    """After a partial grant the new budget comes before everything else."""
    above = figures.above_the_grant(project)
    if above and not any(each.status in changes.OPEN for each in project.changes):
        words = _("Send a new budget within the grant of %(granted)s", granted=project.granted)
        why = _("%(title)s. The lines as applied for take %(above)s more from the pool.", title=project.title,
                above=above)  # fmt: skip
        yield Task(words, why, url_for("projects.show_changes", project_id=project.id), first=True)
    for change in project.changes:
        if change.status is ChangeStatus.DRAFT:
            yield _change_task(change, person, WITHIN_THE_GRANT if above else A_CHANGE, first=bool(above))


def _change_task(change: BudgetChange, person: Person, said: Mapping[str, Text], *, first: bool) -> Task:
    """A change is written, then asked for by the manager; a writer knows whom it waits for."""
    where = "projects.show_change"
    if changes.problems(change):
        where = "projects.write_change"
    elif can(person, Permission.PROJECT_SIGN, change):
        where = "projects.ask_change"
    why = _("%(title)s. The region has not been asked yet.", title=change.project.title)
    waits = where == "projects.show_change"
    href = url_for(where, project_id=change.project_id, change_id=change.id)
    return Task(said[where], why, href, first=first, others=waits)


def _account_task(project: Project, due: Due, person: Person) -> Task:
    """What the account needs next: to be begun, filled in, put right, or signed, which only the manager can."""
    begun = next((each for each in project.accounts if each.status in OURS and _covers(each, due)), None)
    ends = end_of(due.due_on)
    if begun is None:
        why, href = _period(project, due), url_for("projects.show_accounts", project_id=project.id)
        words = _("Begin the final account") if due.final else _("Begin an account")
        return Task(words, why, href, ends)
    return _begun_task(begun, person, ends)


def _begun_task(begun: Account, person: Person, ends: datetime | None) -> Task:
    project = begun.project
    what, why = BEGUN, _period(project, begun)
    if begun.answer:
        what = SENT_BACK
        why = _("%(title)s. The region has sent it back: %(answer)s", title=project.title, answer=begun.answer)
    where = "projects.show_account"
    if begun.status is AccountStatus.RETURNED or not _is_whole(begun):
        where = "projects.write_account"
    elif can(person, Permission.PROJECT_SIGN, project):
        where = "projects.sign_account"
    href = url_for(where, project_id=project.id, account_id=begun.id)
    return Task(what[where], why, href, ends, others=where == "projects.show_account")


def _covers(account: Account, due: Due) -> bool:
    return account.starts_on <= due.ends_on and account.ends_on >= due.starts_on


def _is_whole(account: Account) -> bool:
    """Something is written in it, be it a remark that nothing was spent, and nothing is missing."""
    written = account.amounts or account.other_income or account.note
    return bool(written) and not accounts.problems_before_signing(account)


def _period(project: Project, due: Due | Account) -> Text:
    return _("%(title)s, %(start)s to %(end)s.", title=project.title, start=due.starts_on, end=due.ends_on)


def _to_answer(project: Project) -> Iterator[Task]:
    """What the job centre has signed and sent waits for the region, however old the project is."""
    centre = project.application.job_centre.name
    why = _("%(title)s. %(centre)s has signed it.", title=project.title, centre=centre)
    for account in project.accounts:
        if account.status is AccountStatus.SIGNED:
            words = _("Answer the final account") if account.final else _("Answer the account")
            yield Task(words, why, url_for("projects.answer_account", project_id=project.id, account_id=account.id))
    for change in project.changes:
        if change.status is ChangeStatus.ASKED:
            href = url_for("projects.answer_change", project_id=project.id, change_id=change.id)
            yield Task(_("Answer the change of the budget"), why, href)


def _of_the_finance_officer(project: Project) -> Iterator[Task]:
    yield from _to_pay(project)
    released = any(each.status is InstalmentStatus.RELEASED for each in project.instalments)
    if project.settlement is None and figures.final_account(project) is not None and not released:
        why = _("%(title)s. The final account is approved.", title=project.title)
        yield Task(_("Settle the grant"), why, url_for("projects.settle_project", project_id=project.id))
    if project.settlement is not None and project.settlement.repay and (owed := figures.money(project).owed):
        why, by = _("%(title)s. Enter it when the money has come.", title=project.title), repaying.told(project)
        yield Task(_("Enter the repayment of %(amount)s", amount=owed), why,
                   url_for("projects.repaid", project_id=project.id), end_of(by) if by else None)  # fmt: skip


def _to_repay(person: Person) -> Iterator[Task]:
    """What the letter of the settlement claims, until the region has entered it."""
    for project, owed in repaying.waiting(person):
        by, href = repaying.told(project), url_for("projects.show_settlement", project_id=project.id)
        why = _("%(title)s. More was paid than the final grant.", title=project.title)
        yield Task(_("Repay %(amount)s", amount=owed), why, href, end_of(by) if by else None)


def _to_pay(project: Project) -> Iterator[Task]:
    if project.settlement is not None:
        yield from _held_back(project)
    for each in waiting.releasable(project):
        href = url_for("projects.release_instalment", project_id=project.id, instalment_id=each.id)
        why = _("%(title)s. Its conditions are met.", title=project.title)
        words = _("Release the instalment of %(amount)s", amount=each.amount)
        yield Task(words, why, href, end_of(each.due_on))
    for each in project.instalments:
        if each.status is InstalmentStatus.RELEASED:
            href = url_for("projects.paid_instalment", project_id=project.id, instalment_id=each.id)
            why = _("%(title)s. It is released; enter it when the bank has paid.", title=project.title)
            yield Task(_("Enter the instalment of %(amount)s as paid", amount=each.amount), why, href)


def _held_back(project: Project) -> Iterator[Task]:
    """The last payment of a settled grant, when something overdue holds it: nobody else would ask for it again."""
    held = overdue.of(project)
    for each in project.instalments:
        if held and each.status is InstalmentStatus.PLANNED:
            why = _("%(title)s. %(what)s.", title=project.title, what=together(held))
            words = _("The last instalment of %(amount)s is held back", amount=each.amount)
            yield Task(words, why, url_for("projects.show_instalments", project_id=project.id), others=True)


def end_of(day: date) -> datetime:
    """What is due on a day may be done all day long."""
    return clock.in_copenhagen(day.year, day.month, day.day, 23, 59)
