"""Small changes to the text of an XML part, in bytes, so that all around them stays as it was. Pure."""

import codecs
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

NAME = rb"""[^\s<>/:!?="'&]+"""
REST = rb"""((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)"""  # attributes, and the stroke of an element that is empty
SKIPPED = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
ATTRIBUTE = re.compile(rb"""\s+([^\s=/<>"']+)\s*=\s*("[^"]*"|'[^']*')""")
DECLARED = re.compile(rb"""^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
UTF16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class NotSound(Exception):
    """The file is built in a way that we do not change: the reason, for the log."""


@dataclass(frozen=True, slots=True)
class Tag:
    start: int
    end: int
    closing: bool
    prefix: bytes  # with its colon
    name: bytes
    rest: bytes

    @property
    def empty(self) -> bool:
        return self.rest.endswith(b"/")

    def get(self, name: bytes) -> str | None:
        """An attribute by its name without prefix."""
        found = (value for key, value in ATTRIBUTE.findall(self.rest) if key.rpartition(b":")[2] == name)
        return next((plain(value[1:-1]) for value in found), None)


@dataclass(frozen=True)
class Region:
    """An element with its direct children, each from its first to behind its last byte."""

    tag: Tag
    inner: int  # where its content ends
    end: int
    children: Sequence[tuple[int, int]]


@cache
def _pattern(names: tuple[bytes, ...]) -> re.Pattern[bytes]:
    wanted = b"|".join(names) if names else NAME
    tag = rb"<(/?)((?:" + NAME + rb":)?)(" + wanted + rb")(?=[\s/>])" + REST + rb">"
    return re.compile(SKIPPED + b"|" + tag, re.DOTALL)


def tags(xml: bytes, *names: bytes, start: int = 0, end: int | None = None) -> Iterator[Tag]:
    """The tags of these names, or all, in order; never one out of a comment or a CDATA section."""
    for match in _pattern(names).finditer(xml, start, len(xml) if end is None else end):
        if match[3]:
            yield Tag(match.start(), match.end(), bool(match[1]), match[2], match[3], match[4])


def root(xml: bytes) -> Tag:
    found = next(tags(xml), None)
    if found is None or b"<!DOCTYPE" in xml:
        raise NotSound("no root element, or a DOCTYPE")
    return found


def region(xml: bytes, name: bytes, start: int = 0) -> Region | None:
    """The first element of this name."""
    opening = next(tags(xml, name, start=start), None)
    if opening is None or opening.closing:
        return None
    if opening.empty:
        return Region(opening, opening.end, opening.end, ())
    children: list[tuple[int, int]] = []
    depth, child = 0, 0
    for tag in tags(xml, start=opening.end):
        if tag.closing and depth == 0:
            return Region(opening, tag.start, tag.end, children)
        if depth == 0:
            child = tag.start
        depth += -1 if tag.closing else 0 if tag.empty else 1
        if depth == 0:
            children.append((child, tag.end))
    raise NotSound(f"{name.decode()} does not end")


def grown(xml: bytes, found: Region, more: bytes, **attributes: int) -> bytes:
    """The XML with `more` as the last content of the region's element, and the attributes it then has."""
    tag = found.tag
    opening = xml[tag.start : tag.end]
    for name, value in attributes.items():
        opening = with_attribute(opening, name.encode(), str(value))
    if tag.empty:
        closing = b"</" + tag.prefix + tag.name + b">"
        return xml[: tag.start] + opening[:-2].rstrip() + b">" + more + closing + xml[tag.end :]
    return xml[: tag.start] + opening + xml[tag.end : found.inner] + more + xml[found.inner :]


def with_attribute(opening: bytes, name: bytes, value: str) -> bytes:
    """An opening tag with one attribute set; the others keep their place and their quotes."""
    for match in ATTRIBUTE.finditer(opening):
        if match[1] == name:
            return opening[: match.start(2)] + b'"' + escaped(value) + b'"' + opening[match.end(2) :]
    at = len(opening.split(None, 1)[0].rstrip(b"/>"))
    return opening[:at] + b" " + name + b'="' + escaped(value) + b'"' + opening[at:]


def without_attribute(opening: bytes, name: bytes) -> bytes:
    for match in ATTRIBUTE.finditer(opening):
        if match[1] == name:
            return opening[: match.start()] + opening[match.end() :]
    return opening


def attributes(text: bytes) -> list[tuple[bytes, str]]:
    return [(key, plain(value[1:-1])) for key, value in ATTRIBUTE.findall(text)]


def utf8(part: bytes) -> bytes:
    """The part in UTF-8: most are; a few are UTF-16, or say another encoding in their first line."""
    encoding = next((name for begins, name in UTF16.items() if part.startswith(begins)), "")
    if not encoding:
        declared = DECLARED.match(part.removeprefix(codecs.BOM_UTF8))
        encoding = declared[1].decode() if declared else "utf-8"
    try:
        if codecs.lookup(encoding).name in ("utf-8", "ascii"):
            return part.removeprefix(codecs.BOM_UTF8)
        text = part.decode(encoding).removeprefix("\ufeff").encode()
    except (LookupError, ValueError) as error:
        raise NotSound("encoding") from error
    declared = DECLARED.match(text)
    return text[: declared.start(1)] + b"UTF-8" + text[declared.end(1) :] if declared else text


def plain(value: bytes) -> str:
    return html.unescape(re.sub(r"[\t\r\n]", " ", value.decode("utf-8", "replace")))


def escaped(text: str) -> bytes:
    """For an attribute or an element; what XML cannot hold is left out."""
    clean = FORBIDDEN.sub("", text)
    return html.escape(clean, quote=True).replace("&#x27;", "'").encode()


def said(text: str) -> bytes:
    """For a string in a cell, where Excel would read _x0041_ as a letter."""
    return escaped(ESCAPED.sub("_x005F_", text))
