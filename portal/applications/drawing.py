"""A section as its page draws it: every field with its name, what stands in it, its choices and its problems."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.applications.fields import Field, Kind, Option, SectionSpec
from portal.applications.reading import MOST_LINES, Options, Typed, count_of, last
from portal.core.errors import Problem
from portal.core.text import Text

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


Drawn = Box | Table


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
    """A form in which a row was added, copied or taken away by a button, everything else as it was typed."""

    def __init__(self, spec: SectionSpec, typed: Typed, *, add: str = "", remove: str = "", copy: str = "") -> None:
        self.values: dict[str, list[str]] = {}
        self.removed, self.copied = remove, copy
        for field in spec.fields:
            if field.kind is Kind.LINES:
                self._rows(field, typed, add)
            else:
                self.values[field.key] = typed.getlist(field.key)

    def _rows(self, field: Field, typed: Typed, add: str) -> None:
        rows = []
        for each in range(count_of(field, typed)):
            name = f"{field.key}-{each}"
            rows += [each] * (0 if name == self.removed else 2 if name == self.copied else 1)
        for new, old in enumerate(rows):
            for column in field.columns:
                self.values[f"{field.key}-{new}-{column.key}"] = typed.getlist(f"{field.key}-{old}-{column.key}")
        number = len(rows) + (1 if add == field.key else 0)
        self.values[f"{field.key}-count"] = [str(min(number, MOST_LINES))]

    def getlist(self, name: str, /) -> list[str]:
        return self.values.get(name, [])
