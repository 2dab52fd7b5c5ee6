"""What an uploaded workbook can be on its way into the draft, and where a version of the budget came from. Pure."""

from portal.core.errors import Problem
from portal.core.text import Choice, _


class ImportStatus(Choice):
    RECEIVED = "received", _("Received")
    REFUSED = "refused", _("Could not be read")
    BLOCKED = "blocked", _("Must be corrected")
    PREVIEW = "preview", _("Ready to confirm")
    CONFIRMED = "confirmed", _("Used in the draft")


class Origin(Choice):
    FORM = "form", _("Written on the page")
    WORKBOOK = "workbook", _("From a workbook")
    UNDO = "undo", _("Brought back")


USABLE = (ImportStatus.PREVIEW, ImportStatus.CONFIRMED)
NOT_USABLE = Problem(
    _("This workbook has things that must be corrected first. Correct them in the file and upload it.")
)
BEING_READ = Problem(_("We are still reading this workbook. Wait a moment, and open the page again."))
ALREADY_USED = Problem(
    _("This workbook is already used in the draft. Upload a new one, or correct the budget on the page.")
)
PERHAPS_OURS = ("file_corrupt", "file_too_heavy")  # refused for a reason that another reading may not find
NOT_UNREAD = Problem(_("No file with this reference waits for another reading."), "reference")
NO_COPY = Problem(
    _("The file could not be read, so there is no copy of it with marks. Save it anew in Excel and upload that file.")
)
NOT_ACKNOWLEDGED = Problem(_("Tick every box in the list before the budget is used."), "ack")
HOLDS_CPR = Problem(
    _("The file holds something that looks like a CPR number, so it was not kept. Delete it at: %(places)s."),
    "workbook",
)


def status_after(*, refused: bool, blocked: bool) -> ImportStatus:
    if refused:
        return ImportStatus.REFUSED
    return ImportStatus.BLOCKED if blocked else ImportStatus.PREVIEW
