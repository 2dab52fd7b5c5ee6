"""xl/workbook.xml: which sheets there are, one sheet more, and one name more. Pure."""

import posixpath
from dataclasses import dataclass

from portal.adapters.spreadsheet_patch_parts import Parts, link_to, links, workbook_part
from portal.adapters.spreadsheet_patch_xml import (
    NotSound,
    Region,
    attributes,
    grown,
    plain,
    region,
    root,
    tags,
    with_attribute,
    without_attribute,
)

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
BEFORE_NAMES = (b"sheets", b"functionGroups", b"externalReferences")


@dataclass(frozen=True)
class SheetEntry:
    name: str
    part: str
    kind: str
    opening: bytes  # its tag in workbook.xml


class Book:
    """workbook.xml, to which a sheet and a name are added."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.part = parts, workbook_part(parts)
        self.xml = parts.read(self.part)
        self.prefix = root(self.xml).prefix
        self.links = links(parts, self.part)
        self.namespace = self._namespace()

    def _namespace(self) -> str:
        """Strict Open XML has other names for the same."""
        name = b"xmlns:" + self.prefix[:-1] if self.prefix else b"xmlns"
        found = root(self.xml).rest
        value = next((v for k, v in attributes(found) if k == name), "")
        if value not in NAMESPACES:
            raise NotSound("a workbook of another language")
        return value

    @property
    def sheets(self) -> list[SheetEntry]:
        by_id = {each.id: each for each in self.links}
        found = []
        for start, end in self._sheets().children:
            tag = next(tags(self.xml[start:end]), None)
            link = by_id.get(tag.get(b"id") or "") if tag else None
            if tag is None or tag.name != b"sheet":
                raise NotSound("something else among the sheets")
            name, part = tag.get(b"name") or "", link.part if link else ""
            found.append(SheetEntry(name, part, link.kind if link else "", self.xml[start:end]))
        return found

    def _sheets(self) -> Region:
        found = region(self.xml, b"sheets")
        if found is None or not found.children:
            raise NotSound("a workbook without sheets")
        return found

    def part_of(self, kind: str) -> str:
        return next((each.part for each in self.links if each.kind == kind and self.parts.has(each.part)), "")

    def beside(self, name: str) -> str:
        """The name of a part in the workbook's folder."""
        return posixpath.join(self.part.rpartition("/")[0], name)

    def relation_type(self, kind: str) -> str:
        """The whole type of a relation, in the same dialect as those that are there."""
        stem = next(each.type for each in self.links if each.kind == "worksheet").rpartition("/")[0]
        return f"{stem}/{kind}"

    def link(self, part: str, kind: str) -> str:
        return link_to(self.parts, self.part, self.relation_type(kind), part)

    def add_sheet(self, name: str, part: str) -> None:
        """Last, so that no name that counts the sheets is off by one."""
        entries = self.sheets
        relation = self.link(part, "worksheet")
        model = next(each.opening for each in entries if each.kind == "worksheet")
        numbers = [tag.get(b"sheetId") or "" for tag in tags(self.xml, b"sheet")]
        number = max((int(each) for each in numbers if each.isdecimal()), default=0) + 1
        end = next(tags(model)).end
        opening = without_attribute(model[:end], b"state")
        for key, value in ((b"name", name), (b"sheetId", str(number)), (_id_attribute(opening), relation)):
            opening = with_attribute(opening, key, value)
        closing = model[end:] and b"</" + self.prefix + b"sheet>"
        self.xml = grown(self.xml, self._sheets(), opening + closing)

    def add_name(self, name: str, place: str) -> None:
        opening = with_attribute(b"<" + self.prefix + b"definedName/>", b"name", name)
        text = place.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
        added = opening[:-2] + b">" + text + b"</" + self.prefix + b"definedName>"
        if found := region(self.xml, b"definedNames"):
            self.xml = grown(self.xml, found, added)
            return
        end = max(found.end for each in BEFORE_NAMES if (found := region(self.xml, each)))
        whole = b"<%bdefinedNames>%b</%bdefinedNames>" % (self.prefix, added, self.prefix)
        self.xml = self.xml[:end] + whole + self.xml[end:]

    def name(self, wanted: str) -> str:
        """What a defined name of the whole workbook points to."""
        for tag in tags(self.xml, b"definedName"):
            if not tag.closing and tag.get(b"name") == wanted and tag.get(b"localSheetId") is None:
                return plain(self.xml[tag.end : self.xml.find(b"<", tag.end)])
        return ""

    def save(self) -> None:
        self.parts.write(self.part, self.xml)


def _id_attribute(opening: bytes) -> bytes:
    """r:id, or what the file calls it."""
    found = (key for key, _value in attributes(opening) if key.rpartition(b":")[2] == b"id")
    name = next((each for each in found if b":" in each), None)
    if name is None:
        raise NotSound("a sheet without a relation")
    return name
