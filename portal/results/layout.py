"""The four tables of a results review as data: their lines per year, their columns, and how a cell is read. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from portal.core import money
from portal.core.money import Ore
from portal.core.text import Text, _
from portal.labour_market import numbers
from portal.labour_market.numbers import Figure

DATA = Path(__file__).parent / "data"
HUNDRED = 100_000  # percent, in thousandths
MOST_PEOPLE = 6_000_000


class Type(StrEnum):
    COUNT = "count"  # persons, in thousandths
    WHOLE = "whole"  # a rank or a number of cases, in thousandths too
    CHANGE = "change"  # percent, may be negative
    SHARE = "share"  # percent from 0 to 100
    MONEY = "money"  # øre


@dataclass(frozen=True)
class Column:
    key: str
    title: Text
    type: Type
    required: bool = True  # before the review can be closed


@dataclass(frozen=True)
class Line:
    code: str
    titles: Mapping[str, str]  # by language


@dataclass(frozen=True)
class Table:
    key: str
    title: Text
    help: Text
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    def column(self, key: str) -> Column:
        return next(each for each in self.columns if each.key == key)


@dataclass(frozen=True)
class Goals:
    """The ministerial goals that a year is measured by."""

    year: int  # for which they were set: an earlier one where the portal does not know the year's own
    source: Mapping[str, str]
    lines: tuple[Line, ...]


DEVELOPMENT = (
    Column("before", _("December the year before"), Type.COUNT),
    Column("result", _("December this year"), Type.COUNT),
    Column("cluster_change", _("Development in the cluster, percent"), Type.CHANGE),
)
RANK = Column("rank", _("Rank in the cluster"), Type.WHOLE, required=False)
TIMELINESS = (
    Column("missing", _("Missing, number"), Type.WHOLE),
    Column("on_time", _("Held on time, percent"), Type.SHARE),
    Column("cluster_on_time", _("Held on time in the cluster, percent"), Type.SHARE),
)
SAVINGS = (
    Column("own_share", _("Share of the population, percent"), Type.SHARE),
    Column("cluster_share", _("Share in the cluster, percent"), Type.SHARE),
    Column("net_cost", _("Net cost of a full-time person a year, kr."), Type.MONEY),
    Column("persons", _("Stated potential, full-time persons"), Type.COUNT, required=False),
    Column("amount", _("Stated potential, kr."), Type.MONEY, required=False),
)
REQUIREMENTS = (
    Line("SAM-DAGP", {"da": "Jobsamtaler, a-dagpenge", "en": "Job interviews, unemployment benefit"}),
    Line("TIL-DAGP", {"da": "Tilbud, a-dagpenge", "en": "Offers, unemployment benefit"}),
    Line("SAM-KTH", {"da": "Jobsamtaler, kontant- og starthjælp", "en": "Job interviews, social and start assistance"}),
    Line("TIL-KTH", {"da": "Tilbud, kontant- og starthjælp", "en": "Offers, social and start assistance"}),
)
BENEFITS = (
    Line("DAGP", {"da": "A-dagpenge", "en": "Unemployment benefit"}),
    Line("KTH", {"da": "Kontanthjælp", "en": "Social assistance"}),
    Line("STH", {"da": "Starthjælp", "en": "Start assistance"}),
    Line("SDP", {"da": "Sygedagpenge", "en": "Sickness benefit"}),
    Line("REV", {"da": "Revalidering", "en": "Rehabilitation benefit"}),
    Line("LY", {"da": "Ledighedsydelse", "en": "Flex-job unemployment benefit"}),
    Line("FLX", {"da": "Fleksjob", "en": "Flex job"}),
    Line("FTP", {"da": "Førtidspension", "en": "Disability pension"}),
)


@cache
def tables(year: int) -> tuple[Table, ...]:
    return (
        Table("goals", _("Ministerial goals"), _("Persons in December, and the development since the year before."),
              (*DEVELOPMENT, RANK), goals(year).lines),
        Table("benefits", _("Benefit groups"), _("Full-time persons in December on each of the eight benefits."),
              DEVELOPMENT, BENEFITS),
        Table("requirements", _("Minimum requirements"),
              _("Job interviews and offers that were missing in the last quarter, and those held on time."),
              TIMELINESS, REQUIREMENTS),
        Table("savings", _("Savings potential"),
              _("What would be saved if the share on each benefit were that of comparable job centres."),
              SAVINGS, BENEFITS),
    )  # fmt: skip


@cache
def goals(year: int) -> Goals:
    """The goals of the year; where the portal does not know them, those of the latest year before."""
    known = json.loads((DATA / "goals.json").read_text("utf-8"))
    found = max((each for each in known if int(each) <= year), default=min(known))
    facts = known[found]
    lines = tuple(Line(each["code"], {"da": each["da"], "en": each["en"]}) for each in facts["goals"])
    return Goals(int(found), {"da": facts["source_da"], "en": facts["source_en"]}, lines)


@dataclass(frozen=True)
class Cluster:
    """Job centres with comparable conditions (rammevilkår)."""

    members: tuple[str, ...]  # codes of organisations
    source: Mapping[str, str]
    invented: bool

    def others(self, code: str) -> tuple[str, ...]:
        return tuple(each for each in self.members if each != code)


@cache
def cluster_of(code: str, year: int) -> Cluster | None:
    """The cluster a job centre belonged to in a year; None where the portal does not know it."""
    for each in json.loads((DATA / "clusters.json").read_text("utf-8")):
        if code in each["members"] and each["first_year"] <= year <= each["last_year"]:
            source = {"da": each["source_da"], "en": each["source_en"]}
            return Cluster(tuple(each["members"]), source, each["invented"])
    return None


class Misread(ValueError):
    """A cell that cannot be taken as it stands; `text` says what to write, and waits for `read`, what stood there."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.english)
        self.text = text


