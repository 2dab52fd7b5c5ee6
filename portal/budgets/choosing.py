"""Which choice of a list a cell means: exactly, or not at all; a near miss is suggested, never taken. Pure."""

import re
from collections.abc import Iterable

from portal.adapters.spreadsheet_form import Cell, Kind
from portal.budgets import normalising
from portal.budgets.labels import plain
from portal.budgets.layout import LONGEST_HEADING, Choice
from portal.budgets.normalising import BLANK, Outcome
from portal.budgets.specification import Spec

CODE_FIRST = re.compile(r"(\d{2})(?:\.0)?\b\s*(.*)", re.DOTALL)
NEAR, LETTERS_A_SLIP = 2, 4


def category(cell: Cell | None, spec: Spec) -> Outcome:
    """`20 Eksterne konsulenter og undervisere`, `20`, or the words alone."""
    read = normalising.text(cell)
    if read.value is None:
        return read
    words, choices = _plain(read.value), spec.lists["categories"]
    if rule := next((rule for name, rule in spec.ineligible.items() if plain(name) == words), None):
        return Outcome(code="ineligible_category", params={"rule": rule}, seen=read.seen)
    found = _with_code(words, choices) or _named(words, choices)
    if found:
        return Outcome(found.code, seen=read.seen)
    return Outcome(code="unknown_category", params=_suggestion(words, choices, "categories", spec), seen=read.seen)


def one_of(cell: Cell | None, name: str, spec: Spec) -> Outcome:
    """A unit, a kind of source, a status, or yes and no."""
    if cell is not None and cell.kind is Kind.BOOL and name == "yes_no":
        return Outcome("yes" if cell.raw == "1" else "no")
    read = normalising.text(cell)
    if read.value is None:
        return read
    words = _plain(read.value)
    if not words and normalising.text_of(read.value) in normalising.DASHES:
        return BLANK
    if found := _named(words, spec.lists[name]):
        return Outcome(found.code, seen=read.seen)
    known = {
        language: ", ".join(each.words[language] for each in spec.lists[name]) for language in ("da", "en")
    }  # fmt: skip
    params = {**_suggestion(words, spec.lists[name], name, spec), "choices": known}
    return Outcome(code="unknown_choice", params=params, seen=read.seen)


def _plain(text: str) -> str:
    """A whole story is no choice, and the beginning of one says so as well."""
    return plain(text[: LONGEST_HEADING + 1])


def _with_code(words: str, choices: Iterable[Choice]) -> Choice | None:
    """The code counts when it stands alone or before its own words."""
    match = CODE_FIRST.fullmatch(words)
    coded = next((each for each in choices if match and each.code == match[1]), None)
    return coded if match and coded and (not match[2] or match[2] in coded.spellings) else None


def _named(words: str, choices: Iterable[Choice]) -> Choice | None:
    return next((each for each in choices if words in each.spellings), None)


def _suggestion(words: str, choices: tuple[Choice, ...], name: str, spec: Spec) -> dict[str, dict[str, str]]:
    match = CODE_FIRST.fullmatch(words)
    near = {each.code for each in choices if match and each.code == match[1]}
    bare = match[2] if match else words
    near |= {each.code for each in choices for spelling in each.spellings if _is_like(bare, spelling)}
    if len(near) != 1 or len(words) < NEAR + 2:
        return {"suggest": {"da": "", "en": ""}}
    code = near.pop()
    da, en = spec.words(name, code, "da"), spec.words(name, code, "en")
    return {"suggest": {"da": f"Mente du »{da}«?", "en": f'Did you mean "{en}"?'}}


def _is_like(one: str, other: str) -> bool:
    """One letter in four may be wrong: in a short word that is a slip, and two are another word."""
    return distance(one, other) <= min(NEAR, len(one) // LETTERS_A_SLIP, len(other) // LETTERS_A_SLIP)


def distance(one: str, other: str) -> int:
    """Levenshtein's: how many letters to put in, take out or exchange. Far apart counts as far."""
    if abs(len(one) - len(other)) > NEAR:
        return NEAR + 1
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != against)))
        if min(now) > NEAR:
            return NEAR + 1
        before = now
    return before[-1]
