"""What a case is called: an application, or an addendum where the pool allots. Pure."""

from dataclasses import dataclass

from portal.core.text import Text, _


@dataclass(frozen=True)
class Words:
    """`kind` and `plan` name it short and in full; the others are whole sentences or labels about it."""

    kind: Text
    plan: Text
    begin: Text
    begun: Text
    sign: Text
    receipt: Text
    submitted: Text


APPLICATION = Words(
    kind=_("Application"),
    plan=_("Application"),
    begin=_("Begin the application"),
    begun=_("The application is begun. Everyone in the job centre's team can write in it."),
    sign=_("Sign and submit the application"),
    receipt=_("Receipt of application"),
    submitted=_("The application is submitted. The receipt is on its way by mail."),
)
ADDENDUM = Words(
    kind=_("Addendum"),
    plan=_("Addendum to the employment plan"),
    begin=_("Begin the addendum"),
    begun=_("The addendum is begun. Everyone in the job centre's team can write in it."),
    sign=_("Sign and submit the addendum"),
    receipt=_("Receipt of addendum"),
    submitted=_("The addendum is submitted. The receipt is on its way by mail."),
)


def of(*, allots: bool) -> Words:
    """A pool that allots asks for an addendum to the employment plan, and is not applied to."""
    return ADDENDUM if allots else APPLICATION
