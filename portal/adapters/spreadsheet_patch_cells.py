"""New styles for some cells of one sheet's XML; a cell that is not there is put in its place. Pure."""

import re
from collections import deque
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from portal.adapters.spreadsheet_form import Place, address
from portal.adapters.spreadsheet_patch_xml import REST, SKIPPED, NotSound, Tag, root, tags, with_attribute

REFERENCE = re.compile(rb"""\sr\s*=\s*["']\s*\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\s*["']""")
STYLE = re.compile(rb"""\ss\s*=\s*["']\s*([0-9]{1,6})\s*["']""")
LAST_COLUMN = 16_384

StyleOf = Callable[[int, str], int]  # the style a cell has, and its mark → the style it gets


def restyled(xml: bytes, marks: Mapping[Place, str], style_of: StyleOf, back: Mapping[int, int]) -> bytes:
    """The sheet with its cells marked. `back` gives the style without an older mark of ours."""
    work = _Sheet(xml, marks, style_of, back)
    fresh = work.written()
    if not work.ordered and work.inserted:  # a cell may come later than its place: nothing is put in then
        fresh = _Sheet(xml, marks, style_of, back, insert=False).written()
    return fresh


def highest_style(xml: bytes) -> int:
    return max((int(each) for each in STYLE.findall(xml)), default=0)


class _Sheet:
    def __init__(
        self, xml: bytes, marks: Mapping[Place, str], style_of: StyleOf, back: Mapping[int, int], insert: bool = True
    ) -> None:
        self.xml, self.style_of, self.back, self.insert = xml, style_of, back, insert
        self.prefix = root(xml).prefix
        self.left: dict[int, dict[int, str]] = {}
        for (row, column), severity in sorted(marks.items()):
            self.left.setdefault(row, {})[column] = severity
        self.ahead = deque(sorted(self.left))
        self.pieces: list[bytes] = []
        self.done = 0  # up to this byte the XML is written
        self.row = self.column = self.last = 0
        self.row_style: int | None = None
        self.inside = False
        self.ordered, self.inserted = True, 0

    def written(self) -> bytes:
        for match in _pattern(self.prefix).finditer(self.xml):
            if match[1]:
                self._closes(match[1], match.start())
            elif match[2] == b"sheetData":
                self._data(match)
            elif self.inside and match[2] == b"row":
                self._row(match)
            elif self.inside and match[2]:
                self._cell(match)
        return b"".join([*self.pieces, self.xml[self.done :]])

    def _data(self, match: re.Match[bytes]) -> None:
        if self.inside:
            raise NotSound("a sheet with two tables of cells")
        self.inside = True
        if match[3].endswith(b"/"):
            self._opened(match, b"sheetData", self._rows(None))
            self.inside = False

    def _row(self, match: re.Match[bytes]) -> None:
        written = re.search(rb"""\sr\s*=\s*["']\s*([0-9.]{1,9})""", match[3])
        number = int(float(written[1])) if written else self.row + 1
        self.ordered = self.ordered and number > self.last
        self._put(match.start(), self._rows(number))
        self.row = self.last = number
        self.column = 0
        style = STYLE.search(match[3]) if b"customFormat" in match[3] else None
        self.row_style = int(style[1]) if style else None
        if match[3].endswith(b"/"):
            self._opened(match, b"row", self._cells(None))

    def _cell(self, match: re.Match[bytes]) -> None:
        reference = REFERENCE.search(match[3])
        row, column = (int(reference[2]), _column(reference[1])) if reference else (self.row, self.column + 1)
        self.ordered = self.ordered and row == self.row and column > self.column
        self._put(match.start(), self._cells(column))
        self.row, self.column = row, column
        style = STYLE.search(match[3])
        base = int(style[1]) if style else 0
        fresh = self.back.get(base, base)
        if severity := self.left.get(row, {}).pop(column, ""):
            fresh = self.style_of(fresh, severity)
        if fresh != base:
            self._put(match.start(), b"")
            self.pieces.append(with_attribute(match[0], b"s", str(fresh)))
            self.done = match.end()

    def _closes(self, name: bytes, at: int) -> None:
        if name == b"row" and self.inside:
            self._put(at, self._cells(None))
        elif name == b"sheetData":
            self._put(at, self._rows(None))
            self.inside = False

    def _put(self, at: int, more: bytes) -> None:
        """What stands before this byte, then the new."""
        if more or at > self.done:
            self.pieces += [self.xml[self.done : at], more]
            self.done = at

    def _opened(self, match: re.Match[bytes], name: bytes, content: bytes) -> None:
        """An empty element that gets a content."""
        if content:
            self._put(match.start(), match[0][:-2].rstrip() + b">" + content + b"</" + self.prefix + name + b">")
            self.done = match.end()

    def _rows(self, before: int | None) -> bytes:
        """The rows that are missing before this one, or behind the last."""
        found = []
        while self.ahead and (before is None or self.ahead[0] < before):
            self.row, self.row_style, self.column = self.ahead.popleft(), None, 0
            if self.row > self.last and (cells := self._cells(None)):
                found.append(b'<%brow r="%d">%b</%brow>' % (self.prefix, self.row, cells, self.prefix))
        if self.ahead and self.ahead[0] == before:
            self.ahead.popleft()
        return b"".join(found)

    def _cells(self, before: int | None) -> bytes:
        """The cells that are missing in this row before that column, or behind its last cell."""
        wanted = self.left.get(self.row)
        if not wanted or not self.insert:
            return b""
        columns = [each for each in wanted if (before is None or each < before) and each > self.column]
        found = []
        for column in columns:
            style = self.style_of(self._base(column), wanted.pop(column))
            found.append(b'<%bc r="%b" s="%d"/>' % (self.prefix, address(self.row, column).encode(), style))
        self.inserted += len(found)
        return b"".join(found)

    def _base(self, column: int) -> int:
        base = self.row_style if self.row_style is not None else self._column_style(column)
        return self.back.get(base, base)

    def _column_style(self, column: int) -> int:
        return next((style for first, last, style in self.column_styles if first <= column <= last), 0)

    @cached_property
    def column_styles(self) -> list[tuple[int, int, int]]:
        before = tags(self.xml, b"col", end=self.xml.find(b"sheetData"))
        return [(_number(tag, b"min"), _number(tag, b"max"), _number(tag, b"style")) for tag in before]


def _number(tag: Tag, name: bytes) -> int:
    value = tag.get(name) or ""
    return int(value) if value.isascii() and value.isdecimal() else 0


@lru_cache(8)
def _pattern(prefix: bytes) -> re.Pattern[bytes]:
    own = re.escape(prefix)
    closing = rb"</" + own + rb"(row|sheetData)\s*>"
    opening = rb"<" + own + rb"(sheetData|row|c)(?=[\s/>])" + REST + rb">"
    return re.compile(SKIPPED + b"|" + closing + b"|" + opening, re.DOTALL)


@lru_cache(LAST_COLUMN)
def _column(name: bytes) -> int:
    number = 0
    for letter in name.upper():
        number = number * 26 + letter - 64
    return number
