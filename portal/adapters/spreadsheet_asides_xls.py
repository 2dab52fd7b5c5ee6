"""What people wrote in an .xls beside its cells: notes, text boxes, headers, what to fill in, properties. Pure."""

import struct
from collections.abc import Iterable, Iterator

from portal.adapters.spreadsheet_asides import (
    COMMENT,
    DRAWING,
    HEADER,
    LINK,
    NAME,
    PROPERTIES,
    VALIDATION,
    has_digits,
    in_address,
)
from portal.adapters.spreadsheet_asides import words as cleaned
from portal.adapters.spreadsheet_form import Aside, address
from portal.adapters.spreadsheet_ole import Container

PAGE_HEADER, PAGE_FOOTER, DEFINED_NAME, NOTE, CONTINUED = 0x14, 0x15, 0x18, 0x1C, 0x3C
OBJECT, DRAWN_TEXT, FILLED_IN = 0x5D, 0x1B6, 0x1BE
LEADS_TO, TIP, CHART_TEXT, CHART_LABEL = 0x1B8, 0x800, 0x100D, 0x204
OF_CHARTS = {PAGE_HEADER: HEADER, PAGE_FOOTER: HEADER, CHART_TEXT: DRAWING, CHART_LABEL: DRAWING}
OF_OLD = {PAGE_HEADER: HEADER, PAGE_FOOTER: HEADER, NOTE: COMMENT, OBJECT: DRAWING}
BY_KIND = {FILLED_IN: VALIDATION, TIP: LINK}
STREAMS = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")

Record = tuple[int, bytes]


def of_sheet(records: Iterable[Record], *, old: bool) -> list[Aside]:
    """The sheet's name is the caller's to fill in. `old` is Excel 5 and 95, which write their texts in another way."""
    found = _of_old(records) if old else _Notes().heard(records)
    return [each for each in found if has_digits(each.text)]


def of_charts(records: Iterable[Record]) -> list[Aside]:
    """Titles, names and labels of the charts on a sheet, or of a chart that is a sheet of its own."""
    said = [
        Aside("", "", OF_CHARTS[kind], cleaned(OF_CHARTS[kind], _roughly(data)))
        for kind, data in records
        if kind in OF_CHARTS
    ]
    return [each for each in said if has_digits(each.text)]


def of_name(data: bytes) -> list[Aside]:
    """The texts in what a defined name stands for."""
    return _enough(NAME, _roughly(data))


def of_properties(container: Container) -> list[Aside]:
    """The streams hold texts among binary values, and binary values are no digits."""
    return [
        aside
        for name in STREAMS
        if name in container.streams
        for aside in _enough(PROPERTIES, cleaned(PROPERTIES, _roughly(container.stream(name))))
    ]


def _enough(kind: str, text: str) -> list[Aside]:
    return [Aside("", "", kind, text)] if has_digits(text) else []


def _roughly(data: bytes) -> str:
    """Read as letters of one byte, and of two from either byte: where it goes wrong it makes no digits."""
    wide = (data[start:].decode("utf-16-le", "replace") for start in (0, 1))
    return "\n".join((data.decode("cp1252", "replace"), *wide))


def _of_old(records: Iterable[Record]) -> Iterator[Aside]:
    for kind, data in records:
        if kind in OF_OLD:
            row, column = struct.unpack_from("<2H", data.ljust(4, b"\0"))
            at = address(row + 1, column + 1) if kind == NOTE else ""
            yield Aside("", at, OF_OLD[kind], cleaned(OF_OLD[kind], _roughly(data)))


class _Notes:
    """The text of a note stands in a drawing, and only the note itself says at which cell."""

    def __init__(self) -> None:
        self._drawn: dict[int, str] = {}
        self._object = self._left = 0

    def heard(self, records: Iterable[Record]) -> list[Aside]:
        found = []
        for kind, data in records:
            if kind == NOTE and len(data) >= 8:
                row, column, _shown, about = struct.unpack_from("<4H", data)
                text = self._drawn.pop(about, "") + "\n" + _roughly(data[8:])
                found.append(Aside("", address(row + 1, column + 1), COMMENT, text))
            elif kind in (PAGE_HEADER, PAGE_FOOTER):
                found.append(Aside("", "", HEADER, cleaned(HEADER, _string(data))))
            elif kind == LEADS_TO:
                found.append(Aside("", "", LINK, in_address(_roughly(data))))
            elif kind in BY_KIND:
                found.append(Aside("", "", BY_KIND[kind], _roughly(data)))
            else:
                self._drawing(kind, data)
        return found + [Aside("", "", DRAWING, text) for text in self._drawn.values()]

    def _drawing(self, kind: int, data: bytes) -> None:
        """An object, then how long its text is, then the text in one or more pieces."""
        if kind == OBJECT and len(data) >= 8:
            self._object = struct.unpack_from("<H", data, 6)[0]
        elif kind == DRAWN_TEXT and len(data) >= 12:
            self._left = struct.unpack_from("<H", data, 10)[0]
        elif kind == CONTINUED and self._left > 0 and data:
            wide = data[0] & 1
            text = data[1:].decode("utf-16-le" if wide else "latin-1", "replace")[: self._left]
            self._drawn[self._object] = self._drawn.get(self._object, "") + text
            self._left -= max(len(text), 1)


def _string(data: bytes) -> str:
    """A text with its length and the width of its letters before it."""
    return data[3:].decode("utf-16-le" if data[2:3] == b"\1" else "latin-1", "replace")
