"""What an OpenDocument says beside its values: errors, formulas, percentages, and what is hidden or merged.

The library reads the values; it shows an error as an empty cell. This is the guard of content.xml as well.
"""

from portal.adapters.spreadsheet_biff import Beside
from portal.adapters.spreadsheet_form import IN_CURRENCY, Unreadable, address
from portal.adapters.spreadsheet_xml import CELLS, COLUMNS, MERGES, ROWS, Attributes, Watcher

SHEETS = 100
HIDDEN = {"collapse", "filter"}
OURS = {"", "DKK"}


class Tables(Watcher):
    """Every table. Counts what holds something as often as it is repeated, before anything makes room for it."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.sheets: list[Beside] = []
        self.styles = [""]  # what the numbers of the cells' styles mean
        self._cells = 0
        self._row = self._column = self._rows = self._repeated = 0
        self._said: list[str] = []
        self._attributes: Attributes = {}
        self._starts = {
            "table": self._table, "table-column": self._a_column, "table-row": self._new_row, "table-cell": self._cell,
            "covered-table-cell": self._cell,
        }  # fmt: skip
        self._texts = {"p": self._says, "span": self._says, "a": self._says}
        self._ends = {"table-cell": self._cell_is_over, "covered-table-cell": self._cell_is_over}

    def _table(self, _attributes: Attributes) -> None:
        self.sheets.append(Beside())
        self._row = self._rows = self._column = 0
        if len(self.sheets) > SHEETS:
            raise Unreadable("file_unpacks_too_big")

    def _a_column(self, attributes: Attributes) -> None:
        many = repeated(attributes, "number-columns-repeated")
        if _of(attributes, "visibility") in HIDDEN and self.sheets:
            self.sheets[-1].hidden_columns.update(range(self._column + 1, min(self._column + many, COLUMNS) + 1))
        self._column += many

    def _new_row(self, attributes: Attributes) -> None:
        self._row, self._column = self._row + (self._rows or 1), 0
        self._rows = repeated(attributes, "number-rows-repeated")
        if _of(attributes, "visibility") in HIDDEN and self.sheets and self._row + self._rows < ROWS:
            self.sheets[-1].hidden_rows.update(range(self._row, self._row + self._rows))

    def _cell(self, attributes: Attributes) -> None:
        self._attributes, self._said = attributes, []
        self._repeated = repeated(attributes, "number-columns-repeated")

    def _says(self, data: str) -> None:
        if len(self._said) < 8:
            self._said.append(data)

    def _cell_is_over(self) -> None:
        first, self._column = self._column + 1, self._column + self._repeated
        attributes = self._attributes
        if self.sheets and (self._said or _of(attributes, "value-type") or _of(attributes, "formula")):
            self._cells += self._repeated * self._rows
            if self._cells > CELLS:
                raise Unreadable("file_unpacks_too_big")
            if self._column > COLUMNS or self._row + self._rows - 1 > ROWS:
                raise Unreadable("file_corrupt", part=self.part)
            for row in range(self._row, self._row + self._rows):
                for column in range(first, self._column + 1):
                    self._note(row, column)

    def _note(self, row: int, column: int) -> None:
        sheet, attributes = self.sheets[-1], self._attributes
        kind, said = _of(attributes, "value-type"), "".join(self._said)
        if _of(attributes, "formula"):
            sheet.formulas.add((row, column))
            if not kind:
                sheet.valueless.add((row, column))
        if "error" in (value for key, value in attributes.items() if key.endswith(":value-type")):
            sheet.errors[row, column] = said or "#N/A"
        elif said.startswith("Err:") and _of(attributes, "formula"):
            sheet.errors[row, column] = said
        elif kind in ("float", "currency", "percentage"):
            sheet.numbers[row, column] = self._style(kind)
        elif kind == "time":
            sheet.spans.add((row, column))
        wide, high = repeated(attributes, "number-columns-spanned"), repeated(attributes, "number-rows-spanned")
        if wide * high > 1 and len(sheet.merges) < MERGES:
            sheet.merges.append(f"{address(row, column)}:{address(row + high - 1, column + wide - 1)}")

    def _style(self, kind: str) -> int:
        """A percentage and foreign money are more than their number."""
        currency = _of(self._attributes, "currency").strip().upper() if kind == "currency" else ""
        style = "percent" if kind == "percentage" else "" if currency in OURS else IN_CURRENCY + currency[:10]
        if style not in self.styles:
            self.styles.append(style)
        return self.styles.index(style)


def _of(attributes: Attributes, name: str) -> str:
    """office: before table: before whatever else; the error of calcext is asked for on its own."""
    return attributes.get(f"office:{name}") or attributes.get(f"table:{name}") or ""


def repeated(attributes: Attributes, name: str) -> int:
    """How many cells or rows an element stands for, as the attribute says it: one or more."""
    return max(1, min(int(attributes.get(f"table:{name}") or 1), ROWS))
