"""What a question in a section is: its key in the document, its words, and the kind of answer. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from portal.core.text import Text

Option = tuple[str, Text | str]
MANY = 1000  # characters
MOST = {"text": 200, "long_text": 4000, "integer": 1_000_000}


class Danish(str):
    """Words that are Danish whoever reads them, such as the title of an occupation; a page says so of them."""

    __slots__ = ()
    lang = "da"


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    NUMBER = "number"  # kept as digits with a dot: "45.5"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"
    LINES = "lines"


@dataclass(frozen=True)
class Field:
    """`required` says what must stand before the section can be called complete; a draft may be saved without."""

    key: str
    kind: Kind
    label: Text
    hint: Text | None = None
    required: bool = False
    options: tuple[Option, ...] = ()
    columns: tuple["Field", ...] = field(default=())
    most: int | Decimal | None = None  # characters of a text, or the largest number
    least: int | Decimal | None = None  # the smallest number; whole ones are never below 0
    whole: bool = False  # a figure that is kept with decimals, but here counts what cannot be halved
    check: str = ""  # what a complete answer must also be: cvr, ean or mail
    per_year: bool = False  # a column for each year of the plan
    summed: bool = False  # a column of lines whose sum stands below them
    shared: bool = False  # lines that are kept in the budget, where the workbook writes them too

    @property
    def limit(self) -> int:
        return int(self.most or MOST.get(self.kind, 1000))

    @property
    def takes_many_words(self) -> bool:
        """More than can be seen in a field of one line."""
        return self.kind is Kind.LONG_TEXT or (self.kind is Kind.TEXT and self.limit >= MANY)

    @property
    def bounds(self) -> tuple[Decimal, Decimal] | None:
        """The smallest and the largest figure the field takes; None where any will do."""
        if self.kind is Kind.INTEGER:
            return Decimal(self.least or 0), Decimal(self.limit)
        if self.kind is Kind.NUMBER and self.least is not None and self.most is not None:
            return Decimal(self.least), Decimal(self.most)
        return None

    @property
    def empty(self) -> object:
        """How no answer is written in the document: null for figures and days, "" for words, false, or no lines."""
        if self.kind in {Kind.LINES, Kind.CHOICES}:
            return []
        if self.kind is Kind.FLAG:
            return False
        return None if self.kind in {Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.DATE} else ""


@dataclass(frozen=True)
class SectionSpec:
    key: str
    asks: tuple[Text, ...]  # "In this section we ask for …"
    help: Text
    fields: tuple[Field, ...]

    @property
    def shared(self) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if each.shared)

    def for_years(self, years: Sequence[int]) -> "SectionSpec":
        """The section with a column for each year of the plan."""
        return replace(self, fields=tuple(_for_years(each, years) for each in self.fields))


def _for_years(field: Field, years: Sequence[int]) -> Field:
    if not any(each.per_year for each in field.columns):
        return field
    return replace(field, columns=tuple(made for each in field.columns for made in _columns(each, years)))


def _columns(column: Field, years: Sequence[int]) -> Iterator[Field]:
    if not column.per_year:
        yield column
        return
    for year in years:
        label = Text(column.label.english, {"year": str(year)})
        yield replace(column, key=f"{column.key}_{year}", label=label, per_year=False)
