"""The money of the granted projects: instalments, accounts with vouchers, a change, settlements. All of it invented."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.adapters import pdf
from portal.core import clock, workdays
from portal.core.language import DEFAULT
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.core.text import _
from portal.demo import people
from portal.demo.people import account, person
from portal.demo.rounds import Days
from portal.identity.models import Person
from portal.projects import accounts, actions, changes, figures, goals, instalments, settlements
from portal.projects.accounting import Approved
from portal.projects.models import Account, Milestone, Project
from portal.projects.rules import InstalmentStatus, VoucherKind

WITHOUT_UNITS = {"units": None, "unit_price_ore": None}
NAMES = {
    VoucherKind.VOUCHER: "lønliste og fakturaer.pdf",
    VoucherKind.AUDITOR: "revisorerklæring.pdf",
    VoucherKind.PERFORMANCE: "forvaltningsrevision.pdf",
}


def spend(lager: Project, sosu: Project, svejs: Project) -> None:
    """One project settled and paid in full, one with a repayment, and one that waits to be settled."""
    pay_next_of((lager, sosu, svejs), _at(2010, 12, 14))
    adapt(sosu, _at(2011, 1, 11))
    for project, percent in ((lager, 98), (sosu, 83), (svejs, 94)):
        made = sent(project, date(2010, 12, 31), percent, _at(2011, 2, 10))
        approve(made, _at(2011, 2, 21))
    pay_next_of((lager, sosu, svejs), _at(2011, 3, 1))
    move_money(lager, _at(2011, 6, 6))
    for project, figure in ((lager, "31"), (sosu, "36"), (svejs, "29")):
        measured(project, figure, date(2011, 6, 30), _at(2011, 8, 1))
    for project, figure in ((lager, "44"), (sosu, "38"), (svejs, "41")):
        measured(project, figure, project.ends_on, _at(2012, 1, 18))
    made = sent(lager, lager.ends_on, 98, _at(2012, 1, 19))
    approve(made, _at(2012, 2, 6))
    settle(lager, _at(2012, 2, 13))
    made = sent(sosu, sosu.ends_on, 83, _at(2012, 1, 20))
    give_back(made, "Revisors erklæring gælder et andet år. Send den rigtige.", _at(2012, 2, 7))
    corrected(made, _at(2012, 2, 15))
    approve(made, _at(2012, 2, 20))
    settle(sosu, _at(2012, 2, 27))
    made = sent(svejs, svejs.ends_on, 94, _at(2012, 2, 10))
    approve(made, _at(2012, 2, 24))


def begin(project: Project, days: Days) -> None:
    """A project that has just begun: its first instalment is with the bank, an account and a change are in hand."""
    first = project.instalments[0]
    with clock.at(days.at(-1, 9)):
        instalments.release(first, seen=first.version, by=controller())
    by = writer(project)
    with clock.at(days.at(-1, 11)):
        made = accounts.begin(project, project.starts_on, days.today - timedelta(days=1), final=False, by=by)
        name = NAMES[VoucherKind.VOUCHER]
        accounts.attach(made, VoucherKind.VOUCHER, name, _paper(name, made), by=by)
        change = changes.begin(project, by=by)
        changes.save(change, project.budget, "Skolen vil gerne holde et hold mere.", seen=change.version, by=by)


def ask(project: Project, days: Days) -> None:
    """A project whose manager has sent an account and a change, and whose first instalment can be released."""
    sent(project, days.today - timedelta(days=2), 20, days.at(-1, 13))
    with clock.at(days.at(-1, 14)):
        change = changes.begin(project, by=writer(project))
        changes.save(change, _moved(project), "Flere skal have værktøj.", seen=change.version, by=writer(project))
        changes.ask(change, seen=change.version, by=manager(project))


def sent(project: Project, ends_on: date, percent: int, moment: datetime) -> Account:
    """An account for the time since the last, so many percent of every line's budget for its years."""
    begins = max((each.ends_on + timedelta(days=1) for each in project.accounts), default=project.starts_on)
    by = writer(project)
    with clock.at(moment):
        made = accounts.begin(project, begins, ends_on, final=ends_on == project.ends_on, by=by)
        amounts = {each.number: _within_the_years(each, made, percent) for each in figures.approved_lines(project)}
        income = Ore(sum(amounts.values()) * own_share(project) // 100)
        accounts.save(made, amounts, income, "Opdigtede tal til demonstration.", seen=made.version, by=by)
        for kind, name in NAMES.items():
            if kind is VoucherKind.VOUCHER or made.final:
                accounts.attach(made, kind, name, _paper(name, made), by=by)
    sign(made, moment + timedelta(minutes=4))
    return made


def _within_the_years(line: Approved, made: Account, percent: int) -> Ore:
    """So many percent of what the line has in its budget for the years of the account (P-01)."""
    years = range(made.starts_on.year, made.ends_on.year + 1)
    return Ore(sum(line.years.get(year, 0) for year in years) * percent // 100)


def own_share(project: Project) -> int:
    """The share of the costs that others than the pool pay, in whole percent."""
    lines = project.budget["lines"]
    cost = sum(year.get("amount_ore") or 0 for each in lines for year in each["years"])
    return int(100 - sum(each["sought_ore"] for each in lines) * 100 // cost)


def _paper(name: str, made: Account) -> bytes:
    """A voucher of one page that says it is invented."""
    data = {"heading": name.removesuffix(".pdf").capitalize(), "reference": made.reference,
            "words_of_the_paper": _("Invented for the demonstration. It shows no real cost.")}  # fmt: skip
    return pdf.render("invented", data, DEFAULT)


def sign(made: Account, moment: datetime) -> None:
    with clock.at(moment):
        accounts.sign(made, seen=made.version, by=manager(made.project))


def approve(made: Account, moment: datetime) -> None:
    with clock.at(moment):
        accounts.approve(made, "Regnskabet stemmer med bilagene.", seen=made.version, by=caseworker())


def corrected(made: Account, moment: datetime) -> None:
    """The auditor's declaration of the right year takes the place of the other, and the account is signed again."""
    wrong = next(each for each in made.vouchers if each.kind is VoucherKind.AUDITOR)
    with clock.at(moment):
        accounts.remove(wrong, by=writer(made.project))
        name = NAMES[VoucherKind.AUDITOR].replace(".pdf", f" {made.ends_on.year}.pdf")
        accounts.attach(made, VoucherKind.AUDITOR, name, _paper(name, made), by=writer(made.project))
    sign(made, moment + timedelta(minutes=4))


def give_back(made: Account, words: str, moment: datetime) -> None:
    with clock.at(moment):
        accounts.give_back(made, words, seen=made.version, by=caseworker())


def pay_next_of(projects: Iterable[Project], moment: datetime) -> None:
    """Release the next planned instalment of each, and enter them as paid three days later."""
    waiting = [
        next(each for each in project.instalments if each.status is InstalmentStatus.PLANNED) for project in projects
    ]
    with clock.at(moment):
        for each in waiting:
            instalments.release(each, seen=each.version, by=controller())
    with clock.at(moment + timedelta(days=3)):
        for each in waiting:
            instalments.enter_paid(each, clock.today(), seen=each.version, by=controller())


def settle(project: Project, moment: datetime) -> None:
    """Settled; then the last payment, or the repayment two weeks later."""
    with clock.at(moment):
        kept = settlements.settle(project, "Tak for samarbejdet. Tallene er opdigtede.", by=controller())
    if kept.repay:  # half of it has come, and the rest is still owed
        with clock.at(moment + timedelta(days=14)):
            settlements.enter_repaid(project, Ore(kept.repay // 2), clock.today(), by=controller())
    elif any(each.status is InstalmentStatus.PLANNED for each in project.instalments):
        pay_next_of([project], moment + timedelta(days=1))


def adapt(project: Project, moment: datetime) -> None:
    """After a partial grant: the course is bought cheaper, and the lines ask for exactly what was granted."""
    lines = [dict(each) for each in project.budget["lines"]]
    largest = max(lines, key=lambda each: int(each["sought_ore"]))
    less = sum(each["sought_ore"] for each in lines) - project.granted
    largest["sought_ore"] -= less
    last = largest["years"][-1]
    largest["years"] = [*largest["years"][:-1], last | {"amount_ore": last["amount_ore"] - less, **WITHOUT_UNITS}]
    reason = "Tilskuddet er sat ned, og kurset er købt til prisen for tilsvarende forløb."
    changed(project, {**project.budget, "lines": lines}, reason, moment)


def move_money(project: Project, moment: datetime) -> None:
    reason = "Skolen blev billigere, og flere deltagere skal have materialer."
    changed(project, _moved(project), reason, moment)


def _moved(project: Project) -> dict[str, Any]:
    """30.000 kr. from the largest line to the smallest, within the same year."""
    lines = [dict(each) for each in project.budget["lines"]]
    ranked = sorted(lines, key=lambda each: int(each["sought_ore"]))
    year = ranked[-1]["years"][-1]["year"]
    receiver = next(each for each in ranked if any(one["year"] == year for one in each["years"]))
    for each, amount in ((ranked[-1], -30_000_00), (receiver, 30_000_00)):
        each["years"] = [
            one | {"amount_ore": one["amount_ore"] + amount, **WITHOUT_UNITS} if one["year"] == year else one
            for one in each["years"]
        ]
        each["sought_ore"] += amount
    return {**project.budget, "lines": lines}


def changed(project: Project, content: dict[str, Any], reason: str, moment: datetime) -> None:
    with clock.at(moment):
        change = changes.begin(project, by=writer(project))
        changes.save(change, content, reason, seen=change.version, by=writer(project))
        changes.ask(change, seen=change.version, by=manager(project))
    with clock.at(moment + timedelta(days=8)):
        changes.approve(change, "", seen=change.version, by=caseworker())


def move(milestone: Milestone, reason: str, moment: datetime) -> None:
    """Three weeks later than agreed."""
    with clock.at(moment):
        after = workdays.on_or_after(milestone.due_on + timedelta(days=21))
        actions.move(milestone, after, reason, seen=milestone.version, by=writer(milestone.project))


def measured(project: Project, figure: str, on: date, moment: datetime) -> None:
    with clock.at(moment):
        for goal in project.goals[:1]:
            goals.measure(goal, on, Decimal(figure), "Jobcentrets egen optælling (opdigtet)", "", by=writer(project))


def writer(project: Project) -> Person:
    return person(account(Role.WRITER, project.application.job_centre.code))


def manager(project: Project) -> Person:
    return person(account(Role.MANAGER, project.application.job_centre.code))


def caseworker() -> Person:
    return person(people.CASEWORKER)


def controller() -> Person:
    return person(people.CONTROLLER)


def _at(year: int, month: int, day: int) -> datetime:
    return clock.in_copenhagen(year, month, day, 10)
