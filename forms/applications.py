"""Forms of the application pages. They check how a thing is written; the rules check what it means."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from forms.base import PortalForm


class BeginForm(PortalForm):
    job_centre = SelectField(_("Job centre"), coerce=int)
    title = StringField(
        _("Title of the project"),
        [
            InputRequired(_("Give the project a title, for example “From unemployed to warehouse”.")),
            Length(max=120, message=_("Write at most 120 characters.")),
        ],
        description=_("You can change it later."),
    )
