"""What people wrote in a workbook beside its cells: comments, text boxes, headers, properties, names. Pure.

It is only ever looked through for what must not be kept, so a part is gone through only when its bytes hold digits as
a CPR number has them. Numbers that programs write (identifiers, dates, sizes) are no text of a person's.
"""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from portal.adapters.spreadsheet_form import Aside, Place, Unreadable, address
from portal.adapters.spreadsheet_xml import Attributes, Says, Start, parsed, unescaped

COMMENT, DRAWING, HEADER, PROPERTIES, NAME = "comment", "drawing", "header", "properties", "name"
VALIDATION, LINK, SCENARIO, PIVOT, EXTERNAL = "validation", "link", "scenario", "pivot", "external"
FORMULA, CHANGES, ADDRESS = "formula", "changes", "address"  # the last: where a link leads
DIGITS = 10
SHAPE = re.compile(rb"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d[^\d<>]{0,21}\d{4}")
EVERY_DIGIT, SIX_DIGITS = bytes.maketrans(b"123456789", b"0" * 9), b"0" * 6
TAG = re.compile(rb"<[^<>]*>\s*")
BEGINNING, BOM = 2_000, b"\xef\xbb\xbf"
ROOT = re.compile(rb"(?:<\?xml[^<>]*\?>\s*)?<(?:[\w.-]+:)?([A-Za-z]\w*)")
HYPHENATED = re.compile(r"(?<!\d)\d{6}-\d{4}(?!\d)", re.ASCII)
FINGERPRINT = re.compile(r"0x[0-9a-fA-F]{30,}|[0-9a-fA-F]{32,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
BY_PROGRAMS = ("_dlc_", "MSIP_", "ContentTypeId", "MediaService", "TaxCatchAll")  # how names of properties begin
QUOTED = re.compile(r'"((?:[^"]|"")*)"')
IN_HEADERS = re.compile(r'&(?:([LCR])|"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,2}|[A-Za-z])')
BREAK = re.compile(rb"<br\s*>", re.IGNORECASE)  # Excel's old drawings are not always XML


class Rule(NamedTuple):
    """What counts in parts with one root: elements whose text does, and attributes; `units` join the pieces."""

    texts: Mapping[str, str]
    units: Collection[str] = ()
    attributes: Mapping[str, tuple[str, ...]] = {}


HEADERS = {f"{page}{end}": HEADER for page in ("odd", "even", "first") for end in ("Header", "Footer")}
SHEET = Rule(
    {**HEADERS, "formula1": VALIDATION, "formula2": VALIDATION},
    HEADERS.keys() | {"formula1", "formula2"},
    {
        "dataValidation": (VALIDATION, "promptTitle", "prompt", "errorTitle", "error"),
        "hyperlink": (LINK, "tooltip", "display"),
        "scenario": (SCENARIO, "name", "comment", "user"),
    },
)
SHAPES = Rule({"t": DRAWING, "v": DRAWING}, {"p", "v"}, {"cNvPr": (DRAWING, "name", "descr", "title")})
CACHE = Rule({}, (), {"s": (PIVOT, "v")})
FORMULAS = {"definedName", "formula1", "formula2"}
OWN = ("lpwstr", "lpstr", "bstr", "Manager", "Company", "HyperlinkBase")
ABOUT = ("title", "subject", "creator", "keywords", "description", "lastModifiedBy", "category", "contentStatus")
RULES = {
    "comments": Rule({"t": COMMENT, "author": COMMENT}, {"comment", "author"}),
    "ThreadedComments": Rule({"text": COMMENT}, {"threadedComment"}),
    "personList": Rule({}, (), {"person": (COMMENT, "displayName")}),
    **dict.fromkeys(("wsDr", "userShapes", "dataModel", "drawing", "chartSpace"), SHAPES),
    "xml": Rule({}, {"textbox"}, {"shape": (DRAWING, "alt", "title")}),
    **dict.fromkeys(("worksheet", "chartsheet", "dialogsheet", "macrosheet"), SHEET),
    "workbook": Rule({"definedName": NAME}, {"definedName"}, {"definedName": (NAME, "comment", "description")}),
    "coreProperties": Rule(dict.fromkeys(ABOUT, PROPERTIES), ABOUT),
    "Properties": Rule(dict.fromkeys(OWN, PROPERTIES), OWN, {"property": (PROPERTIES, "name")}),
    "externalLink": Rule({"v": EXTERNAL}, {"v"}),
    "revisions": Rule({"t": CHANGES}, {"is"}),
    "table": Rule({}, (), {"table": (NAME, "comment"), "x14:table": (NAME, "altText", "altTextSummary")}),
    **dict.fromkeys(("pivotCacheDefinition", "pivotCacheRecords"), CACHE),
    "Relationships": Rule({}, (), {"Relationship": (ADDRESS, "Target")}),
}


def may_hold(xml: bytes) -> bool:
    """Whether the bytes have digits as a CPR number has them, be they cut in pieces by tags."""
    if b"\0" in xml or b"&#" in xml:  # in UTF-16, or written by their numbers
        return True
    return _has_the_shape(xml) or _has_the_shape(TAG.sub(b"", xml))


def _has_the_shape(written: bytes) -> bool:
    return SIX_DIGITS in written.translate(EVERY_DIGIT) and bool(SHAPE.search(written))  # a regex alone is slow


def root_of(xml: bytes) -> str:
    """The name of the part's first element; nothing where that takes more than a look to say."""
    root = ROOT.match(xml[:BEGINNING].removeprefix(BOM).lstrip())
    return root[1].decode("ascii") if root else ""


def of_part(part: str, xml: bytes) -> list[Aside]:
    """What stands in one part of an Open XML workbook, with the part in place of the sheet; see `placed`."""
    if (root := root_of(xml)) and root not in RULES:
        return []
    if not may_hold(xml):
        return []
    return Listener(part).listen(BREAK.sub(b"", xml) if part.lower().endswith(".vml") else xml)


def of_sheet(part: str, xml: bytes) -> list[Aside]:
    """What stands after the cells of a sheet; the cells themselves are looked at on their own."""
    after = xml[max(0, xml.rfind(b"sheetData")) :]
    return of_part(part, xml) if b"\0" in xml or may_hold(after) else []


def of_formulas(sheet: str, formulas: Mapping[Place, str]) -> list[Aside]:
    """What stands in quotes in the formulas of a sheet."""
    if not _has_the_shape("\n".join(formulas.values()).encode()):
        return []
    return [
        Aside(sheet, address(*place), FORMULA, text)
        for place, formula in formulas.items()
        for text in quoted(formula)
        if has_digits(text)
    ]


def has_digits(text: str) -> bool:
    """Whether there are digits enough for a CPR number."""
    return len(text) >= DIGITS and sum(map(str.isdigit, text)) >= DIGITS


def quoted(formula: str) -> list[str]:
    """The texts in a formula."""
    return [each.replace('""', '"') for each in QUOTED.findall(formula)]


def in_address(text: str) -> str:
    """Of where a link leads, the numbers with a hyphen: ten digits in a row are what programs call things by."""
    return "\n".join(HYPHENATED.findall(text))


def words(kind: str, text: str) -> str:
    """Without the codes of headers, and without what programs write among the properties."""
    if kind == HEADER:
        return IN_HEADERS.sub(lambda match: "\n" if match[1] else "", text.replace("&&", "+"))
    return FINGERPRINT.sub("", text) if kind == PROPERTIES else unescaped(text)


def placed(found: Collection[Aside], sheets: Mapping[str, str]) -> list[Aside]:
    """With the sheet in place of the part, or nothing when the part is the whole workbook's."""
    return [each._replace(sheet=sheets.get(each.sheet, "")) for each in found]


def as_far_as_it_goes(xml: bytes, part: str, start: Start, end: Says, text: Says) -> None:
    """Go through a part that may be broken further on: whoever reads the file says so."""
    try:
        parsed(xml, part, StartElementHandler=start, EndElementHandler=end, CharacterDataHandler=text)
    except Unreadable as error:
        if error.code != "file_corrupt":
            raise


class Listener:
    """Goes through one part of Open XML. A part that is broken says what it says until there."""

    def __init__(self, part: str) -> None:
        self.found: list[Aside] = []
        self._part = part
        self._path = ["", "", ""]
        self._rule: Rule | None = None
        self._pieces: list[str] = []
        self._cell = self._kind = self._name = ""

    def listen(self, xml: bytes) -> list[Aside]:
        as_far_as_it_goes(xml, self._part, self._start, self._end, self._text)
        return self.found

    def _start(self, written: str, attributes: Attributes) -> None:
        name = written.rpartition(":")[2]
        self._path.append(name)
        if len(self._path) == 4:
            self._rule = RULES.get(name)
        if self._rule is None:
            return
        if name in ("comment", "threadedComment"):
            self._cell = attributes.get("ref", "")
        elif name == "cell":
            self._kind = attributes.get("t", "")
        elif name == "property":
            self._name = attributes.get("name", "")
        if keys := self._rule.attributes.get(written) or self._rule.attributes.get(name):
            for key in keys[1:]:
                self._say(keys[0], attributes.get(key, ""))

    def _end(self, _written: str) -> None:
        name = self._path.pop()
        if self._rule and name in self._rule.units:
            text, self._pieces = "".join(self._pieces), []
            self._say(self._rule.texts.get(name) or _kind_of(self._rule), text, formula=name in FORMULAS)
            self._cell = "" if name in ("comment", "threadedComment") else self._cell

    def _text(self, data: str) -> None:
        if self._rule and self._is_said():
            self._pieces.append(data)

    def _is_said(self) -> bool:
        """Whether this text is a person's: not the figures of a chart or of another workbook."""
        path, rule = self._path, self._rule
        if rule is SHAPES and path[-1] == "v":
            return path[-3] in ("strCache", "strLit")
        if rule is RULES["xml"]:
            return "textbox" in path
        if rule is RULES["externalLink"]:
            return self._kind == "str"
        if rule is SHEET and path[-1] == "f":
            return path[-2] in rule.texts
        return rule is not None and path[-1] in rule.texts and path[-2] != "rPh"

    def _say(self, kind: str, text: str, *, formula: bool = False) -> None:
        if kind == ADDRESS:
            kind, text = LINK, in_address(text)
        if self._rule is RULES["Properties"] and self._name.startswith(BY_PROGRAMS):
            return
        said = "\n".join(quoted(text)) if formula else words(kind, text)
        if has_digits(said):
            self.found.append(Aside(self._part, self._cell if kind == COMMENT else "", kind, said))


def _kind_of(rule: Rule) -> str:
    return next(iter(rule.texts.values()), DRAWING)
