"""What kinds of organisation there are, which roles sit where, and what a good password is. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from portal.core.errors import Problem
from portal.core.permissions import Role, Side
from portal.core.text import Choice, _

LEAST_PASSWORD = 12
INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=1)


class Kind(Choice):
    JOB_CENTRE = "job_centre", _("Job centre")
    EMPLOYMENT_REGION = "employment_region", _("Employment region")
    OPERATOR = "operator", _("Operator of the portal")


class Purpose(Choice):
    INVITATION = "invitation", _("Invitation of a colleague")
    PASSWORD_RESET = "password_reset", _("New password")


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
    name = email.partition("@")[0].casefold()
    if len(name) > 3 and name in password.casefold():
        yield Problem(_("The password contains your e-mail name. Choose other words."), "password")
