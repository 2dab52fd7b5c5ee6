"""What a rule answers: met or not, how much that weighs, what was read, what was expected, what to do. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from portal.core.text import Choice, Text, _
from portal.eligibility.context import Context
from portal.eligibility.facts import Facts


class Outcome(Choice):
    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    CANNOT_TELL = "cannot_tell", _("Cannot be judged yet")
    WAIVED = "waived", _("Waived")


class Severity(Choice):
    MUST = "must", _("Must")
    SHOULD = "should", _("Should")
    INFO = "info", _("For information")


BLOCKING = frozenset({Outcome.NOT_MET, Outcome.CANNOT_TELL})
GRAVEST_FIRST = (Outcome.NOT_MET, Outcome.CANNOT_TELL, Outcome.WAIVED, Outcome.MET)
NOTHING_TO_DO = _("Nothing to do.")


@dataclass(frozen=True)
class Finding:
    """The answer of one rule function. A severity of None is the one of the rule's row in the table."""

    outcome: Outcome
    found: Text
    expected: Text
    remedy: Text = NOTHING_TO_DO
    severity: Severity | None = None


@dataclass(frozen=True)
class Rule:
    id: str
    severity: Severity
    title: Text
    where: tuple[str, ...]
    point: int
    basis: Text
    judge: Callable[[Facts, Context], Finding]


@dataclass(frozen=True)
class Verdict:
    rule: str
    outcome: Outcome
    severity: Severity
    found: Text
    expected: Text
    remedy: Text
    source: Text
    where: tuple[str, ...]
    title: Text

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.MUST and self.outcome in BLOCKING


def met(expected: Text, found: Text, severity: Severity | None = None) -> Finding:
    return Finding(Outcome.MET, found, expected, severity=severity)


def not_met(expected: Text, found: Text, remedy: Text, severity: Severity | None = None) -> Finding:
    return Finding(Outcome.NOT_MET, found, expected, remedy, severity)


def cannot_tell(expected: Text, found: Text, remedy: Text, severity: Severity | None = None) -> Finding:
    return Finding(Outcome.CANNOT_TELL, found, expected, remedy, severity)


class Judged(Protocol):
    """A verdict, or one as it was frozen when the application was submitted."""

    @property
    def rule(self) -> str: ...

    @property
    def outcome(self) -> Outcome: ...

    @property
    def severity(self) -> Severity: ...


@dataclass(frozen=True)
class Tally:
    """The rules of one severity by what they answered, for every page that says how many are met."""

    severity: Severity
    not_met: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    met: tuple[str, ...] = ()


def tally(verdicts: Iterable[Judged], severity: Severity) -> Tally:
    rules: dict[str, tuple[str, ...]] = {}
    for each in verdicts:
        if each.severity is severity:
            rules[each.outcome.value] = (*rules.get(each.outcome.value, ()), each.rule)
    return Tally(severity, **rules)


def tallies(verdicts: Iterable[Judged]) -> list[Tally]:
    """One for each severity that occurs, the gravest first."""
    those = list(verdicts)
    return [tally(those, each) for each in Severity if any(verdict.severity is each for verdict in those)]


def worst_must(kept: Iterable[Mapping[str, str]]) -> Outcome:
    """The gravest answer to a must among verdicts as they are kept in a snapshot; met when no rule looked."""
    found = {each["outcome"] for each in kept if each["severity"] == Severity.MUST}
    return next((each for each in GRAVEST_FIRST if each.value in found), Outcome.MET)


def may_submit(verdicts: Iterable[Verdict]) -> bool:
    """Only a must blocks, and what cannot be judged blocks like what is not met."""
    return not any(each.blocks for each in verdicts)


def as_json(verdict: Verdict, shown: Callable[[object], object]) -> dict[str, str]:
    """For commands and snapshots; `shown` puts a sentence into the reader's language (`core.language.sentence`)."""
    sentences = {name: str(shown(getattr(verdict, name))) for name in ("found", "expected", "remedy", "source")}
    return {"rule": verdict.rule, "outcome": verdict.outcome.value, "severity": verdict.severity.value} | sentences
