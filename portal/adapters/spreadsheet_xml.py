"""Watching the XML of a workbook go by, with limits, before any library reads it."""

import re
from collections import deque
from collections.abc import Callable
from functools import cache
from typing import TypeVar
from xml.parsers import expat

from portal.adapters.spreadsheet_form import Place, Unreadable

DEPTH = 64
TEXT = 32_767 * 4
UNMEASURED = TEXT // (DEPTH + 2)  # bytes between two tags: one text may stand in as many pieces as elements end in it
CELLS, MERGES, STRINGS, STYLES, NAMES = 200_000, 20_000, 200_000, 65_490, 20_000
ROWS, COLUMNS = 1_048_576, 16_384
ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TRUE = {"1", "true", "on"}
DECLARATION = re.compile(r"^<\?xml[^>]*\?>")
STRICT = (
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
)

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
Says = Callable[[str], None]
T = TypeVar("T")


def parsed(xml: bytes, part: str, **handlers: Callable[..., None]) -> None:
    """Let expat go through the part. Whatever declares a document type is refused, before it can declare entities."""

    def unsafe(*_declared: object) -> None:
        raise Unreadable("file_unsafe", what="DOCTYPE")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = unsafe
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError, OverflowError) as error:
        raise Unreadable("file_corrupt", part=part) from error


def may_be_long(xml: bytes) -> bool:
    """Whether an attribute or a text may be over the limit, so that each must be measured; asked of the whole part.

    Where tags stand close together nothing can be. Comments and the like may cut a text into any number of pieces, and
    in UTF-16 the bytes do not tell the tags.
    """
    if b"\0" in xml or b"<!" in xml or xml.count(b"<?") > 1:
        return True
    at = 0
    while at + UNMEASURED < len(xml):
        at = xml.rfind(b"<", at + 1, at + UNMEASURED)
        if at < 0:
            return True
    return False


class _Locals(dict[str, str]):
    """x:c → c, worked out once for each name."""

    def __missing__(self, name: str) -> str:
        self[name] = local = name.rpartition(":")[2]
        return local


class _Handlers(dict[str, T | None]):
    """x:c → what is done at a c, looked up once for each name."""

    def __init__(self, by_local: dict[str, T]) -> None:
        super().__init__()
        self.by_local = by_local

    def __missing__(self, name: str) -> T | None:
        self[name] = found = self.by_local.get(name.rpartition(":")[2])
        return found


class Watcher:
    """Goes through one part. What is more than we open ends in a refusal; what is broken, in another."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.open = deque([""])  # the elements that are open, the innermost first
        self._locals = _Locals()
        self._length = 0
        self._starts: dict[str, Callable[[Attributes], None]] = {}
        self._ends: dict[str, Callable[[], None]] = {}
        self._texts: dict[str, Callable[[str], None]] = {}

    def watch(self, xml: bytes) -> None:
        start, text = self._on_start(), self._on_text()
        if may_be_long(xml):
            start, text = self._measured(start, text)
        ends = self._on_end() if self._ends else self.open.remove  # the innermost of that name
        parsed(xml, self.part, StartElementHandler=start, EndElementHandler=ends, CharacterDataHandler=text)

    @property
    def parent(self) -> str:
        """What the innermost open element stands in."""
        return self._locals[self.open[1]]

    def _on_start(self) -> Start:
        stack, enter, handlers = self.open, self.open.appendleft, _Handlers(self._starts)

        def start(name: str, attributes: Attributes) -> None:
            enter(name)
            if len(stack) > DEPTH + 1:
                raise Unreadable("file_unsafe", what="deep_xml")
            if handle := handlers[name]:
                handle(attributes)

        return start

    def _on_end(self) -> Says:
        leave, handlers = self.open.popleft, _Handlers(self._ends)

        def end(name: str) -> None:
            leave()
            if handle := handlers[name]:
                handle()

        return end

    def _on_text(self) -> Says:
        stack, handlers = self.open, _Handlers(self._texts)

        def text(data: str) -> None:
            if handle := handlers[stack[0]]:
                handle(data)

        return text

    def _measured(self, start: Start, text: Says) -> tuple[Start, Says]:
        """With a count of the letters of each text and of all attributes of an element."""

        def measured_start(name: str, attributes: Attributes) -> None:
            if sum(map(len, attributes.values())) > TEXT:
                raise Unreadable("file_unsafe", what="long_text")
            self._length = 0
            start(name, attributes)

        def measured_text(data: str) -> None:
            self._length += len(data)
            if self._length > TEXT:
                raise Unreadable("file_unsafe", what="long_text")
            text(data)

        return measured_start, measured_text


class Relations(Watcher):
    """What a part points to: id → (type, target)."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.found: dict[str, tuple[str, str]] = {}
        self._starts = {"Relationship": self._relationship}

    def _relationship(self, attributes: Attributes) -> None:
        if attributes.get("TargetMode") != "External":
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
        self._starts = {
            "workbook": self._root, "sheet": self._sheet, "workbookPr": self._properties, "definedName": self._defined,
        }  # fmt: skip
        self._texts = {"definedName": self._points_to}

    def _root(self, attributes: Attributes) -> None:
        self.strict = any("purl.oclc.org/ooxml" in each for each in attributes.values())

    def _sheet(self, attributes: Attributes) -> None:
        relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        self.sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), relation))

    def _properties(self, attributes: Attributes) -> None:
        self.date1904 = attributes.get("date1904", "").lower() in TRUE

    def _defined(self, attributes: Attributes) -> None:
        self._name = attributes.get("name", "") if "localSheetId" not in attributes else ""
        if len(self.names) > NAMES:
            raise Unreadable("file_unpacks_too_big")

    def _points_to(self, data: str) -> None:
        if self._name:
            self.names[self._name] = self.names.get(self._name, "") + data


class Styles(Watcher):
    """Which number format each cell style carries."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.codes: dict[int, str] = {}
        self.formats: list[int] = []
        self._starts = {"numFmt": self._format, "xf": self._style}

    def _format(self, attributes: Attributes) -> None:
        if self.parent == "numFmts":
            self.codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")

    def _style(self, attributes: Attributes) -> None:
        if self.parent == "cellXfs":
            self.formats.append(int(attributes.get("numFmtId", 0) or 0))
            if len(self.formats) > STYLES:
                raise Unreadable("file_unpacks_too_big")


class Strings(Watcher):
    """The shared strings, without the reading aids that Japanese has beside them."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.found: list[str] = []
        self._said: list[str] = []
        self._starts = {"si": self._begins}
        self._ends = {"si": self._is_over}
        self._texts = {"t": self._says}

    def _begins(self, _attributes: Attributes) -> None:
        self._said = []

    def _says(self, data: str) -> None:
        if self.parent != "rPh":
            self._said.append(data)

    def _is_over(self) -> None:
        self.found.append(unescaped("".join(self._said)))
        if len(self.found) > STRINGS:
            raise Unreadable("file_unpacks_too_big")


def transitional(xml: bytes, *, strict: bool) -> bytes:
    """Strict Open XML is the same under other names; openpyxl alone would silently read no cell at all."""
    if not strict:
        return xml
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        xml = DECLARATION.sub("", xml.decode("utf-16")).encode()
    return xml.replace(*STRICT)


def unescaped(text: str) -> str:
    """Excel writes characters that XML forbids as _xHHHH_."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


@cache
def columns() -> dict[str, int]:
    """A → 1, ZZ → 702: nearly every column there is."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    names = [*alphabet, *(one + two for one in alphabet for two in alphabet)]
    return {name: number for number, name in enumerate(names, 1)}


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
