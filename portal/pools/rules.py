"""What pools, guidelines, rounds and the ledger are, and when a round takes applications. Pure."""

from collections.abc import Iterator
from datetime import datetime

from portal.core.errors import Problem
from portal.core.permissions import Permission as P
from portal.core.text import Choice, _
from portal.core.workflow import Step


class GuidelineStatus(Choice):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")


class Entry(Choice):
    """Why money moved in the ledger."""

    FRAME = "frame", _("Frame of the year")
    COMMITMENT = "commitment", _("Grant committed")
    RELEASE = "release", _("Commitment given back")


G = GuidelineStatus
EDIT_GUIDELINE = Step("edit", _("Edit"), source=(G.DRAFT,), target=None, permission=P.POOL_DRAFT)
SIGN_GUIDELINE = Step("sign", _("Sign"), source=(G.DRAFT,), target=G.SIGNED, permission=P.POOL_SIGN)
STEPS = (EDIT_GUIDELINE, SIGN_GUIDELINE)


def problems_with_the_time(opens_at: datetime, closes_at: datetime, *, now: datetime) -> Iterator[Problem]:
    """A round takes applications from the moment it opens until just before its deadline."""
    if now < opens_at:
        yield Problem(_("The round does not open until %(opening)s.", opening=opens_at))
    if now >= closes_at:
        yield Problem(
            _("The deadline was %(deadline)s. It is now %(now)s, and you can no longer apply.",
              deadline=closes_at, now=now)
        )  # fmt: skip
