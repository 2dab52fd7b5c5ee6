"""The forms with which a manager signs an application, or withdraws a draft."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from forms.base import VersionedForm

MOST = 200


class SubmitForm(VersionedForm):
    read = HiddenField()  # the fingerprint of what the page lists
    name = StringField(
        _("Your name"),
        [InputRequired(_("Write your name.")), Length(max=MOST, message=_("Write at most %(max)d characters."))],
    )
    title = StringField(
        _("Your title"),
        [InputRequired(_("Write your title.")), Length(max=MOST, message=_("Write at most %(max)d characters."))],
    )
    confirmed = BooleanField(
        _("I have read the application and confirm it on behalf of the job centre"),
        [InputRequired(_("Tick the box when you have read the application and can confirm it."))],
    )


class WithdrawForm(VersionedForm):
    pass
