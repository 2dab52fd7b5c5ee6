"""What kinds of organisation there are, which roles sit where, and what a good password is. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from stdnum import ean
from stdnum.dk import cvr

from portal.core import cpr
from portal.core.errors import Problem
from portal.core.permissions import Role, Side
from portal.core.text import Choice, _
from portal.identity.guessing import problems_with_guessing

LEAST_PASSWORD, MOST_PASSWORD = 12, 200
FAILURES_PER_ACCOUNT, FAILURES_PER_ADDRESS = 5, 30
BROWSERS = ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")
SYSTEMS = ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("Mac OS", "Mac"), ("Linux", "Linux")
MINUTE = timedelta(minutes=1)
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
LEADS = {Kind.JOB_CENTRE: Role.MANAGER, Kind.EMPLOYMENT_REGION: Role.DIRECTOR, Kind.OPERATOR: Role.ADMIN}
ROLES = {
    Kind.JOB_CENTRE: (Role.WRITER, Role.MANAGER, Role.READER),
    Kind.EMPLOYMENT_REGION: (Role.CASEWORKER, Role.DIRECTOR, Role.CONTROLLER, Role.READER),
    Kind.OPERATOR: (Role.ADMIN,),
}


def problems_with_the_password(password: str, *, email: str, name: str = "") -> Iterator[Problem]:
    """Length over composition; but a long password that anybody guesses is none."""
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
    account = email.partition("@")[0].casefold()
    if len(account) > 3 and account in password.casefold():
        yield Problem(_("The password contains your e-mail name. Choose other words."), "password")
    elif len(password) >= LEAST_PASSWORD:
        yield from problems_with_guessing(password, names=(name, account))


def problems_with_the_role(kind: Kind, role: Role) -> Iterator[Problem]:
    """A role has a side, so it can only be held where that side sits."""
    if role not in ROLES[kind]:
        yield Problem(_("“%(role)s” is not a role in this kind of organisation. Choose another.", role=role), "role")


def problems_with_taking_away(*, own: bool, last: bool = False) -> Iterator[Problem]:
    """Nobody can shut themselves out by a click, and no place is left without the one who signs and invites."""
    if own:
        yield Problem(_("You cannot take a role away from yourself. Ask a colleague or the administrator."))
    elif last:
        yield Problem(
            _("Nobody else has this role here and can sign in. Give it to a colleague first, and wait for the answer.")
        )


def problems_with_the_numbers(cvr_number: str, ean_number: str) -> Iterator[Problem]:
    """The last digit of each is a check digit, so a number that was typed wrong is found. Empty is not known yet."""
    if cvr_number and not cvr.is_valid(cvr_number):
        yield Problem(_("This is not a CVR number: its check digit does not fit. Check each digit."), "cvr")
    if ean_number and not ean.is_valid(ean_number):
        yield Problem(_("This is not an EAN number: its check digit does not fit. Check each digit."), "ean")


def free_again_at(failures: Sequence[datetime], *, limit: int) -> datetime | None:
    """The first whole minute at which the next attempt may be made; None when it may be made now."""
    if len(failures) < limit:
        return None
    free = sorted(failures)[-limit] + WINDOW
    return free if free == free.replace(second=0, microsecond=0) else free.replace(second=0, microsecond=0) + MINUTE


def browser_name(user_agent: str) -> str:
    """Firefox, Windows: what a person recognises in what a browser calls itself; empty when nothing is known."""
    found = [next((name for sign, name in known if sign in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(each for each in found if each)
