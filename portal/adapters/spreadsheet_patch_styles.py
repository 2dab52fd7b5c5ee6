"""styles.xml with the styles that marks and the report need, added behind those that are there. Pure."""

from portal.adapters.spreadsheet_patch_form import MOST_STYLES, TONES
from portal.adapters.spreadsheet_patch_xml import (
    NotSound,
    Region,
    grown,
    region,
    root,
    tags,
    with_attribute,
    without_attribute,
)

ORDER = (b"numFmts", b"fonts", b"fills", b"borders", b"cellStyleXfs", b"cellXfs")
OURS = {colour: severity for severity, tone in TONES.items() for colour in (tone.light, tone.dark)}
LIGHT_THEMES, LIGHT_INDEXED = {"0", "2"}, {"1", "9", "26", "27", "43"}
REPORT_FONTS = {
    "title": b'<b/><sz val="16"/><color rgb="FF0F4C58"/>',
    "head": b'<b/><sz val="11"/><color rgb="FFFFFFFF"/>',
    "link": b'<u/><sz val="11"/><color rgb="FF0B5394"/>',
    "words": b'<sz val="11"/><color rgb="FF1A1A1A"/>',
}


class TooManyStyles(Exception):
    """Excel allows no more."""


class Styles:
    """Hands out style numbers; `written()` is the part with all of them."""

    def __init__(self, xml: bytes, *, trusted: bool = True) -> None:
        top = root(xml)
        self.trusted = trusted  # LibreOffice writes a colour of its own where ours keeps the cell's
        self.xml, self.prefix = xml, top.prefix
        self.parts = {name: _completed(self, name) for name in (b"fonts", b"fills", b"cellXfs")}
        self.fonts, self.fills, self.xfs = (self._children(name) for name in (b"fonts", b"fills", b"cellXfs"))
        self._complete()
        self.known: dict[tuple[int, str], int] = {}
        self.made = {name: _first(kept) for name, kept in self._lists()}
        self.back = self._unmarked()

    def mark(self, base: int, severity: str) -> int:
        """The style like `base`, but in the colour of the severity. TooManyStyles when there is no room."""
        key = (base if base < len(self.xfs) else 0, severity)
        if key not in self.known:
            xf = self.xfs[key[0]]
            tone = TONES[severity]
            colour = tone.dark if self._has_light_writing(xf) else tone.light
            self.known[key] = self._xf_with_fill(xf, self._marked_fill(_integer(xf, b"fillId"), colour))
        return self.known[key]

    def report(self) -> dict[str, int]:
        """The styles of the report's sheet by name."""
        fonts = {name: self._font(inside) for name, inside in REPORT_FONTS.items()}
        wrapped = b' applyAlignment="1"'
        styles = {name: self._report_xf(fonts[name], 0, wrapped) for name in ("words", "link")}
        styles["title"] = self._report_xf(fonts["title"], 0, b"")
        styles["head"] = self._report_xf(fonts["head"], self._fill(b'<fgColor rgb="FF0F4C58"/>'), wrapped)
        for severity, tone in TONES.items():
            colour = b'<fgColor rgb="' + tone.light.encode() + b'"/>'
            styles[severity] = self._report_xf(fonts["words"], self._fill(colour), wrapped)
        return styles

    def written(self) -> bytes:
        xml = self.xml
        for name, kept in self._lists():
            found = region(xml, name)
            assert found is not None  # noqa: S101 - put in at the start
            more = b"".join(kept[len(found.children) :])
            xml = grown(xml, found, more, count=len(kept)) if more else xml
        return xml

    def _complete(self) -> None:
        """What number 0 means; the second fill is Excel's own too."""
        if not self.fonts:
            self.fonts.append(self._element(b"font", b'<sz val="11"/><name val="Calibri"/>'))
        for kind in (b"none", b"gray125")[len(self.fills) :]:
            self.fills.append(self._element(b"fill", b'<patternFill patternType="' + kind + b'"/>'))
        if not self.xfs:
            self.xfs.append(self._element(b'xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"'))

    def _children(self, name: bytes) -> list[bytes]:
        found = self.parts[name]
        return [self.xml[start:end] for start, end in found.children]

    def _element(self, words: bytes, inside: bytes = b"") -> bytes:
        name = words.split(None, 1)[0]
        prefixed = inside.replace(b"</", b"\0").replace(b"<", b"<" + self.prefix).replace(b"\0", b"</" + self.prefix)
        if not inside:
            return b"<" + self.prefix + words + b"/>"
        return b"<" + self.prefix + words + b">" + prefixed + b"</" + self.prefix + name + b">"

    def _lists(self) -> list[tuple[bytes, list[bytes]]]:
        return [(b"cellXfs", self.xfs), (b"fills", self.fills), (b"fonts", self.fonts)]

    def _added(self, name: bytes, kept: list[bytes], element: bytes) -> int:
        """Its number in the list: one that is there already, else a new one."""
        made = self.made[name]
        if element not in made:
            kept.append(element)
            made[element] = len(kept) - 1
        return made[element]

    def _font(self, inside: bytes) -> int:
        return self._added(
            b"fonts", self.fonts, self._element(b"font", inside + b'<name val="Calibri"/><family val="2"/>')
        )

    def _fill(self, colours: bytes) -> int:
        element = self._element(b"fill", b'<patternFill patternType="solid">' + colours + b"</patternFill>")
        return self._added(b"fills", self.fills, element)

    def _marked_fill(self, base: int, colour: str) -> int:
        """Behind a solid fill nobody sees the second colour: there the cell's own is kept, to be given back."""
        own = _colour(self.fills[base], b"fgColor") if base < len(self.fills) else b""
        behind = b"<bgColor" + own + b"/>" if own else b'<bgColor indexed="64"/>'
        return self._fill(b'<fgColor rgb="' + colour.encode() + b'"/>' + behind)

    def _xf_with_fill(self, xf: bytes, fill: int) -> int:
        end = next(tags(xf)).end
        opening = with_attribute(with_attribute(xf[:end], b"fillId", str(fill)), b"applyFill", "1")
        return self._xf(opening + xf[end:])

    def _xf(self, element: bytes) -> int:
        index = self._added(b"cellXfs", self.xfs, element)
        if len(self.xfs) > MOST_STYLES:
            raise TooManyStyles
        return index

    def _report_xf(self, font: int, fill: int, wrapped: bytes) -> int:
        facts = b'xf numFmtId="0" fontId="%d" fillId="%d" borderId="0" xfId="0" applyFont="1" applyFill="1"' % (
            font, fill,
        )  # fmt: skip
        inside = b'<alignment vertical="top" wrapText="1"/>' if wrapped else b""
        return self._xf(self._element(facts + wrapped, inside))

    def _has_light_writing(self, xf: bytes) -> bool:
        number = _integer(xf, b"fontId")
        font = self.fonts[number] if number < len(self.fonts) else b""
        colour = next((tag for tag in tags(font, b"color")), None)
        if colour is None:
            return False
        rgb = colour.get(b"rgb") or ""
        if rgb:
            return _brightness(rgb) > 140
        return colour.get(b"theme") in LIGHT_THEMES or colour.get(b"indexed") in LIGHT_INDEXED

    def _unmarked(self) -> dict[int, int]:
        """Styles with one of our colours → the same without it, for a copy that was marked before."""
        marked = {number: fill for number, fill in enumerate(self.fills) if _ours(fill)}
        back: dict[int, int] = {}
        for number, xf in enumerate(list(self.xfs) if marked else ()):
            if fill := marked.get(_integer(xf, b"fillId")):
                back[number] = self._first_with_fill(xf, self._own_fill(_kept_colour(fill) if self.trusted else b""))
        return back

    def _own_fill(self, colour: bytes) -> int:
        if not colour:
            return 0
        alike = (at for at, each in enumerate(self.fills) if _colour(each, b"fgColor") == colour and not _ours(each))
        known = next(alike, None)
        return self._fill(b"<fgColor" + colour + b"/>") if known is None else known

    def _first_with_fill(self, xf: bytes, fill: int) -> int:
        """The style it was made from, when that is still there."""
        end = next(tags(xf)).end
        opening = without_attribute(with_attribute(xf[:end], b"fillId", str(fill)), b"applyFill")
        known = self.made[b"cellXfs"].get(opening + xf[end:])
        return self._xf_with_fill(xf, fill) if known is None else known


