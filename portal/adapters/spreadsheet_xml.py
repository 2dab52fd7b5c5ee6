"""Watching the XML of a workbook go by, with limits, before any library reads it."""

import re
from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from portal.adapters.spreadsheet_form import Place, Unreadable

DEPTH = 64
TEXT = 32_767 * 4
CELLS, MERGES, STRINGS, STYLES, NAMES = 200_000, 20_000, 200_000, 65_490, 20_000
ROWS, COLUMNS = 1_048_576, 16_384
ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
TRUE = {"1", "true", "on"}

Attributes = dict[str, str]


class Watcher:
    """Goes through one part. What is more than we open ends in a refusal; what is broken, in another."""

    def __init__(self, part: str) -> None:
        self.part, self.depth, self.path = part, 0, [""]
        self.length = 0

    def watch(self, stream: IO[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._unsafe
        parser.EntityDeclHandler = self._unsafe
        try:
            while chunk := stream.read(65536):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError, OverflowError) as error:
            raise Unreadable("file_corrupt", part=self.part) from error

    def _unsafe(self, *_declared: object) -> None:
        raise Unreadable("file_unsafe", what="DOCTYPE")

    def _start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise Unreadable("file_unsafe", what="deep_xml")
        for value in attributes.values():
            if len(value) > TEXT:
                raise Unreadable("file_unsafe", what="long_text")
        self.length = 0
        local = name.rpartition(":")[2] if ":" in name else name
        self.path.append(local)
        self.started(local, attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.path.pop()
        self.ended(name.rpartition(":")[2] if ":" in name else name)

    def _text(self, data: str) -> None:
        self.length += len(data)
        if self.length > TEXT:
            raise Unreadable("file_unsafe", what="long_text")
        self.said(data)

    def started(self, name: str, attributes: Attributes) -> None: ...
    def ended(self, name: str) -> None: ...
    def said(self, data: str) -> None: ...


class Counter(Watcher):
    """Counts one kind of element."""

    def __init__(self, part: str, element: str, most: int) -> None:
        super().__init__(part)
        self.element, self.most, self.count = element, most, 0

    def started(self, name: str, attributes: Attributes) -> None:
        self.count += name == self.element
        if self.count > self.most:
            raise Unreadable("file_unpacks_too_big")


class Relations(Watcher):
    """What a part points to: id → (type, target)."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.found: dict[str, tuple[str, str]] = {}

    def started(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))


class Contents(Watcher):
    """xl/workbook.xml: the sheets in order, the names, the calendar, and whether it is Strict Open XML."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.sheets: list[tuple[str, str, str]] = []
        self.names: dict[str, str] = {}
        self.date1904 = self.strict = False
        self._name = ""

    def started(self, name: str, attributes: Attributes) -> None:
        if self.depth == 1:
            self.strict = any("purl.oclc.org/ooxml" in each for each in attributes.values())
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), relation))
        elif name == "workbookPr":
            self.date1904 = attributes.get("date1904", "").lower() in TRUE
        elif name == "definedName":
            self._name = attributes.get("name", "") if "localSheetId" not in attributes else ""
            if len(self.names) > NAMES:
                raise Unreadable("file_unpacks_too_big")

    def said(self, data: str) -> None:
        if self._name and self.path[-1] == "definedName":
            self.names[self._name] = self.names.get(self._name, "") + data


class Styles(Watcher):
    """Which number format each cell style carries."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.codes: dict[int, str] = {}
        self.formats: list[int] = []

    def started(self, name: str, attributes: Attributes) -> None:
        inside = self.path[-2]
        if name == "numFmt" and inside == "numFmts":
            self.codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif name == "xf" and inside == "cellXfs":
            self.formats.append(int(attributes.get("numFmtId", 0) or 0))
            if len(self.formats) > STYLES:
                raise Unreadable("file_unpacks_too_big")


class Grid(Watcher):
    """One sheet: how many cells hold something, which are formulas, which formulas have no value, what is hidden."""

    def __init__(self, part: str, cells_left: int) -> None:
        super().__init__(part)
        self.cells_left = cells_left
        self.places: set[Place] = set()
        self.holding = 0
        self.formulas: dict[Place, str] = {}
        self.valueless: set[Place] = set()
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merges: list[str] = []
        self._row = self._column = 0
        self._formula: list[str] | None = None
        self._holds = False
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "c": self._cell, "f": self._starts_formula, "row": self._starts_row,
            "col": self._columns, "mergeCell": self._merge,
        }  # fmt: skip

    def started(self, name: str, attributes: Attributes) -> None:
        if handle := self._starts.get(name):
            handle(attributes)

    def ended(self, name: str) -> None:
        if name == "c":
            place = (self._row, self._column)
            self.holding += self._holds
            if self._formula is not None:
                self.formulas[place] = "".join(self._formula)[:200]
                if not self._holds:
                    self.valueless.add(place)

    def said(self, data: str) -> None:
        if (inside := self.path[-1]) in ("v", "t"):
            self._holds = self._holds or bool(data)
        elif inside == "f" and self._formula is not None:
            self._formula.append(data)

    def _cell(self, attributes: Attributes) -> None:
        self._formula, self._holds = None, False
        if written := attributes.get("r"):
            self._row, self._column = place_of(written, self.part)
        else:
            self._column += 1
        place = (self._row, self._column)
        if place in self.places:
            raise Unreadable("duplicate_cell", cell=written or "")
        self.places.add(place)
        self.cells_left -= 1
        if self.cells_left < 0:
            raise Unreadable("file_unpacks_too_big")

    def _starts_formula(self, _attributes: Attributes) -> None:
        if "c" in self.path[-2:]:
            self._formula = []

    def _starts_row(self, attributes: Attributes) -> None:
        self._row = int(float(attributes["r"])) if "r" in attributes else self._row + 1
        self._column = 0
        if not 0 < self._row <= ROWS:
            raise Unreadable("file_corrupt", part=self.part)
        if attributes.get("hidden", "").lower() in TRUE:
            self.hidden_rows.add(self._row)

    def _columns(self, attributes: Attributes) -> None:
        if attributes.get("hidden", "").lower() in TRUE:
            first, last = int(attributes.get("min", 1)), min(int(attributes.get("max", 1)), COLUMNS)
            self.hidden_columns.update(range(max(first, 1), last + 1))

    def _merge(self, attributes: Attributes) -> None:
        self.merges.append(attributes.get("ref", ""))
        if len(self.merges) > MERGES:
            raise Unreadable("file_unpacks_too_big")


def place_of(written: str, part: str = "") -> Place:
    """C14 → (14, 3)."""
    match = ADDRESS.fullmatch(written)
    if not match:
        raise Unreadable("file_corrupt", part=part)
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if row > ROWS or column > COLUMNS:
        raise Unreadable("file_corrupt", part=part)
    return row, column
