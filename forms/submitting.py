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

    def show_anew(self, fingerprint: str, version: int) -> None:
        """The page lists the application as it stands now; what was read before is no longer confirmed."""
        if self.read.data != fingerprint:
            self.confirmed.data = False
        self.read.data, self.version.data = fingerprint, version


class WithdrawForm(VersionedForm):
    pass
