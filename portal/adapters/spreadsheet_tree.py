"""A small and plain sheet as a tree that the guard and the library both go through, so that it is parsed once."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from portal.adapters.spreadsheet_xml import DEPTH, may_be_long

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SMALL = 2 * 1024 * 1024  # a tree of it takes some 30 MiB for a moment
WORKSHEET, DATA, ROW, CELL, VALUE, FORMULA, INLINE, TEXT = (
    f"{{{MAIN}}}{name}" for name in ("worksheet", "sheetData", "row", "c", "v", "f", "is", "t")
)
ELSEWHERE_ODD = ("}row", "}c")


class Odd(Exception):
    """The sheet is not as spreadsheet programs write it, so it is watched as it goes by."""


def of(xml: bytes) -> Element | None:
    """The sheet as a tree; None where it is large, may hold long texts, or is broken, which is for the watcher to say.

    Without `<!` the part declares no document type, so it has no entities of its own.
    """
    if len(xml) > SMALL or may_be_long(xml):
        return None
    try:
        root = fromstring(xml)  # noqa: S314 - it declares no document type
    except (ParseError, ValueError, LookupError, OverflowError):
        return None
    return root if root.tag == WORKSHEET else None


def beside(root: Element) -> Iterator[Element]:
    """What stands in the sheet beside its rows. Odd where a row or a cell is among it, or it lies too deep."""
    level = [each for each in root if each.tag != DATA]
    for _depth in range(DEPTH):
        if not level:
            return
        if any(each.tag.endswith(ELSEWHERE_ODD) for each in level):
            raise Odd
        yield from level
        level = [inner for each in level for inner in each]
    raise Odd
