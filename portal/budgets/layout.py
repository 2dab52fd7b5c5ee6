"""How a template is laid out: its tables, their columns and headings, and the choices in them. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from portal.budgets.labels import MOST_REMEMBERED, Words, plain

FIGURES = frozenset({"integer", "amount", "decimal", "percent", "date"})
LONGEST_HEADING = 400
YEAR = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True)
class Choice:
    code: str
    words: Words
    aliases: tuple[str, ...] = ()

    @cached_property
    def spellings(self) -> set[str]:
        return {plain(each) for each in (self.words.da, self.words.en, *self.aliases)}


@dataclass(frozen=True)
class Column:
    key: str
    type: str  # integer | text | choice | decimal | amount | percent | date | check | ignored
    label: Words
    aliases: tuple[str, ...]
    width: float
    help: Words
    list: str = ""
    per_year: bool = False
    required: bool = False
    computed: bool = False
    quiet: bool = False  # what stands here makes no row on its own
    announces: bool = False  # words such as "I alt" here make the row a subtotal
    summed: bool = False  # has a sum over the headings of the template
    unread: bool = False  # may be filled in, but the portal has no use for it
    formula: str = ""
    total: str = ""  # how the sum is made, where it is not plainly all rows
    total_row: str = ""  # the formula in a row that adds up others
    style: str = ""
    limit: str = ""  # the limit of the pool that is the first date which fits

    @property
    def is_figure(self) -> bool:
        """A cell that cannot be read here leaves the row without its sums."""
        return self.type in FIGURES and not self.quiet

    def title(self, year: int | None, language: str) -> str:
        return self.label[language].replace("{year}", str(year))

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every heading this column is known by, with YYYY where the year stands."""
        written = (self.label.da, self.label.en, *self.aliases)
        return tuple(plain(each.replace("{year}", "YYYY")) for each in written)


@dataclass(frozen=True)
class Table:
    key: str
    kind: str  # costs | wages | financing | positions | goals | milestones | yearly_grant
    sheet: Words
    rows: int
    optional: bool
    help: Words
    columns: tuple[Column, ...]
    freeze: int = 1  # columns that stay in sight
    prepared: tuple[Mapping[str, str], ...] = ()  # rows of the blank template in which something stands already
    _known: dict[str, tuple[str, int | None] | None] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        return {each.key: each for each in self.columns}

    @cached_property
    def required(self) -> frozenset[str]:
        return frozenset(each.key for each in self.columns if each.required)

    def column(self, key: str) -> Column:
        return self.by_key[key]

    @property
    def names_years(self) -> bool:
        """Whether the table is only found where its headings name the years."""
        return any(each.per_year and each.required for each in self.columns)

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """Every spelling of every column; the first column wins."""
        return {spelling: each.key for each in reversed(self.columns) for spelling in each.spellings}

    def heading(self, text: str) -> tuple[str, int | None] | None:
        """Which column a heading names: its key and, where it has one, its year."""
        if len(text) > LONGEST_HEADING:
            return None
        if text not in self._known:
            if len(self._known) > MOST_REMEMBERED:
                self._known.clear()
            self._known[text] = self._heading(plain(text))
        return self._known[text]

    def _heading(self, label: str) -> tuple[str, int | None] | None:
        if (key := self.headings.get(label)) and not self.column(key).per_year:
            return key, None
        years = set(YEAR.findall(label))
        key = self.headings.get(YEAR.sub("yyyy", label)) if len(years) == 1 else None
        return (key, int(years.pop())) if key else None
