"""Forms of the annual report: which one to compile, what to say about it, and the director's words."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField

from forms.base import PortalForm, VersionedForm
from forms.results import year_that_is_over


class CompileForm(PortalForm):
    region = SelectField(_("Region"), coerce=int)
    year = year_that_is_over(_("A year that is over, such as %(year)s."))
    pool = SelectField(_("Pool"), description=_("One pool, or all of them in one report."))


class CommentForm(PortalForm):
    words = TextAreaField(
        _("Comment"), description=_("Kept with the draft and seen by the region. It is not part of any edition.")
    )


class FreezeForm(VersionedForm):
    words = TextAreaField(
        _("The director's words"),
        description=_("Printed first in the edition. A correction must say why it is made."),
    )
