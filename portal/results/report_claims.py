"""P-07: figures the job centre claims, beside those the portal has imported. Each difference is explained. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.core.errors import Problem
from portal.core.text import Choice, Text, _
from portal.labour_market.indicators import Unit
from portal.labour_market.numbers import Figure

Stored = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Kind:
    """A figure that can be claimed, and what counts the same: an indicator, or a ministerial goal of the review."""

    code: str
    words: Text
    unit: Unit
    required: bool = False
    indicator: str = ""
    goal: str = ""  # the line of the results review


KINDS = (
    Kind("participants", _("Participants in the year"), Unit.PERSONS, required=True),
    Kind("completed", _("Participants who completed"), Unit.PERSONS),
    Kind("in_work", _("In ordinary work afterwards"), Unit.PERSONS, required=True),
    Kind("reserve", _("The labour reserve in December"), Unit.PERSONS, indicator="arbejdskraftreserve", goal="M1"),
    Kind("long_term", _("Long-term unemployed at the end of the year"), Unit.FULL_TIME, indicator="langtidsledige"),
    Kind("company_directed", _("In company-directed offers, unemployment benefit"), Unit.FULL_TIME,
         indicator="virksomhedsrettet-dagpenge"),
)  # fmt: skip
CODES = {each.code: each for each in KINDS}


@dataclass(frozen=True)
class Claim:
    kind: Kind
    value: Figure | None
    source: str
    on: date | None

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.source


def read(stored: Stored) -> list[Claim]:
    """Every kind in order, those that are not claimed with it."""
    return [_read(each, stored.get(each.code, {})) for each in KINDS]


def _read(kind: Kind, row: Mapping[str, str]) -> Claim:
    value, on = row.get("value"), row.get("on")
    return Claim(kind, Figure(int(value)) if value else None, row.get("source", ""),
                 date.fromisoformat(on) if on else None)  # fmt: skip


def kept(claims: Iterable[Claim]) -> dict[str, dict[str, str]]:
    return {
        each.kind.code: {
            "value": "" if each.value is None else str(int(each.value)),
            "source": each.source.strip(),
            "on": each.on.isoformat() if each.on else "",
        }
        for each in claims
        if not each.is_empty
    }


def field(kind: str, part: str) -> str:
    return f"{kind}_{part}"


def problems(claims: Iterable[Claim], today: date) -> Iterator[Problem]:
    """What cannot be kept, each beside its field."""
    known = {each.kind.code: each for each in claims}
    for each in known.values():
        yield from _problems_with(each, today)
    whole = known["participants"].value
    for code in ("completed", "in_work"):
        part = known[code].value
        if part is not None and whole is not None and part > whole:
            values = {"what": CODES[code].words, "part": part, "whole": whole}
            yield Problem(
                _("%(what)s: %(part)s is more than the %(whole)s participants.", **values), field(code, "value")
            )


def _problems_with(claim: Claim, today: date) -> Iterator[Problem]:
    code = claim.kind.code
    if claim.value is not None and not claim.source.strip():
        yield Problem(
            _("%(what)s: a figure without a source cannot stand in the report. Write where it comes from.",
              what=claim.kind.words),
            field(code, "source"),
        )  # fmt: skip
    if claim.value is None and claim.source.strip():
        yield Problem(
            _("%(what)s: write the figure, or delete its source.", what=claim.kind.words), field(code, "value")
        )
    if claim.value is not None and claim.value < 0:
        yield Problem(_("%(what)s: write a figure of 0 or more.", what=claim.kind.words), field(code, "value"))
    if claim.on is not None and claim.on > today:
        yield Problem(_("%(what)s: %(day)s is still to come.", what=claim.kind.words, day=claim.on), field(code, "on"))


class Answer(Choice):
    EXPLAINED = "explained", _("The difference is explained")
    CANNOT = "cannot", _("It cannot be explained, and here is why")


@dataclass(frozen=True)
class Difference:
    """One figure of the job centre beside another of the same thing; `key` names the pair."""

    key: str
    words: Text | str
    claimed: Figure
    claimed_source: Text | str
    other: Figure
    other_source: Text | str
    other_on: date | None
    link: tuple[str, Mapping[str, object]]

    @property
    def by(self) -> Figure:
        return Figure(self.claimed - self.other)

    @property
    def differs(self) -> bool:
        return self.by != 0


@dataclass(frozen=True)
class Explained:
    answer: Answer
    words: str


def explanation(difference: Difference, stored: Stored) -> Explained | None:
    """What was said of exactly these two figures; when either of them changes, it must be said again."""
    row = stored.get(difference.key)
    if row is None or (row["claimed"], row["other"]) != (str(int(difference.claimed)), str(int(difference.other))):
        return None
    return Explained(Answer.of(row["answer"]), row["words"])


def explained(difference: Difference, answer: Answer, words: str) -> dict[str, str]:
    return {
        "answer": answer.value, "words": words.strip(), "claimed": str(int(difference.claimed)),
        "other": str(int(difference.other)),
    }  # fmt: skip


def unexplained(differences: Iterable[Difference], stored: Stored) -> Iterator[Problem]:
    """P-07, before the report is signed."""
    for each in differences:
        if each.differs and explanation(each, stored) is None:
            values = {"what": each.words, "claimed": each.claimed, "source": each.other_source, "other": each.other}
            yield Problem(
                _("%(what)s: the report says %(claimed)s, and %(source)s says %(other)s. Correct the figure, explain "
                  "the difference, or write why it cannot be explained.", **values),
                "differences",
            )  # fmt: skip


def missing(claims: Iterable[Claim]) -> Iterator[Problem]:
    for each in claims:
        if each.kind.required and each.value is None:
            yield Problem(_("%(what)s: the figure is missing.", what=each.kind.words), "claims")
