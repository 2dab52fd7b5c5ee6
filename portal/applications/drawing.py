"""A section as its page draws it: every field with its name, what stands in it, its choices and its problems."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from portal.applications.fields import Field, Kind, Option, SectionSpec
from portal.applications.reading import MOST_LINES, READERS, Options, Typed, Unreadable, count_of, last
from portal.core.clock import is_picked
from portal.core.errors import Problem
from portal.core.money import Ore
from portal.core.text import Text

WHAT = "%(what)s"  # what is wrong, in a sentence that begins with the place
LONG = 27  # characters; more are cut off in half a line


@dataclass(frozen=True)
class Box:
    """One field, or one cell of a line table."""

    field: Field
    name: str
    value: str
    values: tuple[str, ...]
    options: tuple[Option, ...]
    errors: tuple[Text, ...]
    line: int | None = None

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def holds_a_day(self) -> bool:
        """A browser's date picker shows nothing but whole days: other words are shown in a field for words."""
        return self.field.kind is Kind.DATE and (not self.value or is_picked(self.value))

    @property
    def said_here(self) -> tuple[Text, ...]:
        """What is wrong, without the name of the field that stands above it."""
        return tuple(_without_the_place(each) for each in self.errors)

    @property
    def needs_width(self) -> bool:
        """Where fields stand side by side: it is for many words, or the words to choose among are long."""
        return self.field.takes_many_words or any(len(str(words)) > LONG for _code, words in self.options)


@dataclass(frozen=True)
class Table:
    """A line table with its rows."""

    field: Field
    rows: tuple[tuple[Box, ...], ...]

    @property
    def name(self) -> str:
        return self.field.key

    @property
    def sums(self) -> Mapping[str, str]:
        """What the columns add up to, of what can be read; each by its key."""
        return {each.key: _written(each, sum(self._read(each))) for each in self.field.columns if each.summed}

    @property
    def adds_up(self) -> bool:
        """Whether all that is typed in the columns with a sum can be read."""
        return not any(box.errors for row in self.rows for box in row if box.field.summed)

    def _read(self, column: Field) -> Iterator[int]:
        for text in (box.value.strip() for row in self.rows for box in row if box.field is column):
            with suppress(Unreadable):
                yield int(str(READERS[column.kind](text, column))) if text else 0


Drawn = Box | Table


def _without_the_place(said: Text) -> Text:
    what = said.values.get("what")
    return what if WHAT in said.english and isinstance(what, Text) else said


def _written(column: Field, total: int) -> str:
    return Ore(total if column.kind is Kind.MONEY else total * 100).short


def draw(spec: SectionSpec, typed: Typed, options: Options, problems: Iterable[Problem] = ()) -> list[Drawn]:
    """The section's fields in order, filled with what was typed or kept."""
    errors: dict[str, list[Text]] = {}
    for problem in problems:
        errors.setdefault(problem.field or "", []).append(problem.text)
    return [
        _table(field, typed, options, errors)
        if field.kind is Kind.LINES
        else _box(field, field.key, typed, options, errors)
        for field in spec.fields
    ]


def _box(
    field: Field, name: str, typed: Typed, options: Options, errors: Mapping[str, list[Text]], line: int | None = None
) -> Box:
    choices = tuple(options.get(field.key, field.options))
    return Box(field, name, last(typed, name), tuple(typed.getlist(name)), choices, tuple(errors.get(name, [])), line)


def _table(field: Field, typed: Typed, options: Options, errors: Mapping[str, list[Text]]) -> Table:
    shown = max(1, count_of(field, typed))
    return Table(
        field,
        tuple(
            tuple(
                _box(column, f"{field.key}-{row}-{column.key}", typed, options, errors, row + 1)
                for column in field.columns
            )
            for row in range(shown)
        ),
    )


class Edited:
    """A form in which a row was added, copied or taken away by a button, everything else as it was typed.

    `here` is the id of the field in which the person goes on: in the new line, or in the one that closed the gap.
    When it `is_full` there was no room for one more, and every line is as it was.
    """

    def __init__(self, spec: SectionSpec, typed: Typed, *, add: str = "", remove: str = "", copy: str = "") -> None:
        self.values: dict[str, list[str]] = {}
        self.removed, self.copied, self.here, self.is_full = remove, copy, "", False
        for field in spec.fields:
            if field.kind is Kind.LINES:
                self._rows(field, typed, add)
            else:
                self.values[field.key] = typed.getlist(field.key)

    def _rows(self, field: Field, typed: Typed, add: str) -> None:
        rows: list[int | None] = []
        for each in range(count_of(field, typed)):
            name = f"{field.key}-{each}"
            rows += [each] * (0 if name == self.removed else 2 if name == self.copied else 1)
        if add == field.key:
            rows.append(None)
        if len(rows) > MOST_LINES:
            self.is_full, rows = True, list(range(MOST_LINES))
        for new, old in enumerate(rows):
            for column in field.columns:
                kept = [] if old is None else typed.getlist(f"{field.key}-{old}-{column.key}")
                self.values[f"{field.key}-{new}-{column.key}"] = kept
        self.values[f"{field.key}-count"] = [str(len(rows))]
        goes_on = self._goes_on(field, add, len(rows))
        if goes_on is not None:
            self.here = f"f-{field.key}-{goes_on}-{field.columns[0].key}"

    def _goes_on(self, field: Field, add: str, number: int) -> int | None:
        """The line after the press, when it was pressed in this table."""
        if add == field.key:
            return number - 1
        name, _, line = (self.copied or self.removed).rpartition("-")
        if name != field.key or not line.isdigit():
            return None
        return min(int(line) + bool(self.copied), max(number - 1, 0))

    def getlist(self, name: str, /) -> list[str]:
        return self.values.get(name, [])
