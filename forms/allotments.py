"""The forms of allotments: an amount for each job centre, a file with them, and sending the grant letters."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from forms.base import PortalForm
from forms.fields import MoneyField
from portal.core.money import Ore


class AmountField(MoneyField):
    """An amount that may be left empty: then it is nothing."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist and str(valuelist[0]).strip():
            super().process_formdata(valuelist)
        else:
            self.data = Ore(0)


class AllotmentForm(PortalForm):
    centres: tuple[tuple[int, str], ...] = ()

    @property
    def amounts(self) -> dict[int, Ore]:
        """By the id of the job centre; those left empty are 0."""
        return {each: self[f"amount_{each}"].data or Ore(0) for each, _name in self.centres}


def allotment_form(centres: Iterable[tuple[int, str]], **data: Any) -> AllotmentForm:
    """One field for each job centre, by id and name."""
    fields: dict[str, Any] = {"centres": tuple(centres)}
    fields |= {f"amount_{each}": AmountField(name) for each, name in fields["centres"]}
    made: AllotmentForm = type("AllotmentForm", (AllotmentForm,), fields)(**data)
    return made


class AllotmentFileForm(PortalForm):
    file = FileField(_("File with job centres and amounts"))

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            raise ValidationError(_("Choose a file."))


class SendForm(PortalForm):
    pass
