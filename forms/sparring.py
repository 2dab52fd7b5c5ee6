"""The forms with which a talk with the region is noted."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from forms.base import PortalForm
from forms.fields import DayField
from forms.pools import needed


class SparringForm(PortalForm):
    on = DayField(_("Day of the talk"), [needed])
    note = TextAreaField(
        _("What you talked about"),
        [
            InputRequired(_("Write in a few words what you talked about.")),
            Length(max=2000, message=_("Write at most %(max)d characters.")),
        ],
    )


class RegionSparringForm(SparringForm):
    application = SelectField(_("Application"), coerce=int)
