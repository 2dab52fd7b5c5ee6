"""A budget that adds up to the øre, whatever is sought: the course takes what the other lines leave. Pure."""

from typing import Any

Line = dict[str, Any]
OWN = 40_000_00


def budget_of(places: int, sought: int, years: tuple[int, ...], course: str) -> dict[str, Any]:
    """`sought` in whole kroner; the job centre pays 40.000 kr. of the project management itself."""
    first, last = years[0], years[-1]
    lines = [
        _wages(1, "10", "Projektledelse", "projektleder", last, 240, 350, own=OWN),
        _wages(2, "11", "Virksomhedskontakt og opfølgning", "virksomhedskonsulent", last, 310, 320),
        _line(3, "30", "Undervisningsmaterialer til deltagerne", "pieces", first, places, 350),
        _line(4, "70", "Evaluering af mål og resultater", "hours", last, 40, 420),
        _line(5, "80", "Revision af regnskabet", "pieces", last, 1, 18_000),
    ]
    left = sought * 100 - sum(each["sought_ore"] for each in lines)
    lines.append(_course(6, course, last, places, left))
    return {"lines": lines, "financing": _financing(lines, years), "early_cost_reason": ""}


def _line(number: int, category: str, purpose: str, unit: str, year: int, units: int, kroner: int) -> Line:
    amount = units * kroner * 100
    in_year = {"year": year, "units": str(units), "unit_price_ore": kroner * 100, "amount_ore": amount}
    return {
        "number": number, "category": category, "purpose": purpose, "unit": unit, "years": [in_year],
        "sought_ore": amount, "own_ore": 0, "other_ore": 0, "refund": False, "note": "",
        "function": "", "hours": None, "hourly_rate_ore": None,
    }  # fmt: skip


def _wages(
    number: int, category: str, purpose: str, function: str, year: int, hours: int, rate: int, own: int = 0
) -> Line:
    line = _line(number, category, purpose, "hours", year, hours, rate)
    paid = {"sought_ore": line["sought_ore"] - own, "own_ore": own}
    return line | paid | {"function": function, "hours": str(hours), "hourly_rate_ore": rate * 100}


def _course(number: int, course: str, year: int, places: int, amount: int) -> Line:
    line = _line(number, "21", course, "courses", year, places, 0)
    in_year = {"year": year, "units": str(places), "unit_price_ore": amount // places, "amount_ore": amount}
    return line | {"years": [in_year], "sought_ore": amount}


def _financing(lines: list[Line], years: tuple[int, ...]) -> list[Line]:
    """What is sought and what is paid by the centre itself, year by year as the lines have them."""
    rows = (
        ("Tilskud fra puljen", "grant", "applied", "sought_ore"),
        ("Kommunens egne midler", "own", "granted", "own_ore"),
    )
    return [
        {"source": source, "kind": kind, "status": status, "years": _per_year(lines, years, key)}
        for source, kind, status, key in rows
    ]


def _per_year(lines: list[Line], years: tuple[int, ...], key: str) -> list[dict[str, int]]:
    return [
        {"year": year, "amount_ore": sum(each[key] for each in lines if each["years"][0]["year"] == year)}
        for year in years
    ]
