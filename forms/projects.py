"""Forms of projects: accepting the grant, and marking milestones."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, Length

from forms.base import VersionedForm
from forms.fields import DayField


class AcceptForm(VersionedForm):
    read = BooleanField(
        _("I have read the letter and accept the grant with its conditions"),
        [DataRequired(_("Read the letter, and tick that you accept the grant."))],
    )


class DoneForm(VersionedForm):
    done_on = DayField(_("Reached on"))
    done_note = TextAreaField(
        _("What was reached"),
        [Length(max=2000, message=_("Write at most %(max)d characters."))],
        description=_("Compare with the result that was promised."),
        render_kw={"rows": 4},
    )


class PressForm(VersionedForm):
    """A button about something that may have changed since the page was opened."""
