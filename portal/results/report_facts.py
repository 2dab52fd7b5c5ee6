"""What the portal knows of a project and a year, so that nobody types it again: money, milestones, goals, changes."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from portal.applications import codes
from portal.core.clock import COPENHAGEN
from portal.core.language import LANGUAGES, shown
from portal.core.money import Ore, total
from portal.core.text import Text, _
from portal.decisions.queries import waivers_of
from portal.labour_market import numbers
from portal.labour_market.numbers import Figure
from portal.pools import standing
from portal.pools.rules import Money
from portal.projects import accounting, budgets, changes, figures, goal_words, rules
from portal.projects.budgets import Line
from portal.projects.following import Measured, Target
from portal.projects.goal_models import Goal
from portal.projects.models import Account, Milestone, Project
from portal.projects.rules import AccountStatus, ChangeStatus, ProjectStatus
from portal.results.report_blocks import Block, Link, Row, Words

LEDGER = _("Ledger of the case")


def end_of(year: int) -> date:
    return date(year, 12, 31)


def page(endpoint: str, project: Project, **more: object) -> Link:
    return f"projects.{endpoint}", {"project_id": project.id, **more}


def money_on(project: Project, day: date) -> Money:
    """The case in the ledger at the end of the day."""
    found = standing.on(day, rounds=[project.application.round_id])
    return found[0].cases.get(project.reference, Money()) if found else Money()


def approved(project: Project, until: date) -> list[Account]:
    """The approved accounts of periods that had ended."""
    return [each for each in project.accounts if each.status is AccountStatus.APPROVED and each.ends_on <= until]


def sums(project: Project, year: int) -> dict[str, int | None]:
    """The amounts that are added up for a job centre, in øre."""
    return added_up(project, year, money_on(project, end_of(year)))


def added_up(project: Project, year: int, money: Money) -> dict[str, int | None]:
    """None where no approved account says what was used."""
    accounts = approved(project, end_of(year))
    return {
        "granted": int(project.granted),
        "released": int(money.released),
        "paid": int(money.paid),
        "repaid": int(money.repaid),
        "used_in_the_year": _used([each for each in accounts if each.ends_on.year == year]),
        "used": _used(accounts),
    }


def _used(accounts: Sequence[Account]) -> int | None:
    return sum(each.cost for each in accounts) if accounts else None


def ledger_block(project: Project, year: int) -> Block:
    until = end_of(year)
    money = money_on(project, until)
    decided = project.decision.decided_at.astimezone(COPENHAGEN).date()
    letter: Link = ("decisions.letter", {"application_id": project.application_id})
    plan, settled = page("show_instalments", project), page("show_settlement", project)
    rows = (
        Row(_("Granted"), (project.granted,), _("The letter of decision"), decided, letter),
        Row(_("Released"), (money.released,), LEDGER, until, plan),
        Row(_("Paid"), (money.paid,), LEDGER, until, plan),
        Row(_("Claimed back"), (money.claimed,), LEDGER, until, settled),
        Row(_("Repaid"), (money.repaid,), LEDGER, until, settled),
    )
    return Block(
        "ledger",
        _("From grant to repayment at the end of the year"),
        (_("Amount, kr."),),
        rows,
        _("Nothing has happened in the ledger."),
    )


def lines_block(project: Project, year: int) -> Block:
    """Every line of the budget as it held at the end of the year."""
    until = end_of(year)
    held = [each for each in project.budgets if each.approved_at.astimezone(COPENHAGEN).date() <= until]
    budget = (held or project.budgets)[-1] if project.budgets else None
    accounts = approved(project, until)
    lines = budgets.read(budget.content if budget else {}, project.granted, figures.categories(project)).lines
    since = budget.approved_at.astimezone(COPENHAGEN).date() if budget else None
    last = max((each.ends_on for each in accounts), default=since)
    source = _("Approved accounts and approved budget no. %(number)s", number=budget.number if budget else 0)
    named: list[Words] = [f"{each.number}. {each.purpose or shown(each.category)}" for each in lines]
    rows = tuple(
        Row(words, cells, source, last, page("show_accounts", project))
        for words, cells in zip([*named, _("In all")], _amounts(lines, accounts, year), strict=True)
        if lines
    )
    columns = (_("Approved, kr."), _("Used in the year, kr."), _("Used in all, kr."), _("Left, kr."))
    return Block("lines", _("Approved costs beside the budget"), columns, rows, _("There is no approved budget."))


def _amounts(lines: Sequence[Line], accounts: Sequence[Account], year: int) -> list[tuple[Ore | None, ...]]:
    """Budget, used in the year, used in all and left for each line, and last for all of them.

    Before an account is approved nobody knows what was used, nor what is left.
    """
    of_the_year = [each for each in accounts if each.ends_on.year == year]
    this, in_all = (accounting.added(each.by_line for each in some) for some in (of_the_year, accounts))
    found = [(each.cost, this.get(each.number, Ore(0)), in_all.get(each.number, Ore(0))) for each in lines]
    together = tuple(total(column) for column in zip(*found, strict=True)) or (Ore(0),) * 3
    return [
        (cost, now if of_the_year else None, used if accounts else None, Ore(cost - used) if accounts else None)
        for cost, now, used in (*found, together)
    ]


def accounts_block(project: Project, year: int) -> Block:
    rows = tuple(
        Row(
            _(
                "Account no. %(number)s, %(start)s to %(end)s",
                number=each.number,
                start=each.starts_on,
                end=each.ends_on,
            ),
            (each.cost, each.other_income, each.status.label),
            _("The account"),
            each.decided_at.astimezone(COPENHAGEN).date() if each.decided_at else each.ends_on,
            page("show_account", project, account_id=each.id),
        )
        for each in project.accounts
        if each.ends_on.year == year
    )
    columns = (_("Costs, kr."), _("Other income, kr."), _("State"))
    return Block("accounts", _("Accounts of the year"), columns, rows, _("There is no account for the year yet."))


def milestones_block(project: Project, year: int) -> Block:
    found = [each for each in project.milestones if _touches(each, year)]
    columns = (_("First agreed"), _("Agreed now"), _("Done"), _("Result"))
    rows = tuple(_milestone(each, project, year) for each in found)
    return Block("milestones", _("Milestones of the year"), columns, rows, _("No milestone lies in the year."))


def _touches(milestone: Milestone, year: int) -> bool:
    """Agreed for the year, done in it, or still not done when it ended."""
    days = (milestone.first_due_on, milestone.due_on, milestone.done_on)
    late = milestone.due_on <= end_of(year) and (milestone.done_on is None or milestone.done_on.year > year)
    return late or any(day is not None and day.year == year for day in days)


def _milestone(each: Milestone, project: Project, year: int) -> Row:
    link = page("plan", project)
    done = each.done_on if each.done_on and each.done_on <= end_of(year) else None
    return Row(
        each.title,
        (each.first_due_on, each.due_on, done, _reached(each, done, project, year)),
        _("Marked by the job centre"),
        done or end_of(year),
        link,
        each.done_note if done else each.result,
    )


def _reached(each: Milestone, done: date | None, project: Project, year: int) -> Text:
    if done is None:
        closed = each.done_on is None and project.status is ProjectStatus.CLOSED
        return rules.state(each.due_on, None, None, today=end_of(year) + timedelta(days=1), closed=closed).label
    if each.reached is not None:
        return each.reached.label
    return _("Done")


def goals_block(project: Project, year: int) -> Block:
    columns = (_("Baseline"), _("Target"), _("Measured"), _("Unit"))
    rows = tuple(_goal(each, project, year) for each in project.goals)
    return Block("goals", _("Goals"), columns, rows, _("The grant names no goals."))


def _goal(goal: Goal, project: Project, year: int) -> Row:
    target, measured = target_of(goal, year), measured_in(goal, year)
    source: Text | str = measured.source if measured else _("The decision; not measured in the year")
    cells = (_figure(goal.baseline), _of(target), _of(measured), dict(codes.UNITS).get(goal.unit, goal.unit))
    return Row(
        words_of(goal),
        cells,
        source,
        measured.on if measured else project.decision.decided_at.astimezone(COPENHAGEN).date(),
        page("show_goal", project, number=goal.number),
        _where_from(goal, target),
    )


def _where_from(goal: Goal, target: Target | None) -> Text | str:
    """Where the baseline comes from, and the day of the target; the measurement has the row's own source."""
    known = {"source": goal.baseline_source, "since": goal_words.when(goal) or "–"}
    if target is None:
        return _("Baseline: %(source)s, %(since)s.", **known) if goal.baseline_source else ""
    if goal.baseline_source:
        return _("Baseline: %(source)s, %(since)s. The target is for %(day)s.", **known, day=target.on)
    return _("The target is for %(day)s.", day=target.on)


