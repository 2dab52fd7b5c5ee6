"""What people wrote in an OpenDocument beside its cells: annotations, shapes, headers, properties. Pure."""

from collections.abc import Iterable

from portal.adapters.spreadsheet_asides import (
    ADDRESS,
    CHANGES,
    COMMENT,
    DRAWING,
    FORMULA,
    HEADER,
    LINK,
    NAME,
    PROPERTIES,
    SCENARIO,
    VALIDATION,
    as_far_as_it_goes,
    has_digits,
    in_address,
    may_hold,
    quoted,
)
from portal.adapters.spreadsheet_form import Aside, address
from portal.adapters.spreadsheet_ods import repeated
from portal.adapters.spreadsheet_xml import Attributes

ABOUT = ("title", "subject", "description", "keyword", "creator", "initial-creator", "printed-by", "user-defined")
PAGES = ("", "-left", "-first")
SHAPES = ("text-box", "custom-shape", "frame", "rect", "line", "ellipse", "circle", "polygon", "path", "caption")
HOLDERS = {
    "document-meta": dict.fromkeys(ABOUT, PROPERTIES),
    "document-styles": {f"{end}{page}": HEADER for end in ("header", "footer") for page in PAGES},
    "document-content": {
        "annotation": COMMENT,
        **dict.fromkeys(SHAPES, DRAWING),
        **dict.fromkeys(("title", "subtitle"), DRAWING),  # of a chart
        **dict.fromkeys(("help-message", "error-message"), VALIDATION),
        "tracked-changes": CHANGES,
    },
}
FORMULAS = {
    "table:content-validation": ("table:condition", VALIDATION),
    "table:named-expression": ("table:expression", NAME),
    "table:table-cell": ("table:formula", FORMULA),
}
ATTRIBUTES = {
    "table:help-message": ("table:title", VALIDATION),
    "table:error-message": ("table:title", VALIDATION),
    "table:scenario": ("table:comment", SCENARIO),
    "text:a": ("xlink:href", ADDRESS),
}
MARKS = (
    b"<office:annotation",
    b"<draw:",
    b"-message",
    b"<table:named-",
    b"<table:tracked",
    b"<chart:",
    b"quot;",
    b"<text:a ",
)
BETWEEN = {"s": " ", "tab": " ", "line-break": "\n"}
CELLS = {"table-cell", "covered-table-cell"}


def asides_of(parts: Iterable[tuple[str, bytes]]) -> list[Aside]:
    """What stands in all the parts of one document, each with its name."""
    return [each for part, xml in parts if part.lower().endswith(".xml") for each in of_part(part, xml)]


def of_part(part: str, xml: bytes) -> list[Aside]:
    """What stands in one part. One that only has cells is not gone through again."""
    looks_so = b"\0" in xml or b"document-content" not in xml[:2_000] or any(mark in xml for mark in MARKS)
    return Listener(part).listen(xml) if looks_so and may_hold(xml) else []


class Listener:
    """Goes through one part, and keeps count of where in which sheet it is."""

    def __init__(self, part: str) -> None:
        self.found: list[Aside] = []
        self._part = part
        self._holders: dict[str, str] = {}
        self._open: list[str] = []
        self._pieces: list[str] = []
        self._depth = 0
        self._sheet = ""
        self._row = self._rows = self._column = self._columns = self._in_cell = 0

    def listen(self, xml: bytes) -> list[Aside]:
        as_far_as_it_goes(xml, self._part, self._start, self._end, self._text)
        return self.found

    def _start(self, written: str, attributes: Attributes) -> None:
        name = written.rpartition(":")[2]
        self._depth += 1
        if self._depth == 1:
            self._holders = HOLDERS.get(name, {})
        if name in self._holders:
            self._open.append(name)
        elif self._open:
            self._pieces.append(BETWEEN.get(name, ""))
        else:
            self._goes_to(name, attributes)
        if written in FORMULAS:
            key, kind = FORMULAS[written]
            for text in quoted(attributes.get(key, "")):
                self._say(kind, text)
        if written in ATTRIBUTES:
            key, kind = ATTRIBUTES[written]
            self._say(kind, attributes.get(key, ""))

    def _goes_to(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self._sheet = attributes.get("table:name", "")
            self._row = self._rows = 0
        elif name == "table-row":
            self._row, self._column, self._columns = self._row + (self._rows or 1), 0, 0
            self._rows = repeated(attributes, "number-rows-repeated")
        elif name in CELLS:
            self._column += self._columns or 1
            self._columns = repeated(attributes, "number-columns-repeated")
            self._in_cell += 1

    def _end(self, written: str) -> None:
        name = written.rpartition(":")[2]
        self._depth -= 1
        if self._open and name == self._open[-1]:
            text, self._pieces = "".join(self._pieces), []
            self._say(self._holders[self._open.pop()], text)
        elif self._open:
            self._pieces.append("\n" if name in ("p", "desc", "creator", "date") else "")
        elif name == "table":
            self._sheet = ""
        elif name in CELLS:
            self._in_cell -= 1

    def _text(self, data: str) -> None:
        if self._open:
            self._pieces.append(data)

    def _say(self, kind: str, text: str) -> None:
        if kind == ADDRESS:
            kind, text = LINK, in_address(text)
        if has_digits(text):
            at_cell = self._in_cell and kind in (COMMENT, FORMULA)
            cell = address(self._row, self._column) if at_cell else ""
            self.found.append(Aside(self._sheet, cell, kind, text))
