"""Forms of projects: accepting the grant, marking and moving milestones, and measuring goals."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from forms.base import PortalForm, VersionedForm
from forms.decisions import NOON, needed
from forms.fields import ClockField, DayField, NumberField
from portal.core.clock import COPENHAGEN
from portal.core.language import shown
from portal.projects.following import Reached


class AcceptForm(VersionedForm):
    read = BooleanField(
        _("I have read the letter and accept the grant with its conditions"),
        [DataRequired(_("Read the letter, and tick that you accept the grant."))],
    )

    def without_conditions(self) -> None:
        """A grant that has none is not accepted with them."""
        self.read.label.text = _("I have read the letter and accept the grant")


class ExtendForm(VersionedForm):
    day = DayField(_("New deadline (day)"), [needed])
    clock = ClockField(_("New deadline (clock time)"), [needed], default=NOON)
    reason = TextAreaField(
        _("Why the deadline is moved"),
        [Length(max=2000, message=_("Write at most %(max)d characters."))],
        description=_("It stands in the mail to the job centre."),
        render_kw={"rows": 4},
    )

    @property
    def after(self) -> datetime | None:
        if self.day.data is None or self.clock.data is None:
            return None
        return datetime.combine(self.day.data, self.clock.data, COPENHAGEN)


class DoneForm(VersionedForm):
    done_on = DayField(_("Done on"))
    reached = RadioField(
        _("The result beside what was required"),
        [InputRequired(_("Choose how far the result is what was required."))],
    )
    done_note = TextAreaField(
        _("What was reached"),
        [Length(max=2000, message=_("Write at most %(max)d characters."))],
        description=_("Compare with the result that was promised."),
        render_kw={"rows": 4},
    )

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self.reached.choices = [SelectChoice(each.value, str(shown(each.label))) for each in Reached]


class MoveForm(VersionedForm):
    after = DayField(_("New day"))
    reason = TextAreaField(
        _("Why it is moved"),
        [Length(max=2000, message=_("Write at most %(max)d characters."))],
        description=_("The region is told. The day first agreed stays beside the new one."),
        render_kw={"rows": 4},
    )


class MeasureForm(PortalForm):
    on = DayField(_("The figure holds for"))
    value = NumberField(_("Figure"), description=_("Such as 12 or 45,5."))
    source = StringField(
        _("Source"),
        [Length(max=500, message=_("Write at most %(max)d characters."))],
        description=_("Where the figure comes from, and when you fetched it."),
    )
    sure = BooleanField(_("Yes, the figure is right: it is above 100 percent, as a growth can be"))
    note = TextAreaField(
        _("Remark"), [Optional(), Length(max=2000, message=_("Write at most %(max)d characters."))],
        render_kw={"rows": 3},
    )  # fmt: skip


class PressForm(VersionedForm):
    """A button about something that may have changed since the page was opened."""
