"""Roles have a side: nobody acts for the other side, nor outside the own organisation."""

from dataclasses import dataclass, field

import pytest

from portal.core.permissions import POLICY, Permission, Role, Side, can, can_anywhere


@dataclass
class Member:
    role: Role
    side: Side
    organisation_id: int


@dataclass
class Actor:
    memberships: list[Member]
    id: int = 1


@dataclass
class Case:
    parties: dict[Side, int] = field(default_factory=lambda: {Side.APPLYING: 10, Side.GRANTING: 20})


def who(role: Role, side: Side, organisation: int) -> Actor:
    return Actor([Member(role, side, organisation)])


@pytest.mark.parametrize(
    ("actor", "permission", "allowed"),
    [
        (who(Role.MANAGER, Side.APPLYING, 10), Permission.APPLICATION_SUBMIT, True),
        (who(Role.WRITER, Side.APPLYING, 10), Permission.APPLICATION_SUBMIT, False),
        (who(Role.MANAGER, Side.APPLYING, 11), Permission.APPLICATION_SUBMIT, False),
        (who(Role.DIRECTOR, Side.GRANTING, 20), Permission.APPLICATION_DECIDE, True),
        (who(Role.DIRECTOR, Side.GRANTING, 10), Permission.APPLICATION_DECIDE, False),
        (who(Role.DIRECTOR, Side.APPLYING, 10), Permission.APPLICATION_DECIDE, False),
        (who(Role.CASEWORKER, Side.GRANTING, 20), Permission.APPLICATION_DECIDE, False),
        (who(Role.READER, Side.GRANTING, 20), Permission.LEDGER_READ, True),
        (who(Role.READER, Side.APPLYING, 10), Permission.LEDGER_READ, False),
        (who(Role.ADMIN, Side.OPERATING, 30), Permission.APPLICATION_READ, False),
        (who(Role.ADMIN, Side.OPERATING, 30), Permission.PEOPLE_INVITE, True),
    ],
)
def test_a_role_counts_on_its_own_side_and_in_its_own_organisation(actor, permission, allowed):
    assert can(actor, permission, Case()) is allowed


def test_a_draft_has_no_granting_side():
    draft = Case({Side.APPLYING: 10})
    assert not can(who(Role.CASEWORKER, Side.GRANTING, 20), Permission.APPLICATION_READ, draft)


def test_a_person_may_hold_roles_in_several_places():
    both = Actor([Member(Role.WRITER, Side.APPLYING, 11), Member(Role.CASEWORKER, Side.GRANTING, 20)])
    assert can(both, Permission.APPLICATION_ASSESS, Case())
    assert not can(both, Permission.APPLICATION_EDIT, Case())
    assert can_anywhere(both, Permission.APPLICATION_EDIT)


def test_a_reader_changes_nothing_anywhere():
    granted = {each for (role, _side), permissions in POLICY.items() if role is Role.READER for each in permissions}
    assert granted == {each for each in granted if each.endswith(":read")}


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_can_say_what_it_takes_to_read(permission):
    assert permission.to_read.value.endswith(":read")
