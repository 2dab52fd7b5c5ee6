"""What a project has used, owes and is owed, gathered from its accounts, its plan and the ledger."""

from collections.abc import Iterable, Mapping
from datetime import date

from portal.budgets import specification
from portal.core.language import chosen
from portal.core.money import Ore
from portal.core.text import Text
from portal.decisions.wording import CATEGORIES
from portal.pools import standing
from portal.pools.rules import Money
from portal.pools.settings import Settings
from portal.projects import accounting, dues
from portal.projects.accounting import Approved
from portal.projects.budgets import Budget, read
from portal.projects.changing import Limits
from portal.projects.dues import Due, Sent
from portal.projects.models import Account, Project, ProjectBudget
from portal.projects.rules import AccountStatus

WITH_THE_REGION = (AccountStatus.SIGNED, AccountStatus.APPROVED)


def settings_of(project: Project) -> Settings:
    return Settings.from_json(project.application.round.guideline.settings)


def limits(project: Project) -> Limits:
    settings = settings_of(project)
    return Limits(settings.change_percent, settings.change_amount_ore)


def money(project: Project) -> Money:
    """The ledger of the case now."""
    return standing.of_case(project.application.round, project.reference)


def categories(project: Project) -> Mapping[str, Text | str]:
    """The categories of costs as the pool's workbook calls them, for the reader."""
    try:
        spec = specification.of(project.application.round.pool.code)
    except LookupError:
        return CATEGORIES
    return {each.code: spec.words("categories", each.code, chosen()) for each in spec.lists["categories"]}


def budget(project: Project) -> Budget:
    """The last approved budget beside the grant, with its categories in the reader's words."""
    return read(project.budget, project.granted, categories(project))


def versions(project: Project) -> list[tuple[ProjectBudget, Budget]]:
    """Every approved budget, oldest first, with its sums."""
    return [(each, read(each.content, project.granted, {})) for each in project.budgets]


def above_the_grant(project: Project) -> Ore:
    """What the last approved budget asks of the pool above the grant; more than 0 only after a partial grant."""
    return read(project.budget, project.granted, {}).above


def approved_lines(project: Project) -> list[Approved]:
    lines = budget(project).lines
    return [Approved(each.number, each.category, each.purpose, each.cost, each.years) for each in lines]


def earlier(account: Account) -> dict[int, Ore]:
    """What the accounts of earlier periods say, those that are sent or approved."""
    before = (each for each in _sent(account.project) if each.id != account.id and each.starts_on < account.starts_on)
    return accounting.added(each.by_line for each in before)


def in_the_same_years(account: Account) -> dict[int, Ore]:
    """What the other accounts sent or approved say, line by line, of those that lie within this account's years."""
    years = range(account.starts_on.year, account.ends_on.year + 1)
    others = (each for each in _sent(account.project) if each.id != account.id)
    return accounting.added(each.by_line for each in others if {each.starts_on.year, each.ends_on.year} <= {*years})


def used(project: Project) -> dict[int, Ore]:
    """Approved costs, line by line."""
    return accounting.added(each.by_line for each in _approved(project))


def cost(project: Project) -> Ore:
    return Ore(sum(used(project).values()))


def other_income(project: Project) -> Ore:
    return Ore(sum(each.other_income for each in _approved(project)))


def accounted_until(project: Project) -> date | None:
    return max((each.ends_on for each in _approved(project)), default=None)


def final_account(project: Project) -> Account | None:
    """The last account, once the region has approved it."""
    return next((each for each in _approved(project) if each.final), None)


def owed_accounts(project: Project) -> list[Due]:
    """Accounts the project owes and has not sent, also those that are not due yet."""
    return list(dues.missing(_dues(project), _sent_so_far(project)))


def overdue_accounts(project: Project, today: date) -> list[Due]:
    return dues.overdue(_dues(project), _sent_so_far(project), today=today)


def _dues(project: Project) -> list[Due]:
    return dues.of(project.starts_on, project.ends_on, within=settings_of(project).account_within_days)


def _sent_so_far(project: Project) -> Sent:
    sent = list(_sent(project))
    until = max((each.ends_on for each in sent), default=None)
    return Sent(until, any(each.final for each in sent))


def _sent(project: Project) -> Iterable[Account]:
    return (each for each in project.accounts if each.status in WITH_THE_REGION)


def _approved(project: Project) -> Iterable[Account]:
    return (each for each in project.accounts if each.status is AccountStatus.APPROVED)
