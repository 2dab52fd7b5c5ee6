"""What a person typed into a section → the answers of the document, and everything that could not be read. Pure.

Names in the form: `title` for a field, `lines-0-number` for a cell, `lines-count` for the number of rows shown.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from stdnum import ean
from stdnum.dk import cvr

from portal.applications.fields import Field, Kind, Option, SectionSpec
from portal.core import cpr, money
from portal.core.errors import Problem
from portal.core.text import Text, _

WHOLE = re.compile(r"\d{1,9}|\d{1,3}(\.\d{3}){1,2}", re.ASCII)
FIGURE = re.compile(r"-?\d+", re.ASCII)  # read also when it is far beyond what any field takes
DECIMAL = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d{1,12})(,\d{1,6})?", re.ASCII)
DANISH_DAY = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+((?:19|20)\d{2})", re.ASCII)
ISO_DAY = re.compile(r"((?:19|20)\d{2})-(\d{2})-(\d{2})", re.ASCII)
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
MOST_LINES = 60
TEN_THOUSAND = 10_000
SHOWN = 40  # characters of what was typed that a sentence repeats

Options = Mapping[str, Sequence[Option]]


def _is_missing(where: Text) -> Text:
    return _("%(where)s is missing.", where=where)


MISSING: Mapping[Kind, Callable[[Text], Text]] = {
    Kind.FLAG: lambda where: _("Tick “%(where)s”.", where=where),
    Kind.CHOICE: lambda where: _("Choose an answer to “%(where)s”.", where=where),
    Kind.CHOICES: lambda where: _("Choose at least one under “%(where)s”.", where=where),
}


@dataclass(frozen=True)
class Check:
    """What a complete answer must be, and the sentence for one that is not."""

    fits: Callable[[str], bool]
    expected: Text


CHECKS = {
    "cvr": Check(cvr.is_valid, _("Write the eight digits of the CVR number; the last is a check digit.")),
    "ean": Check(ean.is_valid, _("Write the thirteen digits of the EAN number; the last is a check digit.")),
    "mail": Check(lambda read: bool(MAIL.fullmatch(read)), _("Write an e-mail address, for example navn@kommune.dk.")),
}


class Typed(Protocol):
    """A form as it came: all values of a name."""

    def getlist(self, name: str, /) -> list[str]: ...


def last(typed: Typed, name: str, default: str = "") -> str:
    """The value of a name that a form sends once."""
    return (typed.getlist(name) or [default])[-1]


@dataclass(frozen=True)
class Reading:
    answers: dict[str, Any]
    problems: tuple[Problem, ...]


class Unreadable(Exception):
    """What was typed is not what the field takes; the sentence says what was read and what to write."""

    def __init__(self, *texts: Text) -> None:
        super().__init__(" ".join(str(each) for each in texts))
        self.texts = texts


def read(spec: SectionSpec, typed: Typed, options: Options, *, complete: bool = False) -> Reading:
    """All answers of a section, and all problems at once. With `complete`, what is required must stand there too."""
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in spec.fields:
        if field.kind is Kind.LINES:
            answers[field.key], found = _lines(field, typed, options, complete)
        else:
            answers[field.key], found = _one(field, field.key, typed, options, complete, None)
        problems += found
    return Reading(answers, tuple(problems))


def count_of(field: Field, typed: Typed) -> int:
    """How many rows the form showed of a line table."""
    given = last(typed, f"{field.key}-count", "0")
    return min(int(given), MOST_LINES) if given.isascii() and given.isdigit() else 0


def _lines(field: Field, typed: Typed, options: Options, complete: bool) -> tuple[list[dict[str, Any]], list[Problem]]:
    lines, problems = [], []
    for row in range(count_of(field, typed)):
        names = [f"{field.key}-{row}-{column.key}" for column in field.columns]
        if not any(last(typed, name).strip() for name in names):
            continue
        line: dict[str, Any] = {}
        for column, name in zip(field.columns, names, strict=True):
            line[column.key], found = _one(column, name, typed, options, complete, row + 1)
            problems += found
        lines.append(line)
    if complete and field.required and not lines:
        problems.append(Problem(_("%(field)s: add at least one line.", field=field.label), f"{field.key}-0-"
                                f"{field.columns[0].key}"))  # fmt: skip
    return lines, problems


def _one(
    field: Field, name: str, typed: Typed, options: Options, complete: bool, line: int | None
) -> tuple[Any, list[Problem]]:
    where = _("Line %(line)s, %(field)s", line=line, field=field.label) if line else field.label
    try:
        value = _value(field, name, typed, options)
    except Unreadable as error:
        return field.empty, [Problem(_("%(where)s: %(what)s", where=where, what=each), name) for each in error.texts]
    return value, [Problem(each, name) for each in _unfinished(field, value, where)] if complete else []


def _unfinished(field: Field, value: Any, where: Text) -> Iterator[Text]:
    """What keeps an answer from being complete, though a draft may be saved with it."""
    if value in (None, "", [], False):
        if field.required:
            yield MISSING.get(field.kind, _is_missing)(where)
    elif field.check and not CHECKS[field.check].fits(str(value)):
        read, expected = shortened(str(value)), CHECKS[field.check].expected
        yield _("%(where)s: we read “%(read)s”. %(expected)s", where=where, read=read, expected=expected)


def _value(field: Field, name: str, typed: Typed, options: Options) -> Any:
    if field.kind is Kind.FLAG:
        return bool(last(typed, name))
    if field.kind is Kind.CHOICES:
        return [_chosen(field, each, options) for each in typed.getlist(name)]
    text = clean(last(typed, name))
    if field.kind in {Kind.TEXT, Kind.LONG_TEXT}:
        return _text(text, field.limit, one_line=field.kind is Kind.TEXT)
    text = text.strip()
    if not text:
        return field.empty
    if field.kind is Kind.CHOICE:
        return _chosen(field, text, options)
    return READERS[field.kind](text, field)


def clean(text: str) -> str:
    """One way to write each letter, one kind of line end, and no signs that cannot be seen."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) != "Cc").rstrip()


