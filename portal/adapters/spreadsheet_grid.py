"""Watching one sheet go by: what holds something, which formulas have no value, what is hidden or merged."""

from collections.abc import Iterator
from contextlib import suppress
from xml.etree.ElementTree import Element

from portal.adapters import spreadsheet_tree
from portal.adapters.spreadsheet_form import Place, Unreadable
from portal.adapters.spreadsheet_tree import CELL, DATA, FORMULA, INLINE, ROW, TEXT, VALUE, Odd
from portal.adapters.spreadsheet_xml import (
    COLUMNS,
    MERGES,
    ROWS,
    TRUE,
    Attributes,
    Watcher,
    columns,
    place_of,
)

LONGEST_FORMULA = 200
NO_SIZE = frozenset({"0", "0.0"})  # a row or a column drawn so small that nobody sees it
EXACT = 15  # digits that a float keeps
ODD_KINDS = frozenset({"inlineStr", "b", "d"})  # cells that openpyxl is slow at, or too strict with


OF_CELLS = frozenset({VALUE, FORMULA})


class Grid(Watcher):
    """One sheet, as the guard saw it; the library must find as many cells that hold something."""

    def __init__(self, part: str, cells_left: int) -> None:
        super().__init__(part)
        self._most = cells_left
        self.holding = 0
        self.odd = False
        self.formulas: dict[Place, str] = {}
        self.long: dict[Place, str] = {}  # numbers as written, where a float may not keep every digit
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merges: list[str] = []
        self.cells: dict[Place, Element | None] = {}  # with its element, where the sheet is small and plain
        self.is_plain = False
        self._row = self._column = 0
        self._row_written = "-"
        self._columns_told = 0
        self._place: Place = (0, 0)
        self._kind, self._holds = "n", False
        self._columns = columns()
        self._starts = {
            "c": self._cell, "f": self._formula, "row": self._new_row, "col": self._hidden_columns,
            "mergeCell": self._merge,
        }  # fmt: skip
        self._texts = {"v": self._value, "t": self._inline_text, "f": self._says_formula}

    def go_through(self, tree: Element) -> None:
        """As `watch`, over a tree. Odd when something stands where spreadsheet programs put nothing of the kind."""
        for data in tree:
            if data.tag == DATA:
                self._rows(data)
        handlers = {"col": self._hidden_columns, "mergeCell": self._merge}
        for each in spreadsheet_tree.beside(tree):
            if handle := handlers.get(each.tag.rpartition("}")[2]):
                handle(each.attrib)
        self.is_plain = True

    def _rows(self, data: Element) -> None:
        for row in data:
            if row.tag != ROW or not row.get("r", "1").isdecimal():
                raise Odd
            self._new_row(row.attrib)
            for cell in row:
                if cell.tag != CELL:
                    raise Odd
                self._cell(cell.attrib)
                self.cells[self._place] = cell
                self._what_it_holds(cell)

    def _what_it_holds(self, cell: Element) -> None:
        for each in cell:
            kind = each.tag
            if kind == INLINE:
                self._inline(each)
            elif len(each) or kind not in OF_CELLS:
                raise Odd
            elif kind == FORMULA:
                self.formulas[self._place] = (each.text or "")[:LONGEST_FORMULA]
            elif said := each.text:
                self._value_says(said)

    def _inline(self, texts: Element) -> None:
        for each in texts:
            if each.tag != TEXT or len(each):
                raise Odd
            if each.text:
                self._text_says()

    def elements(self) -> Iterator[tuple[Place, Element]]:
        """The cells of a plain sheet, in the order of the file."""
        return ((place, element) for place, element in self.cells.items() if element is not None)

    @property
    def cells_left(self) -> int:
        return self._most - len(self.cells)

    def _cell(self, attributes: Attributes) -> None:
        self._kind = kind = attributes.get("t", "n")
        self._holds = False
        if kind in ODD_KINDS:
            self.odd = True
        row, written, cells = self._row, attributes.get("r"), self.cells
        if not written:
            column = self._column + 1
            if column > COLUMNS or not row:
                raise Unreadable("file_corrupt", part=self.part)
        elif not (column := self._columns.get(written.removesuffix(self._row_written), 0)):
            if "$" in written:  # as in formulas; no program writes a cell's own address so
                raise Unreadable("file_corrupt", part=self.part)
            row, column = place_of(written, self.part)
        self._column = column
        self._place = place = (row, column)
        if place in cells:
            raise Unreadable("duplicate_cell", cell=written or "")
        cells[place] = None
        if len(cells) > self._most:
            raise Unreadable("file_unpacks_too_big")

    def _new_row(self, attributes: Attributes) -> None:
        written = attributes.get("r")
        self._row = int(float(written)) if written else self._row + 1
        self._row_written, self._column = str(self._row), 0
        if not 0 < self._row <= ROWS:
            raise Unreadable("file_corrupt", part=self.part)
        if attributes.get("hidden", "").lower() in TRUE or attributes.get("ht") in NO_SIZE:
            self.hidden_rows.add(self._row)

    def _value(self, data: str) -> None:
        if self._locals[self.open[1]] == "c":
            self._value_says(data)

    def _value_says(self, data: str) -> None:
        if self._kind == "inlineStr":
            return
        if not self._holds:
            self._holds = True
            self.holding += 1
        if len(data) > EXACT and self._kind == "n":
            self.long[self._place] = data

    def _inline_text(self, _data: str) -> None:
        if self.parent != "rPh":
            self._text_says()

    def _text_says(self) -> None:
        if self._kind == "inlineStr" and not self._holds:
            self._holds = True
            self.holding += 1

    def _formula(self, _attributes: Attributes) -> None:
        if self.parent == "c":
            self.formulas[self._place] = ""

    def _says_formula(self, data: str) -> None:
        if self.parent == "c":
            self.formulas[self._place] = (self.formulas[self._place] + data)[:LONGEST_FORMULA]

    def _hidden_columns(self, attributes: Attributes) -> None:
        if attributes.get("hidden", "").lower() in TRUE or attributes.get("width") in NO_SIZE:
            first, last = int(attributes.get("min", 1)), min(int(attributes.get("max", 1)), COLUMNS)
            self._columns_told += last - first
            if self._columns_told > 4 * COLUMNS:  # the same columns again and again
                raise Unreadable("file_corrupt", part=self.part)
            self.hidden_columns.update(range(max(first, 1), last + 1))

    def _merge(self, attributes: Attributes) -> None:
        self.merges.append(attributes.get("ref", ""))
        if len(self.merges) > MERGES:
            raise Unreadable("file_unpacks_too_big")


def watched(part: str, xml: bytes, cells_left: int) -> Grid:
    """The grid of a sheet: over its tree where it is small and plain, which the library then reads as well."""
    grid = Grid(part, cells_left)
    tree = spreadsheet_tree.of(xml)
    if tree is not None:
        with suppress(Odd):
            grid.go_through(tree)
            return grid
        grid = Grid(part, cells_left)
    grid.watch(xml)
    return grid