def _completed(styles: Styles, name: bytes) -> Region:
    """The list of that name; where there is none, an empty one in its right place."""
    if found := region(styles.xml, name):
        return found
    places = (region(styles.xml, each) for each in reversed(ORDER[: ORDER.index(name)]))
    before = next((each.end for each in places if each), root(styles.xml).end)
    styles.xml = b"%b<%b%b/>%b" % (styles.xml[:before], styles.prefix, name, styles.xml[before:])
    if found := region(styles.xml, name):
        return found
    raise NotSound("styles")


def fresh(namespace: str, count: int) -> bytes:
    """The styles of a workbook that has none; `count` of them look like nothing."""
    xf = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="' + namespace.encode() + b'">'
        b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
        b'<fill><patternFill patternType="gray125"/></fill></fills>'
        b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        b'<cellXfs count="%d">' % count + xf * count + b"</cellXfs>"
        b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _first(kept: list[bytes]) -> dict[bytes, int]:
    """Each element, and where it stands first."""
    return {element: number for number, element in reversed(list(enumerate(kept)))}


def _integer(element: bytes, name: bytes) -> int:
    value = next(tags(element)).get(name) or ""
    return int(value) if value.isascii() and value.isdecimal() else 0


def _colour(fill: bytes, name: bytes) -> bytes:
    """The attributes of a solid fill's colour, with the blank before them."""
    pattern = next(tags(fill, b"patternFill"), None)
    if pattern is None or pattern.get(b"patternType") != "solid":
        return b""
    found = next((tag for tag in tags(fill, name)), None)
    return found.rest.removesuffix(b"/").rstrip() if found else b""


def _ours(fill: bytes) -> bool:
    return any(tag.get(b"rgb") in OURS for tag in tags(fill, b"fgColor"))


def _kept_colour(fill: bytes) -> bytes:
    """The colour the cell had before it was marked."""
    behind = next(tags(fill, b"bgColor"), None)
    return b"" if behind is None or behind.get(b"indexed") == "64" else _colour(fill, b"bgColor")


def _rgb(colour: str) -> tuple[int, int, int]:
    try:
        red, green, blue = (int(colour[-6:][at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return 0, 0, 0
    return red, green, blue


def _brightness(colour: str) -> float:
    red, green, blue = _rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue
