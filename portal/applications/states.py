"""What state a section and an application are in, in the reader's words, with the badge that shows it. Pure."""

from dataclasses import dataclass

from portal.applications.rules import Status
from portal.core.text import Text, _


@dataclass(frozen=True)
class State:
    name: str
    words: Text
    badge: str
    icon: str


NOT_BEGUN = State("not_begun", _("Not begun"), "plain", "minus")
BEGUN = State("begun", _("Begun"), "info", "edit")
COMPLETE = State("complete", _("Complete"), "success", "check")
RETURNED = State("returned", _("Sent back"), "warning", "reply")


def section_state(*, returned: bool, complete: bool, begun: bool) -> State:
    if returned:
        return RETURNED
    if complete:
        return COMPLETE
    return BEGUN if begun else NOT_BEGUN


FOR_THE_CENTRE = {
    Status.DRAFT: State("draft", _("Draft"), "info", "edit"),
    Status.SUBMITTED: State("submitted", _("Waits for the region"), "info", "time"),
    Status.RETURNED: State("returned", _("Sent back: correct it"), "warning", "reply"),
    Status.RECOMMENDED: State("recommended", _("Waits for the region's decision"), "info", "time"),
    Status.GRANTED: State("granted", _("Granted"), "success", "check"),
    Status.REFUSED: State("refused", _("Refused"), "plain", "close"),
    Status.WITHDRAWN: State("withdrawn", _("Withdrawn"), "plain", "close"),
}
FOR_THE_REGION = FOR_THE_CENTRE | {
    Status.SUBMITTED: State("submitted", _("To be assessed"), "own", "edit"),
    Status.RETURNED: State("returned", _("Waits for the job centre"), "info", "time"),
    Status.RECOMMENDED: State("recommended", _("Ready for decision"), "own", "flag"),
}
