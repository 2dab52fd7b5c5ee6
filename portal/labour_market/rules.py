"""Balance categories and the job chances that follow from them, and what an imported row must look like. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.core import cpr
from portal.core.findings import Finding
from portal.core.text import Choice, Text, _


class Category(Choice):
    """The five classes of the labour-market balance of 2010."""

    OVER = "OVER", _("Labour surplus")
    BAL = "BAL", _("Balance between supply and demand")
    PARA = "PARA", _("Paradox problems")
    MANG = "MANG", _("Labour shortage")
    STRUK = "STRUK", _("Cross-cutting structural shortage")


class Chance(Choice):
    RG = "RG", _("Very good job prospects")
    G = "G", _("Good job prospects")
    MG = "MG", _("Less good job prospects")


CHANCES = {
    Category.OVER: Chance.MG,
    Category.BAL: Chance.G,
    Category.PARA: Chance.RG,
    Category.MANG: Chance.RG,
    Category.STRUK: Chance.RG,
}


DANISH = {
    "overskud af arbejdskraft": Category.OVER,
    "balance mellem udbud og efterspørgsel": Category.BAL,
    "paradoksproblemer": Category.PARA,
    "mangel på arbejdskraft": Category.MANG,
    "tværgående og strukturel mangel": Category.STRUK,
}
CATEGORIES = {each.value.casefold(): each for each in Category} | DANISH  # by the code, and by the Danish words for it
COLUMNS = {
    "period": "periode", "area_code": "område", "occupation_code": "stillingskode", "occupation_title": "stilling",
    "category": "balance",
}  # fmt: skip
LONGEST_TITLE = 120
PERIOD = re.compile(r"(20\d\d)H([12])", re.ASCII)
ISCO = re.compile(r"\d{4}", re.ASCII)
Key = tuple[str, str, str]  # period, area, occupation


def explained(today: date) -> list[tuple[str, Text, str]]:
    """Each heading of the file, what stands below it, and an example: the half-year that has begun."""
    half_year = f"{today.year}H{1 if today.month <= 6 else 2}"
    return [
        (COLUMNS["period"], _("The half-year that the balance is about."), half_year),
        (COLUMNS["area_code"], _("The code of your region."), "BR-SD"),
        (COLUMNS["occupation_code"], _("The four digits of ISCO-08, with a leading 0 where there is one."), "7212"),
        (COLUMNS["occupation_title"], _("The title, as in the list of occupations."), "Svejser"),
        (COLUMNS["category"], _("OVER, BAL, PARA, MANG or STRUK, or the Danish words for it."), "MANG"),
    ]


def category_of(written: str) -> Category | None:
    """A code such as MANG or the Danish words of the code list, however they are spaced and capitalised."""
    return CATEGORIES.get(_plain(written))


def _plain(written: str) -> str:
    return " ".join(written.split()).casefold()


def starts_on(period: str) -> date:
    """2010H1 counts from 1 January 2010, 2010H2 from 1 July. ValueError for what is no half-year."""
    if (read := PERIOD.fullmatch(period)) is None:
        raise ValueError(f"not a half-year: {period!r}")
    return date(int(read[1]), 1 if read[2] == "1" else 7, 1)


def period_in_force(periods: Iterable[str], day: date) -> str | None:
    """The latest of these half-years that has begun by then: a balance stands until the next one is imported."""
    return max((each for each in periods if starts_on(each) <= day), default=None)


@dataclass(frozen=True)
class BalanceRow:
    number: int  # in the file
    period: str
    area_code: str
    occupation_code: str
    occupation_title: str
    category: Category

    @property
    def key(self) -> Key:
        return (self.period, self.area_code, self.occupation_code)


def judge(rows: Iterable[tuple[int, Mapping[str, str]]], *, own: str, areas: Collection[str],
          titles: Mapping[str, str]) -> tuple[list[BalanceRow], list[Finding]]:  # fmt: skip
    """The rows that can be stored, and everything that must be put right first, place by place.

    `own` is the region that imports, `areas` every region there is, `titles` the occupations known already.
    """
    good: list[BalanceRow] = []
    findings: list[Finding] = []
    first_at: dict[Key, int] = {}
    called: dict[str, tuple[int, str]] = {}  # by a new occupation's code: where it stands first, and its title there
    for number, row in rows:
        key = (row["period"], row["area_code"], row["occupation_code"])
        first = first_at.setdefault(key, number)
        found = [
            *_wrong_cells(number, row), *_wrong_area(number, row["area_code"], own, areas), *_repeated(number, first),
            *_called_twice(number, row, titles, called),
        ]  # fmt: skip
        if not found:
            good.append(BalanceRow(number, *key, row["occupation_title"], CATEGORIES[_plain(row["category"])]))
        findings += [*found, *_other_title(number, row, titles)]
    return good, findings


def _repeated(number: int, first: int) -> Iterator[Finding]:
    if first != number:
        text = _("The same occupation stands in row %(first)s already. Keep one of the two rows.", first=first)
        yield Finding(number, "occupation_code", text)


def _wrong_cells(number: int, row: Mapping[str, str]) -> Iterator[Finding]:
    read = {column: cpr.hidden(cell) for column, cell in row.items()}
    if not PERIOD.fullmatch(row["period"]):
        text = _("We read “%(read)s”. Write the half-year as the year with H1 or H2 after it.", read=read["period"])
        yield Finding(number, "period", text)
    if not ISCO.fullmatch(row["occupation_code"]):
        text = _("We read “%(read)s”. Write the four digits of ISCO-08, such as 7212; keep a leading 0.",
                 read=read["occupation_code"])  # fmt: skip
        yield Finding(number, "occupation_code", text)
    if not row["occupation_title"]:
        yield Finding(number, "occupation_title", _("The title is missing. Write it as in the list of occupations."))
    if (found := len(row["occupation_title"])) > LONGEST_TITLE:
        text = _("The title has %(found)s characters. Write at most %(most)s.", found=found, most=LONGEST_TITLE)
        yield Finding(number, "occupation_title", text)
    if category_of(row["category"]) is None:
        text = _("We read “%(read)s”. Write one of %(codes)s, or the Danish words for it.",
                 read=read["category"], codes=", ".join(Category.__members__))  # fmt: skip
        yield Finding(number, "category", text)


def _wrong_area(number: int, read: str, own: str, areas: Collection[str]) -> Iterator[Finding]:
    if read not in areas:
        text = _("We read “%(read)s”. Write the code of your region, %(own)s.", read=cpr.hidden(read), own=own)
        yield Finding(number, "area_code", text)
    elif read != own:
        text = _("%(read)s is another region, which imports its own balance. Leave the row out, or write %(own)s.",
                 read=read, own=own)  # fmt: skip
        yield Finding(number, "area_code", text)


def _called_twice(number: int, row: Mapping[str, str], titles: Mapping[str, str],
                  called: dict[str, tuple[int, str]]) -> Iterator[Finding]:  # fmt: skip
    """An occupation that is new to the portal gets its title from the file, so the file must give it one alone."""
    code, read = row["occupation_code"], row["occupation_title"]
    first, title = called.setdefault(code, (number, read))
    if code not in titles and read and title and read.casefold() != title.casefold():
        text = _("Row %(first)s calls the same occupation “%(title)s”. Write the same title in both.",
                 first=first, title=cpr.hidden(title))  # fmt: skip
        yield Finding(number, "occupation_title", text)


def _other_title(number: int, row: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[Finding]:
    known, read = titles.get(row["occupation_code"]), row["occupation_title"]
    if known and read and read.casefold() != known.casefold():
        text = _("The list calls the occupation “%(known)s”. We keep that title.", known=known)
        yield Finding(number, "occupation_title", text, blocks=False)
