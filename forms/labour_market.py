"""Forms of the labour-market pages: uploading a balance, and the buttons of its preview."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from forms.base import PortalForm, VersionedForm


class UploadForm(PortalForm):
    region = SelectField(_("Region"), coerce=int)
    file = FileField(
        _("File with the balance"),
        [FileRequired(_("Choose a file first."))],
        description=_("CSV with semicolons, or .xlsx, with the columns period, area_code, occupation_code, "
                      "occupation_title and category."),
    )  # fmt: skip


class AnswerForm(VersionedForm):
    pass
