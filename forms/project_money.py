"""Forms of the money after the grant: accounts by line, changes by line and year, instalments, and the settlement."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import DataRequired, InputRequired, Length

from forms.base import PortalForm, VersionedForm
from forms.fields import DayField, MoneyField
from portal.core import cpr, money
from portal.core.language import shown
from portal.core.money import Ore
from portal.projects.paying import Condition
from portal.projects.rules import VoucherKind

LONGEST = Length(max=4000, message=_("Write at most %(max)d characters."))
NEW_LINES = 3
NEW_ROWS = 2


class SparseMoneyField(MoneyField):
    """An amount that may be left out, and then is nothing. `place` says where it stands among others like it."""

    def __init__(self, label: Any = None, *, place: Any = "", **rest: Any) -> None:
        super().__init__(label, **rest)
        self.place = place

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return  # not sent, and so as it stands
        if not str(valuelist[0]).strip():
            self.data = Ore(0)
            return
        try:
            super().process_formdata(valuelist)
        except money.TooLarge:
            raise
        except ValueError:
            values = {"place": self.place or self.label.text, "read": cpr.hidden(str(valuelist[0])[:40])}
            sentence = _("%(place)s: we read “%(read)s”. Write the amount in kroner, such as 1.234,50.", **values)
            raise ValueError(sentence) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.digits if isinstance(self.data, Ore) and self.data else ""


class BeginAccountForm(PortalForm):
    starts_on = DayField(_("From"), [InputRequired(_("Write the first day of the period."))])
    ends_on = DayField(_("To"), [InputRequired(_("Write the last day of the period."))])
    final = BooleanField(_("This is the final account"))


class AccountForm(VersionedForm):
    """The amounts stand in fields of their own, one for each approved line: see `account_form`."""

    other_income = SparseMoneyField(
        _("Other income in the period, kr."),
        description=_("Own funding and what others paid, fees and sales included."),
    )
    note = TextAreaField(_("Remark to the region"), [LONGEST], render_kw={"rows": 3})

    def amounts(self, numbers: Iterable[int]) -> dict[int, Ore]:
        return {number: self[f"line-{number}"].data or Ore(0) for number in numbers}


def account_form(numbers: Sequence[int], stands: Mapping[str, Any]) -> AccountForm:
    """A form with one amount for each of the approved lines."""
    fields = {
        f"line-{number}": SparseMoneyField(
            _("Line %(number)s, this period, kr.", number=number), place=_("Line %(number)s", number=number)
        )
        for number in numbers
    }
    made: AccountForm = type("AccountForm", (AccountForm,), fields)(data=dict(stands))
    return made


class VoucherForm(PortalForm):
    kind = SelectField(_("What it is"), coerce=VoucherKind.of)
    file = FileField(_("File"), [FileRequired(_("Choose a file."))])

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self.kind.choices = [SelectChoice(each.value, str(shown(each.label))) for each in VoucherKind]


class WorkbookForm(PortalForm):
    """It stands beside the account and is sent with it, so that what is typed there survives the upload."""

    workbook = FileField(
        _("The filled account workbook"), [FileRequired(_("Choose a file."))], render_kw={"form": "account"}
    )


class SignForm(VersionedForm):
    statement = BooleanField(
        _("The account is right, it holds only costs of the project, and the vouchers are kept with us"),
        [DataRequired(_("Read the statement, and tick that you stand by it."))],
    )


class AnswerForm(VersionedForm):
    """The region's answer to an account or a change."""

    verdict = RadioField(_("Answer"), [InputRequired(_("Choose an answer."))])
    answer = TextAreaField(_("Words to the job centre"), [LONGEST], render_kw={"rows": 4})

    def offering(self, approve: str, refuse: str) -> "AnswerForm":
        self.verdict.choices = [SelectChoice("approve", approve), SelectChoice("refuse", refuse)]
        return self

    @property
    def approves(self) -> bool:
        return bool(self.verdict.data == "approve")


class ChangeForm(VersionedForm):
    """Amounts by line and year, and what the pool pays of each line: see `change_form`."""

    reason = TextAreaField(_("Why the budget must change"), [LONGEST], render_kw={"rows": 4})


