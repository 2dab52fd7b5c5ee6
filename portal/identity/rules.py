"""What kinds of organisation there are, which roles sit where, and what a good password is. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from portal.core import cpr
from portal.core.errors import Problem
from portal.core.permissions import Role, Side
from portal.core.text import Choice, _

LEAST_PASSWORD, MOST_PASSWORD = 12, 200
FAILURES_PER_ACCOUNT, FAILURES_PER_ADDRESS = 5, 30
BROWSERS = ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")
SYSTEMS = ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("Mac OS", "Mac"), ("Linux", "Linux")
WINDOW = timedelta(minutes=15)  # in which failures are counted
INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=1)


class Kind(Choice):
    JOB_CENTRE = "job_centre", _("Job centre")
    EMPLOYMENT_REGION = "employment_region", _("Employment region")
    OPERATOR = "operator", _("Operator of the portal")


class Purpose(Choice):
    INVITATION = "invitation", _("Invitation of a colleague")
    PASSWORD_RESET = "password_reset", _("New password")


LASTS = {Purpose.INVITATION: INVITATION_LASTS, Purpose.PASSWORD_RESET: RESET_LASTS}
SIDES = {Kind.JOB_CENTRE: Side.APPLYING, Kind.EMPLOYMENT_REGION: Side.GRANTING, Kind.OPERATOR: Side.OPERATING}
ROLES = {
    Kind.JOB_CENTRE: (Role.WRITER, Role.MANAGER, Role.READER),
    Kind.EMPLOYMENT_REGION: (Role.CASEWORKER, Role.DIRECTOR, Role.CONTROLLER, Role.READER),
    Kind.OPERATOR: (Role.ADMIN,),
}


def problems_with_the_password(password: str, *, email: str) -> Iterator[Problem]:
    """Length over composition; the only forbidden content is one's own address."""
    if len(password) < LEAST_PASSWORD:
        found = len(password)
        yield Problem(
            _("The password has %(found)s characters. Use at least %(least)s.", found=found, least=LEAST_PASSWORD),
            "password",
        )
    if len(password) > MOST_PASSWORD:
        yield Problem(
            _("The password is longer than %(most)s characters. Choose a shorter one.", most=MOST_PASSWORD), "password"
        )
    if cpr.find(password):
        yield Problem(_("The password contains a number that looks like a CPR number. Choose other words."), "password")
    name = email.partition("@")[0].casefold()
    if len(name) > 3 and name in password.casefold():
        yield Problem(_("The password contains your e-mail name. Choose other words."), "password")


def problems_with_the_role(kind: Kind, role: Role) -> Iterator[Problem]:
    """A role has a side, so it can only be held where that side sits."""
    if role not in ROLES[kind]:
        yield Problem(_("“%(role)s” is not a role in this kind of organisation. Choose another.", role=role), "role")


def problems_with_taking_away(*, own: bool) -> Iterator[Problem]:
    """Nobody can shut themselves out by a click."""
    if own:
        yield Problem(_("You cannot take a role away from yourself. Ask a colleague or the administrator."))


def free_again_at(failures: Sequence[datetime], *, limit: int) -> datetime | None:
    """When the next attempt may be made; None when it may be made now."""
    return sorted(failures)[-limit] + WINDOW if len(failures) >= limit else None


def browser_name(user_agent: str) -> str:
    """Firefox, Windows: what a person recognises in what a browser calls itself; empty when nothing is known."""
    found = [next((name for sign, name in known if sign in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(each for each in found if each)
