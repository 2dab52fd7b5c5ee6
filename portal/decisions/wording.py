"""The words for the fields and codes of a submitted document, wherever it is shown or compared. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from portal.applications import catalogue
from portal.applications.fields import Field, Kind, SectionSpec
from portal.applications.titles import TITLES
from portal.core.money import Ore
from portal.core.text import Text, _

CATEGORIES: Mapping[str, Text] = MappingProxyType(
    {
        "10": _("10 Wages, project management"),
        "11": _("11 Wages, project staff"),
        "20": _("20 External consultants and teachers"),
        "21": _("21 Bought courses"),
        "30": _("30 Materials and communication"),
        "40": _("40 Transport and travel"),
        "50": _("50 Rent"),
        "60": _("60 Administration"),
        "70": _("70 Evaluation"),
        "80": _("80 Audit"),
        "90": _("90 Equipment"),
        "95": _("95 Other costs"),
    }
)
MONEY_KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "grant": _("Grant from the pool"),
        "own": _("Own funding"),
        "unemployment_fund": _("Unemployment fund"),
        "eu": _("EU"),
        "private_fund": _("Private fund"),
        "other": _("Other public funding"),
    }
)
BUDGET_UNITS: Mapping[str, Text] = MappingProxyType(
    {
        "hours": _("hours"),
        "pieces": _("pieces"),
        "weeks": _("weeks"),
        "km": _("km"),
        "courses": _("courses"),
        "months": _("months"),
    }
)
FUNDING_STATUS: Mapping[str, Text] = MappingProxyType({"applied": _("applied for"), "granted": _("granted")})
FIELDS: Mapping[str, Text] = MappingProxyType(
    {
        "lines": _("Lines"),
        "financing": _("Financing"),
        "number": _("Number of the line"),
        "category": _("Category"),
        "purpose": _("Purpose"),
        "unit": _("Unit"),
        "year": _("Year"),
        "units": _("Units"),
        "unit_price_ore": _("Price per unit"),
        "amount_ore": _("Amount"),
        "sought_ore": _("Sought from the pool"),
        "own_ore": _("Own funding"),
        "other_ore": _("Others"),
        "refund": _("Also claimed as state reimbursement"),
        "note": _("Note"),
        "function": _("Function"),
        "hours": _("Hours"),
        "hourly_rate_ore": _("Hourly rate"),
        "source": _("Giver"),
        "kind": _("Kind of funding"),
        "status": _("Applied for or granted"),
        "years": _("Years"),
        "early_cost_reason": _("Reason for costs before the project starts"),
        "files": _("Attached files"),
        "name": _("Name of the file"),
        "media_type": _("Type of the file"),
        "size": _("Size of the file"),
        "sha256": _("Content of the file"),
        "scan": _("Virus check"),
        "title": _("Title"),
        "confirmed_name": _("Name of the manager"),
        "confirmed_title": _("Title of the manager"),
        "confirmed_at": _("Confirmed"),
        "dates": _("Dates"),
        "grants": _("Grant by year"),
        "grant_ore": _("Grant of the year"),
        "allocation_ore": _("Allotted"),
    }
)
CODES: Mapping[tuple[str, str], Mapping[str, Text]] = MappingProxyType(
    {
        ("budget", "category"): CATEGORIES,
        ("budget", "kind"): MONEY_KINDS,
        ("budget", "unit"): BUDGET_UNITS,
        ("budget", "status"): FUNDING_STATUS,
    }
)
NOT_FILLED_IN, YES, NO = _("not filled in"), _("Yes"), _("No")
SPARRING = _("Talks with the region")


def section_title(key: str) -> Text:
    return TITLES.get(key, SPARRING)


def field_of(section: str, key: str, parent: str = "", specs: Sequence[SectionSpec] = ()) -> Field | None:
    """The question behind a key, also inside the lines of `parent`, in the words of `specs` or of the first pool."""
    spec = next((each for each in specs or catalogue.every() if each.key == section), None)
    fields = spec.fields if spec else ()
    if parent:
        fields = next((each.columns for each in fields if each.key == parent), ())
    return next((each for each in fields if each.key == key), None)


def field_title(section: str, key: str, parent: str = "", specs: Sequence[SectionSpec] = ()) -> Text | str:
    found = field_of(section, key, parent, specs)
    return found.label if found else FIELDS.get(key, key)


def value(section: str, key: str, stored: Any, parent: str = "", specs: Sequence[SectionSpec] = ()) -> object:
    """What stands in the document as people read it: words for codes, amounts, dates; "not filled in" for nothing."""
    if stored is None or stored in ("", []):
        return NOT_FILLED_IN
    if isinstance(stored, bool):
        return YES if stored else NO
    if key.endswith("_ore"):
        return Ore(stored)
    if isinstance(stored, list):
        return together([value(section, key, each, parent, specs) for each in stored])
    found = field_of(section, key, parent, specs)
    words = dict(found.options) if found else CODES.get((section, key), {})
    return words.get(str(stored)) or _plain(stored, found)


def _plain(stored: Any, found: Field | None) -> object:
    if found is not None and found.kind is Kind.DATE:
        return date.fromisoformat(stored)
    if found is not None and found.kind is Kind.NUMBER:
        return str(stored).replace(".", ",")
    return str(stored)


def together(words: Sequence[object]) -> object:
    """Several values as one; of those that are no values the first."""
    if any(isinstance(each, dict) for each in words) or len(words) == 1:
        return words[0]
    said = words[-1]
    for each in reversed(words[:-1]):
        said = _("%(first)s; %(rest)s", first=each, rest=said)
    return said