def change_form(lines: Iterable[Mapping[str, Any]], years: Sequence[int], categories: Sequence[tuple[str, str]],
                stands: Mapping[str, Any]) -> ChangeForm:  # fmt: skip
    """A form with the lines of the budget, and some empty ones below for new lines."""
    fields: dict[str, Any] = {}
    places: dict[str, Any] = {}
    numbers = [int(each["number"]) for each in lines]
    for number in [*numbers, *new_numbers(numbers)]:
        for year in years:
            place = _("Line %(number)s, %(year)s", number=number, year=str(year))
            fields[f"line-{number}-{year}"] = SparseMoneyField(_("Cost %(year)s, kr.", year=str(year)), place=place)
        place = _("Line %(number)s, from the pool", number=number)
        fields[f"line-{number}-sought"] = SparseMoneyField(_("From the pool, kr."), place=place)
    for number in new_numbers(numbers):
        fields[f"line-{number}-category"] = SelectField(
            _("Category"), choices=[SelectChoice("", "–"), *(SelectChoice(code, words) for code, words in categories)]
        )
        fields[f"line-{number}-purpose"] = StringField(_("Activity or purpose"), [Length(max=200)])
        places |= {f"line-{number}-{name}": _("Line %(number)s", number=number) for name in ("category", "purpose")}
    made: ChangeForm = type("ChangeForm", (ChangeForm,), {**fields, "places": places})(data=dict(stands))
    return made


def new_numbers(numbers: Sequence[int]) -> list[int]:
    first = max(numbers, default=0) + 1
    return list(range(first, first + NEW_LINES))


class PaidForm(VersionedForm):
    paid_on = DayField(_("Paid on"))


class PlanForm(PortalForm):
    """The plan's rows: see `plan_form`."""

    def validate(self, extra_validators: Any = None) -> bool:
        """A row with an amount has its day."""
        fits, row = super().validate(extra_validators), 0
        while f"rows-{row}-amount" in self:
            day = self[f"rows-{row}-due_on"]
            if self[f"rows-{row}-amount"].data and day.data is None and not day.errors:
                day.errors = [_("Row %(row)s: write the day the instalment is due.", row=row + 1)]
                fits = False
            row += 1
        return fits


def plan_form(rows: Sequence[Mapping[str, Any]]) -> PlanForm:
    """One row for each planned instalment, and two empty ones."""
    fields: dict[str, Any] = {}
    places: dict[str, Any] = {}
    for row in range(len(rows) + NEW_ROWS):
        fields[f"rows-{row}-due_on"] = DayField(_("Due on"))
        fields[f"rows-{row}-amount"] = SparseMoneyField(_("Amount, kr."), place=_("Row %(row)s", row=row + 1))
        fields[f"rows-{row}-condition"] = SelectField(
            _("Condition"), choices=[SelectChoice(each.value, str(shown(each.label))) for each in Condition]
        )
        places |= {f"rows-{row}-{name}": _("Row %(row)s", row=row + 1) for name in ("due_on", "condition")}
    stands = {f"rows-{row}-{name}": value for row, each in enumerate(rows) for name, value in each.items()}
    made: PlanForm = type("PlanForm", (PlanForm,), {**fields, "places": places})(data=stands)
    return made


class SettleForm(VersionedForm):
    words = TextAreaField(
        _("Words in the letter"), [LONGEST], description=_("They stand below the figures."), render_kw={"rows": 4}
    )
    sure = BooleanField(
        _("I have compared the figures with the accounts, and settle the grant"),
        [DataRequired(_("Compare the figures, and tick that you settle the grant."))],
    )


class RepaidForm(VersionedForm):
    """Its version is how many repayments were entered when it was opened."""

    amount = MoneyField(_("Amount, kr."))
    on = DayField(_("Received on"))
    sure = BooleanField(
        _("I have seen the amount on the region's account, and enter it for good"),
        [DataRequired(_("Look at the region's account, and tick that the amount has come."))],
    )