def words_of(goal: Goal) -> Words:
    """As the pages of the project call the goal, in each language."""
    return {language: goal_words.title(goal, language) for language in LANGUAGES}


def target_of(goal: Goal, year: int) -> Target | None:
    """The year's own target, or the next one to come, or the last there was."""
    ordered = sorted(goal.targets_by_day, key=lambda each: each.on)
    within = [each for each in ordered if each.on.year == year]
    later = [each for each in ordered if each.on.year > year]
    return within[-1] if within else later[0] if later else ordered[-1] if ordered else None


def measured_in(goal: Goal, year: int) -> Measured | None:
    within = [each for each in goal.measured if each.on.year == year]
    return within[-1] if within else None


def _figure(written: str) -> Figure | None:
    return numbers.of(Decimal(written)) if written else None


def _of(found: Target | Measured | None) -> Figure | None:
    return numbers.of(found.value) if found else None


def changes_block(project: Project, year: int) -> Block:
    rows = tuple(_changes(project, year))
    columns = (_("Asked for"), _("State"), _("Moved, kr."))
    return Block("changes", _("Changes of the budget"), columns, rows, _("No change of the budget was asked for."))


def _changes(project: Project, year: int) -> Iterator[Row]:
    for each in project.changes:
        if (
            each.status is not ChangeStatus.DRAFT
            and each.asked_at
            and each.asked_at.astimezone(COPENHAGEN).year == year
        ):
            moved = Ore(sum(max(one.difference, 0) for one in changes.moved(each)))
            asked = each.asked_at.astimezone(COPENHAGEN).date()
            decided = each.decided_at.astimezone(COPENHAGEN).date() if each.decided_at else asked
            yield Row(
                _("Change no. %(number)s", number=each.number),
                (asked, each.status.label, moved),
                _("The change request"),
                decided,
                page("show_change", project, change_id=each.id),
                each.reason,
            )


def waivers_block(project: Project, year: int) -> Block:
    link: Link = ("decisions.answer", {"application_id": project.application_id})
    rows = tuple(
        Row(
            _("Rule %(rule)s", rule=each.rule),
            (each.until,),
            _("The director's waiver"),
            each.at.astimezone(COPENHAGEN).date(),
            link,
            each.reason,
        )
        for each in waivers_of(project.application)
        if each.at.astimezone(COPENHAGEN).year <= year <= each.until.year
    )
    return Block("waivers", _("Rules set aside"), (_("Until"),), rows, _("No rule was set aside."))


def moved_block(project: Project, year: int) -> Block:
    """Milestones that were given another day in the year, each with its reason."""
    rows = tuple(
        Row(
            milestone.title,
            (move.before, move.after),
            _("Moved by the job centre"),
            move.at.astimezone(COPENHAGEN).date(),
            page("plan", project),
            move.reason,
        )
        for milestone in project.milestones
        for move in milestone.moves
        if move.at.astimezone(COPENHAGEN).year == year
    )
    columns = (_("Day before"), _("Day after"))
    return Block("moves", _("Milestones that were moved"), columns, rows, _("No milestone was moved."))
