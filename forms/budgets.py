"""Forms of the budget pages: uploading, confirming, bringing back, and the lines typed on the page."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from forms.base import PortalForm, VersionedForm


class UploadForm(PortalForm):
    workbook = FileField(
        _("Budget workbook"),
        [FileRequired(_("Choose the file you want to upload."))],
        description=_("Excel (.xlsx, .xlsm, .xls) or .ods, at most 10 MB"),
    )


class ConfirmForm(VersionedForm):
    """The boxes are as many as the warnings, so the page draws them."""


class UseVersionForm(VersionedForm):
    """One button beside an older version."""


class HelpingForm(PortalForm):
    """Corrected cells and tables pointed at: the page draws the fields, as many as the workbook asks for."""


class BudgetForm(VersionedForm):
    """The lines are read by `forms.budget_lines`; this carries the version and the token."""
