"""The whole permission policy on one page. Pure: no Flask, no database."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol

from portal.core.text import Choice, _


class Side(StrEnum):
    """A job centre stands on the applying side of a case, an employment region on the granting one."""

    APPLYING = "applying"
    GRANTING = "granting"
    OPERATING = "operating"


class Role(Choice):
    WRITER = "writer", _("Project writer")
    MANAGER = "manager", _("Job-centre manager")
    CASEWORKER = "caseworker", _("Caseworker")
    DIRECTOR = "director", _("Regional director")
    CONTROLLER = "controller", _("Finance officer")
    READER = "reader", _("Reader")
    ADMIN = "admin", _("Administrator")


class Permission(StrEnum):
    APPLICATION_READ = "application:read"
    APPLICATION_EDIT = "application:edit"
    APPLICATION_SUBMIT = "application:submit"
    APPLICATION_ASSESS = "application:assess"
    APPLICATION_DECIDE = "application:decide"
    ASSESSMENT_READ = "assessment:read"
    POOL_READ = "pool:read"
    POOL_DRAFT = "pool:draft"
    POOL_SIGN = "pool:sign"
    LEDGER_READ = "ledger:read"
    LABOUR_MARKET_READ = "labour_market:read"
    LABOUR_MARKET_IMPORT = "labour_market:import"
    PROJECT_READ = "project:read"
    PROJECT_ACCEPT = "project:accept"
    PROJECT_EDIT = "project:edit"
    PROJECT_FOLLOW = "project:follow"
    PROJECT_SIGN = "project:sign"
    PROJECT_RELEASE = "project:release"
    RESULTS_READ = "results:read"
    RESULTS_EDIT = "results:edit"
    RESULTS_CLOSE = "results:close"
    RESULTS_REOPEN = "results:reopen"
    RESULTS_SIGN = "results:sign"
    RESULTS_FOLLOW = "results:follow"
    RESULTS_COMPILE = "results:compile"
    RESULTS_FREEZE = "results:freeze"
    PEOPLE_READ = "people:read"
    PEOPLE_INVITE = "people:invite"
    AUDIT_READ = "audit:read"
    WORKBOOK_READ = "workbook:read"
    WORKBOOK_REREAD = "workbook:reread"

    @property
    def to_read(self) -> "Permission":
        """The permission to see what this one changes; what one may not see looks as if it did not exist."""
        return Permission(self.split(":")[0] + ":read")


P = Permission
READS = frozenset({P.APPLICATION_READ, P.PROJECT_READ, P.POOL_READ, P.LABOUR_MARKET_READ, P.RESULTS_READ})
WRITES = READS | {P.APPLICATION_EDIT, P.PROJECT_EDIT, P.RESULTS_EDIT, P.PEOPLE_READ}
REGION_READS = READS | {P.ASSESSMENT_READ, P.LEDGER_READ, P.AUDIT_READ}
ASSESSES = REGION_READS | {
    P.APPLICATION_ASSESS, P.POOL_DRAFT, P.LABOUR_MARKET_IMPORT, P.PROJECT_FOLLOW, P.RESULTS_REOPEN,
    P.RESULTS_FOLLOW, P.RESULTS_COMPILE, P.PEOPLE_READ,
}  # fmt: skip

POLICY: Mapping[tuple[Role, Side], frozenset[Permission]] = {
    (Role.WRITER, Side.APPLYING): WRITES,
    (Role.MANAGER, Side.APPLYING): WRITES | {
        P.APPLICATION_SUBMIT, P.PROJECT_ACCEPT, P.PROJECT_SIGN, P.RESULTS_CLOSE, P.RESULTS_SIGN,
        P.PEOPLE_INVITE,
    },
    (Role.READER, Side.APPLYING): READS,
    (Role.CASEWORKER, Side.GRANTING): ASSESSES,
    (Role.DIRECTOR, Side.GRANTING): ASSESSES | {
        P.APPLICATION_DECIDE, P.POOL_SIGN, P.RESULTS_FREEZE, P.PEOPLE_INVITE,
    },
    (Role.CONTROLLER, Side.GRANTING): REGION_READS | {P.PROJECT_RELEASE, P.PEOPLE_READ},
    (Role.READER, Side.GRANTING): REGION_READS,
    (Role.ADMIN, Side.OPERATING): frozenset({P.PEOPLE_READ, P.PEOPLE_INVITE, P.WORKBOOK_READ, P.WORKBOOK_REREAD}),
}  # fmt: skip


class Member(Protocol):
    @property
    def role(self) -> Role: ...
    @property
    def side(self) -> Side: ...
    @property
    def organisation_id(self) -> int: ...


class Actor(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def memberships(self) -> Iterable[Member]: ...


class Subject(Protocol):
    @property
    def parties(self) -> dict[Side, int]: ...


def places(person: Actor, permission: Permission) -> dict[Side, set[int]]:
    """The organisations in which this person has the permission, by the side they stand on."""
    found: dict[Side, set[int]] = {side: set() for side in Side}
    for membership in person.memberships:
        if permission in POLICY.get((membership.role, membership.side), frozenset()):
            found[membership.side].add(membership.organisation_id)
    return found


def can(person: Actor, permission: Permission, subject: Subject) -> bool:
    """True if one of the person's roles, held in the right organisation on the right side, allows it.

    The operator of the portal looks after every organisation, but only where the policy gives it anything at all.
    """
    allowed = places(person, permission)
    if allowed[Side.OPERATING]:
        return True
    return any(organisation_id in allowed[side] for side, organisation_id in subject.parties.items())


def can_anywhere(person: Actor, permission: Permission) -> bool:
    """True if the person has the permission in at least one organisation: for menus and lists of one's own."""
    return any(places(person, permission).values())
