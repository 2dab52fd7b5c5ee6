"""What a question in a section is: its key in the document, its words, and the kind of answer. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum

from portal.core.text import Text

Option = tuple[str, Text | str]
MOST = {"text": 200, "long_text": 4000, "integer": 1_000_000}


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
    most: int | None = None  # characters of a text, or the largest whole number
    check: str = ""  # what a complete answer must also be: cvr, ean or mail

    @property
    def limit(self) -> int:
        return self.most or MOST.get(self.kind, 1000)

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
