"""The indicators the portal knows, as data: what each counts, in which unit, and of which parts a total is made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from portal.core.text import Choice, _

SOURCE = Path(__file__).parent / "data" / "indicators.json"


class Unit(Choice):
    PERSONS = "persons", _("persons")
    FULL_TIME = "full_time", _("full-time persons")
    PERCENT = "percent", _("percent")
    WEEKS = "weeks", _("weeks")


WRITTEN: Mapping[str, Unit] = MappingProxyType(
    {
        "personer": Unit.PERSONS,
        "persons": Unit.PERSONS,
        "antal personer": Unit.PERSONS,
        "fuldtidspersoner": Unit.FULL_TIME,
        "full-time persons": Unit.FULL_TIME,
        "antal fuldtidspersoner": Unit.FULL_TIME,
        "procent": Unit.PERCENT,
        "percent": Unit.PERCENT,
        "pct": Unit.PERCENT,
        "pct.": Unit.PERCENT,
        "%": Unit.PERCENT,
        "uger": Unit.WEEKS,
        "weeks": Unit.WEEKS,
    }
)


@dataclass(frozen=True)
class Indicator:
    code: str
    titles: Mapping[str, str]  # by language
    unit: Unit
    table: str  # of jobindsats.dk; empty when it is not from there
    parts: tuple[str, ...]  # the indicators whose sum this one is

    @property
    def is_share(self) -> bool:
        return self.unit is Unit.PERCENT


@cache
def all_of_them() -> Mapping[str, Indicator]:
    """By code, in the order of the file."""
    read = json.loads(SOURCE.read_text("utf-8"))
    return MappingProxyType({each["code"]: _indicator(each) for each in read})


def totals_with(part: str) -> list[Indicator]:
    return [each for each in all_of_them().values() if part in each.parts]


def unit_of(written: str) -> Unit | None:
    return WRITTEN.get(" ".join(written.split()).casefold())


def _indicator(facts: Mapping[str, object]) -> Indicator:
    parts = facts.get("parts", [])
    return Indicator(
        code=str(facts["code"]),
        titles=MappingProxyType({"da": str(facts["da"]), "en": str(facts["en"])}),
        unit=Unit.of(str(facts["unit"])),
        table=str(facts["table"]),
        parts=tuple(str(each) for each in parts) if isinstance(parts, list) else (),
    )
