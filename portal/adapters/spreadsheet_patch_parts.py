"""The parts of an Open XML file: what each is said to be, and what points to what. Pure."""

import posixpath
import zipfile
from dataclasses import dataclass
from urllib.parse import unquote

from portal.adapters.spreadsheet_patch_xml import NotSound, Tag, grown, region, root, tags, utf8, with_attribute

TYPES = "[Content_Types].xml"
SPREADSHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml."


@dataclass(frozen=True)
class Link:
    id: str
    kind: str  # the last word of its type
    type: str
    part: str  # full name in the zip
    span: tuple[int, int]


class Parts:
    """The zip's parts by name, as they are now; what was changed or taken out is kept beside."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {compared(each): each for each in archive.namelist()}
        self.changed: dict[str, bytes] = {}
        self.removed: set[str] = set()

    def has(self, name: str) -> bool:
        return compared(name) in self.names

    def read(self, name: str) -> bytes:
        """In UTF-8."""
        real = self.names.get(compared(name), "")
        if not real:
            raise NotSound(f"{name} is not there")
        return self.changed[real] if real in self.changed else utf8(self.archive.read(real))

    def write(self, name: str, xml: bytes) -> None:
        real = self.names.setdefault(compared(name), name)
        self.changed[real] = xml

    def remove(self, name: str) -> None:
        if real := self.names.pop(compared(name), ""):
            self.removed.add(real)

    def free(self, name: str) -> str:
        """A name no other part has."""
        stem, dot, ending = name.rpartition(".")
        names = (f"{stem}{number or ''}{dot}{ending}" for number in range(len(self.names) + 1))
        return next(each for each in names if not self.has(each))


def compared(name: str) -> str:
    """As programs compare the names of parts."""
    return name.replace("\\", "/").lstrip("/").lower()


def rels_of(part: str) -> str:
    folder, _slash, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def links(parts: Parts, part: str) -> list[Link]:
    rels = rels_of(part)
    if not parts.has(rels):
        return []
    xml, folder = parts.read(rels), part.rpartition("/")[0]
    return [_link(tag, folder) for tag in tags(xml, b"Relationship") if tag.get(b"TargetMode") != "External"]


def _link(tag: Tag, folder: str) -> Link:
    kind, target = tag.get(b"Type") or "", tag.get(b"Target") or ""
    part = posixpath.normpath(posixpath.join("/", folder, unquote(target).replace("\\", "/")))
    return Link(tag.get(b"Id") or "", kind.rpartition("/")[2], kind, part.lstrip("/"), (tag.start, tag.end))


def workbook_part(parts: Parts) -> str:
    top = (each.part for each in links(parts, "") if each.kind == "officeDocument" and parts.has(each.part))
    return next(top, "xl/workbook.xml")


def link_to(parts: Parts, part: str, kind: str, target: str) -> str:
    """One more relation of a part; its id. `kind` is the whole type."""
    rels = rels_of(part)
    xml = parts.read(rels)
    found = region(xml, b"Relationships")
    if found is None:
        raise NotSound("no relationships")
    taken = {tag.get(b"Id") for tag in tags(xml, b"Relationship")}
    fresh = next(each for number in range(1, len(taken) + 2) if (each := f"rId{number}") not in taken)
    opening = b"<" + found.tag.prefix + b"Relationship/>"
    for name, value in ((b"Target", "/" + target), (b"Type", kind), (b"Id", fresh)):
        opening = with_attribute(opening, name, value)
    parts.write(rels, grown(xml, found, opening))
    return fresh


def unlink(parts: Parts, part: str, kinds: set[str]) -> list[str]:
    """Take relations of these kinds out, and say what they pointed to."""
    gone = [each for each in links(parts, part) if each.kind in kinds]
    if gone:
        xml = parts.read(rels_of(part))
        for each in reversed(gone):
            xml = xml[: each.span[0]] + xml[each.span[1] :]
        parts.write(rels_of(part), xml)
    return [each.part for each in gone]


class Types:
    """[Content_Types].xml."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.xml = parts, parts.read(TYPES)
        self.prefix = root(self.xml).prefix

    def set(self, part: str, kind: str) -> None:
        """Say what a part is."""
        for tag in tags(self.xml, b"Override"):
            if compared(tag.get(b"PartName") or "") == compared(part):
                opening = with_attribute(self.xml[tag.start : tag.end], b"ContentType", kind)
                self.xml = self.xml[: tag.start] + opening + self.xml[tag.end :]
                return
        opening = b"<" + self.prefix + b"Override/>"
        for name, value in ((b"ContentType", kind), (b"PartName", "/" + part)):
            opening = with_attribute(opening, name, value)
        found = region(self.xml, b"Types")
        if found is None:
            raise NotSound("content types")
        self.xml = grown(self.xml, found, opening)

    def drop(self, part: str) -> None:
        for tag in reversed(list(tags(self.xml, b"Override"))):
            if compared(tag.get(b"PartName") or "") == compared(part):
                self.xml = self.xml[: tag.start] + self.xml[tag.end :]

    def no_macros(self) -> None:
        """Of a kind of files that only macros have, nothing may be said any more."""
        for tag in reversed(list(tags(self.xml, b"Default"))):
            if (tag.get(b"ContentType") or "").endswith(".vbaProject"):
                kind = SPREADSHEETML + "printerSettings"
                opening = with_attribute(self.xml[tag.start : tag.end], b"ContentType", kind)
                self.xml = self.xml[: tag.start] + opening + self.xml[tag.end :]

    def save(self) -> None:
        self.parts.write(TYPES, self.xml)
