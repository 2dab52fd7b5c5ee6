"""Forms of the labour-market pages: uploading a balance or figures, and the buttons of their previews."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField
from wtforms.validators import Length

from forms.base import PortalForm
from forms.fields import DayField

CHOOSE = _("Choose a file first.")


class BalanceForm(PortalForm):
    region = SelectField(_("Region"), coerce=int)
    file = FileField(
        _("File with the balance"),
        [FileRequired(CHOOSE)],
        description=_("CSV with semicolons, or .xlsx, with the headings above."),
    )


class FiguresForm(PortalForm):
    region = SelectField(_("Region"), coerce=int)
    source = StringField(
        _("Where the figures come from"),
        [Length(max=200, message=_("Write at most %(max)d characters."))],
        default="jobindsats.dk",
        description=_("The page or the report, as readers of the figures should see it."),
    )
    retrieved_on = DayField(_("Retrieved on"), description=_("The day on which the figures were taken from there."))
    file = FileField(
        _("File with the figures"),
        [FileRequired(CHOOSE)],
        description=_("CSV with semicolons, or .xlsx, with the headings above."),
    )
