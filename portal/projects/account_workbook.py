"""The account as a workbook: made with the approved lines only, filled in by the job centre, read back by line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_form import Cell, Kind, Sheet, Unreadable, Workbook, address, letters
from portal.adapters.spreadsheet_plan import BookPlan, Choices, Put, SheetPlan
from portal.budgets import judging, normalising
from portal.budgets.findings import Finding, Severity
from portal.budgets.labels import plain
from portal.core import clock, cpr
from portal.core.errors import Problem
from portal.core.language import shown
from portal.core.money import Ore
from portal.core.text import Text, _
from portal.projects import figures
from portal.projects.accounting import Standing, standings
from portal.projects.models import Account

HEADINGS = (
    _("Line no."), _("Category"), _("Activity or purpose"), _("Approved, kr."), _("Accounted for before, kr."),
    _("This period, kr."), _("In all, kr."), _("Per cent"), _("Left, kr."),
)  # fmt: skip
NUMBER, PURPOSE, THIS = HEADINGS[0], HEADINGS[2], HEADINGS[5]
HEAD_ROW = 4
WIDTHS = (9, 34, 40, 16, 22, 16, 16, 10, 16)


def written(account: Account) -> bytes:
    """The workbook, with what is typed so far; only the column of the period is open for typing."""
    lines = figures.approved_lines(account.project)
    rows = standings(lines, figures.earlier(account), account.by_line)
    last = HEAD_ROW + len(rows)
    sheet = SheetPlan(str(shown(_("Account"))), freeze=(HEAD_ROW, 0))
    sheet.puts = [*_head(account), *(put for number, row in enumerate(rows, HEAD_ROW + 1) for put in _row(number, row))]
    sheet.puts += _total(rows, last + 1)
    sheet.columns = {column: (width, "") for column, width in enumerate(WIDTHS, 1)}
    help_text = str(shown(_("The costs of the period in kroner without VAT, such as 12.500,00.")))
    sheet.choices = [Choices(HEAD_ROW + 1, last, 6, "", str(shown(THIS)), help_text)]
    facts = {"account": str(account.id), "reference": account.reference, "number": str(account.number)}
    meta = SheetPlan("_meta", state="very_hidden")
    meta.puts = [
        put for row, (name, said) in enumerate(facts.items(), 1) for put in (Put(row, 1, name), Put(row, 2, said))
    ]
    return spreadsheets.write(BookPlan(account.project.title, clock.now(), [sheet, meta]))


def _head(account: Account) -> list[Put]:
    values = {"number": account.number, "start": account.starts_on, "end": account.ends_on}
    title = _("Account no. %(number)s, %(start)s to %(end)s", **values)
    words = _("Type only in the coloured column. Lines that are not approved are refused.")
    named = f"{account.reference} · {account.project.title}"
    heads = [Put(HEAD_ROW, column, str(shown(each)), "head") for column, each in enumerate(HEADINGS, 1)]
    return [Put(1, 1, str(shown(title)), "title"), Put(2, 1, named), Put(3, 1, str(shown(words))), *heads]


def _row(number: int, row: Standing) -> list[Put]:
    share = (row.percent or Decimal(0)) / 100
    return [
        Put(number, 1, row.line.number),
        Put(number, 2, str(shown(row.line.category))),
        Put(number, 3, row.line.purpose),
        Put(number, 4, kroner(row.line.amount), "amount"),
        Put(number, 5, kroner(row.earlier), "amount"),
        Put(number, 6, kroner(row.this), "input_amount"),
        Put(number, 7, kroner(row.in_all), "amount", f"E{number}+F{number}"),
        Put(number, 8, share, "percent", f"IF(D{number}=0,0,G{number}/D{number})"),
        Put(number, 9, kroner(row.left), "amount", f"D{number}-G{number}"),
    ]


def _total(rows: list[Standing], number: int) -> list[Put]:
    first, last = HEAD_ROW + 1, number - 1
    sums = {
        4: sum(row.line.amount for row in rows), 5: sum(row.earlier for row in rows), 6: sum(row.this for row in rows),
        7: sum(row.in_all for row in rows), 9: sum(row.left for row in rows),
    }  # fmt: skip
    puts = [Put(number, 1, str(shown(_("In all"))), "label")]
    for column, amount in sums.items():
        name = letters(column)
        puts.append(Put(number, column, kroner(amount), "total", f"SUM({name}{first}:{name}{last})"))
    return puts


def kroner(ore: int) -> Decimal:
    return Decimal(ore) / 100


@dataclass
class Read:
    """What a filled account workbook says: øre by the number of the line, and everything that could not be taken."""

    amounts: dict[int, Ore] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read(data: bytes, account: Account, language: str, name: str = "regnskab.xlsx") -> Read:
    """Read the column of the period. Nothing is guessed: what is not an amount is named by its cell."""
    try:
        book = spreadsheets.read(data)
    except Unreadable as refusal:
        text = judging.as_finding(refusal, data, name).text(language)
        return Read(problems=[Problem(Text(text, {}), "workbook")])
    found = Read()
    if made_for := _other_account(book, account):
        found.problems.append(Problem(_("The workbook was made for account %(other)s, not for this one. Download the "
                                        "workbook of this account.", other=made_for), "workbook"))  # fmt: skip
    for sheet in book.sheets:
        if sheet.state != "very_hidden" and (heads := _heads(sheet)):
            _lines(sheet, heads, found, language)
            found.problems += _renamed(sheet, heads, account)
            return found
    sentence = _("We cannot find the columns “%(number)s” and “%(this)s”. Download the workbook again and fill it in.",
                 number=NUMBER, this=THIS)  # fmt: skip
    found.problems.append(Problem(sentence, "workbook"))
    return found


def _other_account(book: Workbook, account: Account) -> str:
    """The number and case the workbook was made for, when that is another account."""
    meta = book.sheet("_meta")
    said = {cells[1].raw: cells[2].raw for cells in meta.rows.values() if 1 in cells and 2 in cells} if meta else {}
    if said.get("account", str(account.id)) == str(account.id):
        return ""
    return cpr.hidden(f"{said.get('reference', '')[:20]} / {said.get('number', '')[:5]}")


def _heads(sheet: Sheet) -> tuple[int, int, int] | None:
    """The row of the headings, and the columns of line number and period, wherever they stand."""
    wanted = [{plain(each.english), plain(str(shown(each)))} for each in (NUMBER, THIS)]
    for row, cells in sheet.rows.items():
        places = [
            next((column for column, cell in cells.items() if plain(cell.raw) in names), None) for names in wanted
        ]
        if places[0] and places[1]:
            return row, places[0], places[1]
    return None


def _lines(sheet: Sheet, heads: tuple[int, int, int], found: Read, language: str) -> None:
    head, number_at, this_at = heads
    for row, cells in sheet.rows.items():
        if row <= head or this_at not in cells:
            continue
        number, this = _line_number(cells.get(number_at)), normalising.amount(cells[this_at])
        place = address(row, this_at)
        if number is None:
            _without_number(cells.get(number_at), this.value, place, found)
        elif this.code and Finding(this.code).severity is Severity.BLOCK:
            finding = Finding(this.code, sheet.name, place, row, "", this.seen, dict(this.params))
            found.problems.append(Problem(Text(finding.text(language), {}), f"line-{number}"))
        elif number in found.amounts:
            sentence = _("Line %(number)s stands twice, the second time in %(place)s. Put its costs in one row.",
                         number=number, place=place)  # fmt: skip
            found.problems.append(Problem(sentence, "workbook"))
        elif isinstance(this.value, Ore):
            found.amounts[number] = this.value


def _renamed(sheet: Sheet, heads: tuple[int, int, int], account: Account) -> Iterator[Problem]:
    """P-02: an amount beside another name than the approved one belongs to no approved line."""
    head, number_at, this_at = heads
    names = {plain(PURPOSE.english), plain(str(shown(PURPOSE)))}
    purpose_at = next((column for column, cell in sheet.rows[head].items() if plain(cell.raw) in names), 0)
    approved = {each.number: each.purpose for each in figures.approved_lines(account.project)}
    for row, cells in sheet.rows.items():
        number = _line_number(cells.get(number_at))
        name = cells[purpose_at].raw.strip() if purpose_at in cells else ""
        own = approved.get(number, "") if number is not None else ""
        amount = normalising.amount(cells[this_at]).value if row > head and this_at in cells else None
        if amount and own and name and plain(name) != plain(own):
            values = {"number": number, "own": own, "place": address(row, purpose_at), "name": cpr.hidden(name[:80])}
            text = _("Line %(number)s is called “%(own)s” in the approved budget, and %(place)s says “%(name)s”. Put "
                     "the approved name back if the amount belongs to that line. Otherwise move it to its own line, or "
                     "ask for a change of the budget.", **values)  # fmt: skip
            yield Problem(text, "workbook")


def _without_number(cell: Cell | None, amount: object, place: str, found: Read) -> None:
    """The row of totals has words where the others have their number; an amount without either has no line."""
    if amount and (cell is None or cell.kind is not Kind.TEXT):
        sentence = _("%(place)s has an amount, but its row has no line number.", place=place)
        found.problems.append(Problem(sentence, "workbook"))


def _line_number(cell: Cell | None) -> int | None:
    raw = cell.raw.strip() if cell and cell.kind in (Kind.NUMBER, Kind.TEXT) else ""
    return int(raw) if raw.isdecimal() and raw.isascii() and len(raw) < 6 else None
