"""What state a section and an application are in, in the reader's words, with the badge that shows it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from portal.applications.rules import Status
from portal.core.text import Text, _
from portal.eligibility.verdicts import Verdict


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
CORRECTING = State("correcting", _("Sent back: changed, but not called complete"), "warning", "edit")
CORRECTED = State("corrected", _("Corrected"), "success", "check")


UNMET = State("unmet", _("Complete, but one must is not met"), "warning", "warning")
WRITTEN = frozenset({COMPLETE.name, UNMET.name, CORRECTED.name})
SENT_BACK = frozenset({RETURNED.name, CORRECTING.name})
MOST_PLACES = 2  # a rule that looks in more sections than these is told beside the whole application alone


def unmet_in(verdicts: Iterable[Verdict], key: str) -> list[Verdict]:
    """The musts that block and are put right in this section."""
    return [each for each in verdicts if each.blocks and key in each.where and len(each.where) <= MOST_PLACES]


@dataclass(frozen=True)
class Correction:
    """Of one section: was it sent back, has it been saved since, and do its writers call it complete as well."""

    asked: bool = False
    begun: bool = False
    made: bool = False


NOT_ASKED = Correction()


def section_state(*, complete: bool, begun: bool, unmet: int = 0, correction: Correction = NOT_ASKED) -> State:
    """A section that its writers call complete is only green when no must of it is unmet."""
    if correction.asked and not correction.made:
        return CORRECTING if correction.begun else RETURNED
    if complete and unmet > 1:
        return replace(UNMET, words=_("Complete, but %(number)s musts are not met", number=unmet))
    if complete and unmet:
        return UNMET
    if complete:
        return CORRECTED if correction.made else COMPLETE
    return BEGUN if begun else NOT_BEGUN


FOR_THE_CENTRE = {
    Status.DRAFT: State("draft", _("Draft"), "info", "edit"),
    Status.SUBMITTED: State("submitted", _("Waits for the region"), "info", "time"),
    Status.RETURNED: State("returned", _("Sent back"), "warning", "reply"),
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
