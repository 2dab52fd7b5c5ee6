"""Two workbooks beside each other, as JSON and in words for the command line. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.budgets import comparing, specification, totals
from portal.budgets.changes import PlanChange
from portal.budgets.comparing import Change, Comparison, FieldChange, LineChange
from portal.budgets.findings import blocks
from portal.budgets.labels import Words
from portal.budgets.reading import Reading
from portal.budgets.specification import Spec
from portal.core.money import Ore

CHANGES = {
    Change.ADDED: Words("tilføjet", "added"),
    Change.REMOVED: Words("fjernet", "removed"),
    Change.CHANGED: Words("ændret", "changed"),
    Change.MOVED: Words("flyttet", "moved"),
    Change.SAME: Words("uændret", "unchanged"),
}
NOTHING, TOTAL = Words("Ingen forskelle.", "No differences."), Words("I alt", "Total")
NO_CATEGORY = Words("uden kategori", "no category")
FINANCING = Words("Finansieringen er ændret.", "The financing is changed.")
SHEET_CHANGED = Words("Arket {sheet} er ændret.", "The sheet {sheet} is changed.")
PLANS = {"positions": "positions", "goals": "goals", "milestones": "milestones", "grants": "yearly_grant"}
LINE = Words("Linje", "Line")


@dataclass(frozen=True)
class Contrast:
    """What is different from the old workbook to the new one."""

    old: Reading
    new: Reading
    spec: Spec
    language: str

    @property
    def comparison(self) -> Comparison:
        return comparing.compare(self.old.budget, self.new.budget)

    def as_json(self, old_name: str, new_name: str) -> dict[str, Any]:
        found = self.comparison
        return {
            "a": side(old_name, self.old),
            "b": side(new_name, self.new),
            "same": found.nothing and not self.sheets_changed(),
            "counts": {each.value: found.counts.get(each, 0) for each in Change},
            "lines": [self._line(each) for each in found.lines if each.change is not Change.SAME],
            "financing_changed": found.financing_changed,
            "sheets_changed": self.sheets_changed(),
            "plan": [self._plan(each) for each in found.plan],
            "by_year": {str(year): _both(*pair) for year, pair in self.years().items()},
            "by_category": self._categories(),
            "total": _both(*self.total()),
        }

    def words(self) -> Iterator[str]:
        """One thing a line: what is different, then the sums that changed."""
        found = self.comparison
        if found.nothing and not self.sheets_changed():
            yield NOTHING[self.language]
            return
        counts = (f"{found.counts.get(each, 0)} {CHANGES[each][self.language]}" for each in Change)
        yield ", ".join(counts) + "."
        for each in found.lines:
            if each.change is not Change.SAME:
                yield self._in_words(each)
                yield from (f"    {self._field_words(field)}" for field in each.fields)
        for row in found.plan:
            yield f"{CHANGES[row.change][self.language].capitalize()}: {', '.join(self._row_words(row))}"
            yield from (f"    {self._field_words(field)}" for field in row.fields)
        if found.financing_changed and not any(each.kind == "financing" for each in found.plan):
            yield FINANCING[self.language]
        yield from (SHEET_CHANGED[self.language].format(sheet=each) for each in self.sheets_changed())
        yield from self._sums()

    def sheets_changed(self) -> list[str]:
        """Sheets that hold more than lines: positions, goals, milestones, the grant of each year."""
        different = {
            kind for name, kind in PLANS.items() if getattr(self.old.budget, name) != getattr(self.new.budget, name)
        }
        return [each.sheet[self.language] for each in self.spec.tables if each.kind in different]

    def years(self) -> dict[int, tuple[Ore, Ore]]:
        """The costs of each year, old and new."""
        old, new = totals.of(self.old.budget), totals.of(self.new.budget)
        years = sorted({*old.years, *new.years})
        return {year: (old.costs.get(year, Ore(0)), new.costs.get(year, Ore(0))) for year in years}

    def categories(self) -> dict[str, dict[int, tuple[Ore, Ore]]]:
        """The costs of each category and year, old and new."""
        old, new = totals.of(self.old.budget).by_category, totals.of(self.new.budget).by_category
        return {
            code: {
                year: (old.get(code, {}).get(year, Ore(0)), new.get(code, {}).get(year, Ore(0)))
                for year in self.years()
            }
            for code in sorted({*old, *new})
        }

    def total(self) -> tuple[Ore, Ore]:
        return totals.of(self.old.budget).total, totals.of(self.new.budget).total

    def _categories(self) -> dict[str, Any]:
        return {
            code: {
                "label": self._category(code),
                "by_year": {str(year): _both(*pair) for year, pair in years.items()},
                "total": _both(*_in_all(years)),
            }
            for code, years in self.categories().items()
        }

    def _category(self, code: str) -> str:
        """A cell that names none of the pool's categories leaves the line without one."""
        return self.spec.words("categories", code, self.language) if code else NO_CATEGORY[self.language]

    def _line(self, found: LineChange) -> dict[str, Any]:
        old, new = found.old, found.new
        return {
            "change": found.change.value,
            "number_old": old.number if old else None,
            "number_new": new.number if new else None,
            "category": found.line.category,
            "purpose": found.line.purpose,
            **_both(old.total if old else Ore(0), new.total if new else Ore(0)),
            "fields": [self._field(each) for each in found.fields],
        }

    def _plan(self, row: PlanChange) -> dict[str, Any]:
        sheet, *words = self._row_words(row)
        fields = [self._field(each) for each in row.fields]
        return {"change": row.change.value, "sheet": sheet, "row": ", ".join(words), "fields": fields}

    def _row_words(self, row: PlanChange) -> list[str]:
        """The sheet, and what the row is about."""
        sheet = next(each.sheet[self.language] for each in self.spec.tables if each.kind == row.kind)
        instrument = self.spec.words("instruments", row.instrument, self.language) if row.instrument else ""
        return [each for each in (sheet, row.name, instrument) if each]

    def _field(self, field: FieldChange) -> dict[str, Any]:
        old, new = (self.spec.said(field.name, each, self.language) for each in (field.old, field.new))
        return {"field": field.name, "label": self._label(field), "year": field.year, "old": old, "new": new}

    def _label(self, field: FieldChange) -> str:
        """What the field is called in the workbook."""
        for table in self.spec.tables:
            for column in table.columns:
                if column.key == field.name:
                    return column.title(field.year, self.language)
        return field.name

    def _in_words(self, found: LineChange) -> str:
        line, difference = found.line, found.difference
        place = f"{CHANGES[found.change][self.language].capitalize()}: {LINE[self.language].lower()} {line.number}"
        named = ", ".join(each for each in (place, self._category(line.category), line.purpose) if each)
        return f"{named}: {line.total.short} kr. ({_signed(difference)})"

    def _field_words(self, field: FieldChange) -> str:
        old, new = (self.spec.said(field.name, each, self.language) or "–" for each in (field.old, field.new))
        return f"{self._label(field)}: {old} → {new}"

    def _sums(self) -> Iterator[str]:
        for code, years in self.categories().items():
            for year, pair in years.items():
                if pair[0] != pair[1]:
                    yield f"{self._category(code)}, {year}: {_arrow(*pair)}"
        for year, pair in self.years().items():
            yield f"{TOTAL[self.language]} {year}: {_arrow(*pair)}"
        yield f"{TOTAL[self.language]}: {_arrow(*self.total())}"


def of(old: Reading, new: Reading, language: str) -> Contrast:
    """LookupError when no layout is known for the pool."""
    return Contrast(old, new, specification.of(new.pool), language)


def side(name: str, found: Reading) -> dict[str, Any]:
    """One of the two workbooks in a few words."""
    answer = {
        "file": name,
        "lines": len(found.budget.lines),
        "total_ore": int(totals.of(found.budget).total),
        "to_correct": len(blocks(found.findings)),
    }
    return {**answer, "refused": found.refused} if found.refused else answer


def _both(old: Ore, new: Ore) -> dict[str, int]:
    return {"old_ore": int(old), "new_ore": int(new), "difference_ore": int(new - old)}


def _in_all(years: dict[int, tuple[Ore, Ore]]) -> tuple[Ore, Ore]:
    return Ore(sum(old for old, _new in years.values())), Ore(sum(new for _old, new in years.values()))


def _arrow(old: Ore, new: Ore) -> str:
    return f"{old.short} → {new.short} kr. ({_signed(Ore(new - old))})"


def _signed(ore: Ore) -> str:
    return ("+" if ore > 0 else "") + ore.short.replace("-", "−")
