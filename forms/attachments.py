"""The forms of the attachments: choosing a file, and saying that the list is complete."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import ValidationError

from forms.base import PortalForm


class AttachForm(PortalForm):
    file = FileField(_("File"))

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            raise ValidationError(_("Choose a file."))


class CompleteForm(PortalForm):
    complete = BooleanField(_("The attachments are complete"))


class ConfirmForm(PortalForm):
    pass
