"""The yearly report as rules: its states, its sections, when it is due, and what a signature asks for. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core import workdays
from portal.core.errors import Problem
from portal.core.permissions import Permission as P
from portal.core.text import Choice, Text, _, write_a_year
from portal.core.workflow import Step
from portal.results.rules import FIRST_YEAR, due_on, reminder_on

SHORTEST = 10  # characters of an answer


class ReportStatus(Choice):
    OPEN = "open", _("Being written")
    SIGNED = "signed", _("Sent to the region")
    RETURNED = "returned", _("Sent back")
    APPROVED = "approved", _("Approved")


S = ReportStatus
WITH_THE_CENTRE = (S.OPEN, S.RETURNED)
WRITE = Step("write", _("Write the report"), WITH_THE_CENTRE, None, P.RESULTS_EDIT)
SIGN = Step("sign", _("Sign the report"), WITH_THE_CENTRE, S.SIGNED, P.RESULTS_SIGN)
APPROVE = Step("approve", _("Approve the report"), (S.SIGNED,), S.APPROVED, P.RESULTS_FOLLOW)
RETURN = Step("return", _("Send the report back"), (S.SIGNED, S.APPROVED), S.RETURNED, P.RESULTS_FOLLOW)
STEPS = (WRITE, SIGN, APPROVE, RETURN)


@dataclass(frozen=True)
class Question:
    key: str
    words: Text


@dataclass(frozen=True)
class Section:
    """What the portal knows stands above the questions; the writer adds only words."""

    key: str
    title: Text
    questions: tuple[Question, ...]


WELL = Question("well", _("What went well?"))
NOT_WELL = Question("not_well", _("What did not go as planned, and why?"))
SECTIONS = (
    Section("money", _("The money"),
            (Question("deviations", _("Where do the costs differ from the budget, and why?")),)),
    Section("milestones", _("Milestones"), (WELL, NOT_WELL)),
    Section("goals", _("Goals and results"), (WELL, NOT_WELL)),
    Section("figures", _("Figures of the job centre"),
            (Question("meaning", _("What do the figures say about the effort?")),)),
    Section("changes", _("Changes and rules set aside"),
            (Question("deviations", _("What was done otherwise than the grant says, and why?")),)),
    Section("next", _("The year to come"), (Question("plans", _("What happens next year?")),)),
)  # fmt: skip
KEYS = {each.key: each for each in SECTIONS}


def saved_section(details: Mapping[str, Any]) -> tuple[Text | str, ...]:
    """What the event of a saved section was about, for the timeline."""
    return tuple(KEYS[each].title for each in [details.get("section", "")] if each in KEYS)


def returned_sections(details: Mapping[str, Any]) -> tuple[Text | str, ...]:
    """The sections that a report was sent back for."""
    return tuple(KEYS[each].title for each in details.get("reasons", {}) if each in KEYS)


def deadline(year: int, day: str) -> date:
    """The results review's day, on the next working day when it falls on a day off."""
    return workdays.on_or_after(due_on(year, day))


def owes(starts_on: date, ends_on: date, year: int) -> bool:
    """A project owes a report for every year that it touches."""
    return starts_on.year <= year <= ends_on.year


def is_overdue(status: ReportStatus, due: date, today: date) -> bool:
    return status in WITH_THE_CENTRE and due < today


def reminder(status: ReportStatus, due: date, today: date) -> str:
    """Which reminder it is time for: "before", "after", or none."""
    return reminder_on(due, today) if status in WITH_THE_CENTRE else ""


def problems_with_opening(year: int | None, today: date) -> Iterator[Problem]:
    if year is None or not FIRST_YEAR <= year < 2100:
        yield Problem(write_a_year(FIRST_YEAR, today.year - 1), "year")
    elif year >= today.year:
        yield Problem(
            _("%(year)s is not over. Its reports can be opened from 1 January %(next)s.", year=str(year),
              next=str(year + 1)),
            "year",
        )  # fmt: skip


def problems_with_the_words(section: Section, words: Mapping[str, str]) -> Iterator[Problem]:
    for each in section.questions:
        if len(words.get(each.key, "").strip()) < SHORTEST:
            values = {"section": section.title, "question": each.words}
            yield Problem(
                _("%(section)s: answer “%(question)s” If there is nothing to say, say that.", **values), section.key
            )


def problems_with_returning(
    reasons: Mapping[str, str], correct_by: date | None, answer: str, *, today: date
) -> Iterator[Problem]:
    """The region says which sections must be put right, why, and by when."""
    if not any(each.strip() for each in reasons.values()):
        yield Problem(_("Write at one section or more what must be put right."), f"reason_{SECTIONS[0].key}")
    if correct_by is None:
        yield Problem(_("Write the day by which the report must be back."), "correct_by")
    elif correct_by <= today:
        yield Problem(_("Choose a day after today, so that there is time to correct it."), "correct_by")


def problems_with_approving(reasons: Mapping[str, str]) -> Iterator[Problem]:
    """What the region wrote at a section reaches the job centre only when the report is sent back."""
    for key, each in reasons.items():
        if each.strip():
            yield Problem(_("%(section)s: you have written what must be put right. Send the report back, or empty the "
                            "field.", section=KEYS[key].title), f"reason_{key}")  # fmt: skip


def is_written(section: Section, words: Mapping[str, str]) -> bool:
    return not any(problems_with_the_words(section, words))


def missing_words(words: Mapping[str, Mapping[str, str]]) -> Sequence[Section]:
    """The sections that are not written yet."""
    return [each for each in SECTIONS if not is_written(each, words.get(each.key, {}))]