def read_cell(kind: Type, written: str) -> int:
    """Thousandths, or øre for money. `Misread` for what does not fit the column."""
    try:
        read: int = money.parse(written) if kind is Type.MONEY else numbers.parse(written)
    except ValueError:
        raise Misread(EXPECTED[kind]) from None
    if read < 0 and kind is not Type.CHANGE:
        raise Misread(_("We read “%(read)s”. A figure here cannot be below 0."))
    if kind is Type.SHARE and read > HUNDRED:
        raise Misread(_("We read “%(read)s”. A share cannot be above 100 percent."))
    if kind is Type.WHOLE and read % 1000:
        raise Misread(EXPECTED[kind])
    return read


def read_population(written: str) -> int:
    """People. `Misread` for what no Danish municipality can have."""
    read = read_cell(Type.WHOLE, written) // 1000
    if read > MOST_PEOPLE:
        raise Misread(_("We read “%(read)s”. The whole country has fewer people than that."))
    return read


EXPECTED: Mapping[Type, Text] = MappingProxyType(
    {
        Type.COUNT: _("We read “%(read)s”. Write a number with a comma and at most three decimals, such as 312,5."),
        Type.WHOLE: _("We read “%(read)s”. Write a whole number, such as 4."),
        Type.CHANGE: _("We read “%(read)s”. Write a number of percent, such as -3,2."),
        Type.SHARE: _("We read “%(read)s”. Write a number of percent, such as 4,25."),
        Type.MONEY: _("We read “%(read)s”. Write the amount in kroner, such as 1.234,50."),
    }
)


def value_of(kind: Type, stored: int | None) -> Figure | Ore | None:
    """The stored whole number as what it is."""
    if stored is None:
        return None
    return Ore(stored) if kind is Type.MONEY else Figure(stored)


def typed(kind: Type, stored: int | None) -> str:
    """As a person would write it in a field or a file."""
    value = value_of(kind, stored)
    if value is None:
        return ""
    return value.digits if isinstance(value, Ore) else str(value)


def empty_content() -> dict[str, Any]:
    return {"facts": {"population": None, "source": "", "retrieved_on": None}, "tables": {}}