def _text(text: str, most: int, *, one_line: bool) -> str:
    wrong = []
    if len(text) > most:
        wrong.append(_("we read %(found)s characters. Write at most %(most)s.", found=len(text), most=most))
    if cpr.find(text):
        wrong.append(
            _("there is a number that looks like a CPR number. Remove it; the portal never keeps CPR numbers.")
        )
    if wrong:
        raise Unreadable(*wrong)
    return " ".join(text.split()) if one_line else text


def _chosen(field: Field, value: str, options: Options) -> str:
    if value not in {code for code, _label in options.get(field.key, field.options)}:
        raise Unreadable(_("what was chosen is not in the list any more. Choose again."))
    return value


def _whole(text: str, field: Field) -> int:
    if not (FIGURE.fullmatch(text) or WHOLE.fullmatch(text)):
        raise Unreadable(_("we read “%(read)s”. Write a whole number, for example 12.", read=shortened(text)))
    return int(_within(Decimal(text.replace(".", "")), text, field))


def _decimal(text: str, field: Field) -> str:
    if not (FIGURE.fullmatch(text) or DECIMAL.fullmatch(text)):
        raise Unreadable(_("we read “%(read)s”. Write a number, for example 45 or 45,5.", read=shortened(text)))
    plain = text.replace(".", "").replace(",", ".")
    if not field.bounds and not DECIMAL.fullmatch(text):
        raise Unreadable(_("we read “%(read)s”. Write a number of at most 12 digits.", read=shortened(text)))
    _within(Decimal(plain), text, field)
    return plain


def _within(figure: Decimal, text: str, field: Field) -> Decimal:
    """The figure, when it lies within the bounds of its field; else a sentence that names them."""
    if field.bounds is None:
        return figure
    least, most = field.bounds
    is_whole = field.whole or field.kind is Kind.INTEGER
    if least <= figure <= most and not (is_whole and figure % 1):
        return figure
    values = {"read": shortened(text), "least": grouped(least), "most": grouped(most)}
    if is_whole:
        raise Unreadable(_("we read “%(read)s”. Write a whole number from %(least)s to %(most)s.", **values))
    raise Unreadable(_("we read “%(read)s”. Write a number from %(least)s to %(most)s.", **values))


def grouped(figure: Decimal) -> str:
    """1.000.000 and 0,01, as it may be typed; 2010 and other figures of four digits without a dot."""
    if abs(figure) < TEN_THOUSAND:
        return f"{figure}".replace(".", ",")
    return f"{figure:,}".translate(str.maketrans(",.", ".,"))


def _amount(text: str, _field: Field) -> int:
    try:
        amount = money.parse(text)
    except ValueError:
        raise Unreadable(
            _("we read “%(read)s”. Write an amount in kroner, for example 12.500,00.", read=shortened(text))
        ) from None
    if amount < 0:
        raise Unreadable(_("the amount is negative. Write 0 or more."))
    return int(amount)


def _day(text: str, _field: Field) -> str:
    if found := ISO_DAY.fullmatch(text):
        year, month, day = found.groups()
    elif found := DANISH_DAY.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise Unreadable(_("we read “%(read)s”. Write day, month and year in figures.", read=shortened(text)))
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise Unreadable(_("“%(read)s” is not a day in the calendar.", read=shortened(text))) from None


def shortened(text: str) -> str:
    """What was typed, short enough for a sentence, and without a CPR-shaped number."""
    text = cpr.hidden(text)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


READERS = {Kind.INTEGER: _whole, Kind.NUMBER: _decimal, Kind.MONEY: _amount, Kind.DATE: _day}


def written(field: Field, value: Any) -> str:
    """An answer as it stands in its field: 45,5 and 12.500,00 and, as a browser asks for it, 2010-12-15."""
    if value is None or value == "":
        return ""
    if field.kind is Kind.MONEY:
        return money.Ore(value).digits
    if field.kind is Kind.NUMBER:
        return str(value).replace(".", ",")
    return str(value)


def as_typed(spec: SectionSpec, answers: Mapping[str, Any]) -> "Sheet":
    """Kept answers as the form would have sent them, so that a page is drawn one way from either."""
    values: dict[str, list[str]] = {}
    for field in spec.fields:
        for name, value in _names(field, answers.get(field.key, field.empty)):
            values[name] = value
    return Sheet(values)


def _names(field: Field, value: Any) -> Iterator[tuple[str, list[str]]]:
    if field.kind is Kind.LINES:
        yield f"{field.key}-count", [str(len(value))]
        for row, line in enumerate(value):
            for column in field.columns:
                yield f"{field.key}-{row}-{column.key}", [written(column, line.get(column.key))]
    elif field.kind is Kind.CHOICES:
        yield field.key, list(value)
    elif field.kind is Kind.FLAG:
        yield field.key, ["1"] if value else []
    else:
        yield field.key, [written(field, value)]


class Sheet:
    """Typed values by name, as a form holds them."""

    def __init__(self, values: dict[str, list[str]]) -> None:
        self.values = values

    def getlist(self, name: str, /) -> list[str]:
        return self.values.get(name, [])
