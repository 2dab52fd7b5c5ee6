"""What an application is, its sections, and which steps it can take. Pure."""

from portal.core.permissions import Permission as P
from portal.core.text import Choice, _
from portal.core.workflow import Step


class Status(Choice):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for changes")
    RECOMMENDED = "recommended", _("Ready for decision")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SectionKey(Choice):
    """The sections of the task list, in order; the same keys as in the exported document."""

    BASIS = "basis", _("Applicant and partners")
    BACKGROUND = "background", _("Background and purpose")
    TARGET_GROUP = "target_group", _("Target group")
    OCCUPATIONS = "occupations", _("Occupations and places")
    ACTIVITIES = "activities", _("Activities and companies")
    GOALS = "goals", _("Goals")
    SHOULD_ELEMENTS = "should_elements", _("Should-elements")
    ORGANISATION = "organisation", _("Organisation and steering group")
    PHASES = "phases", _("Phases and milestones")
    BUDGET = "budget", _("Budget")
    FOLLOW_UP = "follow_up", _("Follow-up and evaluation")
    ATTACHMENTS = "attachments", _("Attachments")
    DECLARATIONS = "declarations", _("Declarations")


S = Status
OPEN, WAITING = (S.DRAFT, S.RETURNED), (S.SUBMITTED, S.RECOMMENDED)
EDIT = Step("edit", _("Edit"), source=OPEN, target=None, permission=P.APPLICATION_EDIT)
SUBMIT = Step("submit", _("Sign and submit"), source=OPEN, target=S.SUBMITTED, permission=P.APPLICATION_SUBMIT)
WITHDRAW = Step("withdraw", _("Withdraw"), source=(S.DRAFT,), target=S.WITHDRAWN, permission=P.APPLICATION_SUBMIT)
RETURN = Step("return", _("Ask for changes"), source=WAITING, target=S.RETURNED, permission=P.APPLICATION_ASSESS)
RECOMMEND = Step(
    "recommend", _("Recommend"), source=WAITING, target=S.RECOMMENDED, permission=P.APPLICATION_ASSESS
)  # fmt: skip
GRANT = Step("grant", _("Grant"), source=(S.RECOMMENDED,), target=S.GRANTED, permission=P.APPLICATION_DECIDE)
REFUSE = Step("refuse", _("Refuse"), source=(S.RECOMMENDED,), target=S.REFUSED, permission=P.APPLICATION_DECIDE)
STEPS = (EDIT, SUBMIT, WITHDRAW, RETURN, RECOMMEND, GRANT, REFUSE)
