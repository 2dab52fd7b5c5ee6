"""The years in the headings: which are the budget's own, which are slips, and what a slip should have said. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator

from portal.adapters.spreadsheet_form import address
from portal.budgets.findings import Finding
from portal.budgets.locating import Located, label_of, missing_years
from portal.budgets.mapping import Place


def own(located: Located, known: Iterable[int]) -> frozenset[int]:
    """The years of the budget, as the template and the budget's page have them (`known`); else as the template's
    names say. The project may be shorter: what is paid outside its period is told of each amount."""
    return frozenset(known) or frozenset(year for _key, year in located.named if year is not None)


def strange(located: Located, allows: Callable[[int], bool], costs: Collection[int], own: Collection[int]) -> list[int]:
    """The years outside the budget whose columns are not all there, or paid for without costs: slips of the heading.

    Where all of them are outside it is another round's workbook, and each amount is told.
    """
    outside = [year for year in located.years if not allows(year) and year not in own]
    if len(outside) == len(located.years):
        return []
    missing = {year for each in located.table.columns if each.required for year in missing_years(each, located)}
    paid = [year for year in outside if located.table.kind == "financing" and year not in costs]
    missing |= {year for year in paid if _says(located, located.columns["amount", year])}
    return [year for year in outside if year in missing]


def _says(located: Located, column: int) -> bool:
    return any(
        cell.raw.strip() for (row, at), cell in located.sheet.cells.items() if at == column and row > located.row
    )


def told(located: Located, strange: Iterable[int], own: Collection[int], period: Collection[int]) -> Iterator[Finding]:
    """At the first heading that names the year, with what it should say."""
    named = own or period
    years = "–".join(dict.fromkeys((str(min(named)), str(max(named)))))
    for year in strange:
        column, key = min((at, key) for (key, named_year), at in located.columns.items() if named_year == year)
        label = label_of(located, column)
        params = {"year": year, "years": years, **_remedy(located, (key, year), label, own)}
        yield Finding(
            "year_unknown", located.sheet.name, address(located.row, column), located.row, label, params=params
        )


def _remedy(located: Located, place: Place, label: str, own: Collection[int]) -> dict[str, dict[str, str]]:
    """Nothing where the heading could be one of several, or none."""
    meant = _meant(located, place, own)
    if meant is None:
        return {}
    (key, year), column = meant, located.table.column(meant[0])
    same = key == place[0]
    da, en = (label.replace(str(place[1]), str(year)) if same else column.title(year, each) for each in ("da", "en"))
    return {"right": {"da": f"Ret overskriften til »{da}«.", "en": f'Change the heading to "{en}".'}}


def _meant(located: Located, place: Place, own: Collection[int]) -> Place | None:
    """What the template's names say of this column; else the only one of its kind that the headings lack."""
    lacking = [at for at, column in located.named.items() if column == located.columns[place]]
    lacking = lacking or [(place[0], year) for year in sorted(own)]
    free = [at for at in lacking if at not in located.columns and at[1] in own]
    return free[0] if len(free) == 1 else None
