"""Forms of the yearly report: words by section, figures that are claimed, differences, the signature and the answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import TextInput

from forms.base import PortalForm, VersionedForm
from forms.fields import DayField
from forms.guidelines import label
from forms.results import year_that_is_over
from portal.core import clock
from portal.core.language import shown
from portal.core.text import Text
from portal.labour_market import numbers
from portal.results import report_claims
from portal.results.report_claims import KINDS, Answer, Claim, field
from portal.results.report_rules import SECTIONS, Section

LONGEST = Length(max=8000, message=_("Write at most %(max)d characters."))
SHORT = Length(max=200, message=_("Write at most %(max)d characters."))
ROWS = {"rows": 6}


class FigureField(Field):
    """A figure typed as 1.234,5. Empty is None."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]).strip() if valuelist else ""
        try:
            self.data = numbers.parse(typed) if typed else None
        except ValueError:
            self.data = None
            raise ValueError(_("Write the figure, such as 12 or 45,5.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class OpenReportsForm(PortalForm):
    year = year_that_is_over(_("The year that is over, such as %(year)s."))


class SectionForm(VersionedForm):
    """One field for each question: see `section_form`."""

    def validate(self, extra_validators: Any = None) -> bool:
        """With what cannot be read also what the claims lack, so that everything is told at once."""
        fits = super().validate(extra_validators)
        found = report_claims.problems(self.claims(), clock.today()) if field("participants", "value") in self else ()
        for each in found:
            if each.field in self and not self[each.field].errors:
                self[each.field].errors = [shown(each.text)]
                fits = False
        return fits

    def words(self, section: Section) -> dict[str, str]:
        return {each.key: self[each.key].data or "" for each in section.questions}

    def claims(self) -> list[Claim]:
        return [
            Claim(
                each,
                self[field(each.code, "value")].data,
                (self[field(each.code, "source")].data or "").strip(),
                self[field(each.code, "on")].data,
            )
            for each in KINDS
        ]

    def show_again_over(self, version: int) -> None:
        """After a colleague saved first: what was typed stays, and the next press saves it over theirs."""
        self.version.raw_data = [str(version)]


def section_form(section: Section, stands: Mapping[str, Any]) -> SectionForm:
    """The questions of the section; with that of results also the figures that can be claimed."""
    fields: dict[str, Any] = {
        each.key: TextAreaField(label(each.words), [LONGEST], render_kw=ROWS) for each in section.questions
    }
    if section.key == "goals":
        for kind in KINDS:
            fields[field(kind.code, "value")] = FigureField(_said(kind.words, _("figure")))
            fields[field(kind.code, "source")] = StringField(_said(kind.words, _("where it comes from")), [SHORT])
            fields[field(kind.code, "on")] = DayField(_said(kind.words, _("day")))
    made: SectionForm = type("SectionForm", (SectionForm,), fields)(data=dict(stands))
    return made


def _said(words: Text, part: Any) -> Any:
    """What stands in the table's heads, said in one, for those who do not see the table."""
    return LazyString(lambda: f"{shown(words)}, {part}")


def stands_in(claims: Sequence[Claim]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in claims:
        parts = {"value": each.value, "source": each.source, "on": each.on}
        found |= {field(each.kind.code, name): value for name, value in parts.items()}
    return found


class DifferencesForm(VersionedForm):
    """An answer and words for each difference: see `differences_form`."""

    def said(self, keys: Sequence[str]) -> dict[str, tuple[Answer | None, str]]:
        return {key: (self._answer(number), self[f"words_{number}"].data or "") for number, key in enumerate(keys)}

    def _answer(self, number: int) -> Answer | None:
        chosen = self[f"answer_{number}"].data
        return Answer.of(chosen) if chosen in {each.value for each in Answer} else None


def differences_form(number: int, stands: Mapping[str, Any]) -> DifferencesForm:
    fields: dict[str, Any] = {}
    choices = [SelectChoice(each.value, str(shown(each.label))) for each in Answer]
    for each in range(number):
        fields[f"answer_{each}"] = RadioField(_("Answer"), choices=choices, validate_choice=False)
        fields[f"words_{each}"] = TextAreaField(_("The explanation"), [LONGEST], render_kw={"rows": 3})
    made: DifferencesForm = type("DifferencesForm", (DifferencesForm,), fields)(data=dict(stands))
    return made


class SignReportForm(VersionedForm):
    statement = BooleanField(
        _("The report is right, and its figures can be shown where they come from"),
        [DataRequired(_("Read the statement, and tick that you stand by it."))],
    )


class AnswerReportForm(VersionedForm):
    """The region's answer; a reason for each section that is sent back: see `answer_form`."""

    verdict = RadioField(_("Answer"), [InputRequired(_("Choose an answer."))])
    answer = TextAreaField(_("Words to the job centre"), [LONGEST], render_kw={"rows": 3})
    correct_by = DayField(_("Back with the region by"), description=_("Only when the report is sent back."))

    @property
    def approves(self) -> bool:
        return bool(self.verdict.data == "approve")

    @property
    def reasons(self) -> dict[str, str]:
        return {each.key: self[f"reason_{each.key}"].data or "" for each in SECTIONS}


def answer_form(verdicts: Sequence[tuple[str, str]], stands: Mapping[str, Any]) -> AnswerReportForm:
    fields: dict[str, Any] = {
        f"reason_{each.key}": TextAreaField(_said(each.title, _("what must be put right")), [LONGEST],
                                            render_kw={"rows": 2})
        for each in SECTIONS
    }  # fmt: skip
    made: AnswerReportForm = type("AnswerReportForm", (AnswerReportForm,), fields)(data=dict(stands))
    made.verdict.choices = [SelectChoice(code, words) for code, words in verdicts]
    return made
