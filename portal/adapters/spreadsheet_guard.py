"""The guard: one pass over a workbook's zip and its XML, with the limits, before any library opens it."""

import io
import itertools
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote

from portal.adapters import spreadsheet_asides, spreadsheet_kind
from portal.adapters.spreadsheet_form import Aside, Unreadable
from portal.adapters.spreadsheet_grid import Grid, watched
from portal.adapters.spreadsheet_xml import (
    CELLS,
    Contents,
    Relations,
    Strings,
    Styles,
    Watcher,
    parsed,
    place_of,
)

ENTRIES, SHEETS = 1_000, 100
ENCRYPTED = 0x1 | 0x40  # by the old way, by the strong one
HEADER = 30  # bytes before the name of an entry
UNPACKED = 32 * 1024 * 1024
STATES = {"visible": "visible", "hidden": "hidden", "veryHidden": "very_hidden"}
POINTS_TO = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(\$?[A-Za-z]{1,3}\$?[0-9]{1,7})")


@dataclass
class Package:
    """What the guard saw of an Open XML workbook, and where its parts are."""

    kind: str
    contents: Contents
    styles: Styles | None
    strings: list[str]
    grids: list[tuple[str, str, str, Grid]] = field(default_factory=list)  # name, state, part, what stands there
    holds: set[str] = field(default_factory=set)
    asides: list[Aside] = field(default_factory=list)

    @property
    def names(self) -> dict[str, tuple[str, int, int]]:
        """The defined names that point to one cell of one sheet."""
        found = {}
        for name, text in self.contents.names.items():
            if match := POINTS_TO.fullmatch(text.strip()):
                sheet = match[1].replace("''", "'") if match[1] else match[2]
                with suppress(Unreadable):  # a name may point beyond the sheet
                    found[name] = (sheet, *place_of(match[3]))
        return found


@contextmanager
def broken_zips_refused(part: str) -> Iterator[None]:
    """zipfile answers a broken file with many kinds of exceptions; we answer with one."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unreadable("file_corrupt", part=part) from error
    except (OSError, KeyError, IndexError, OverflowError, UnicodeError, struct.error) as error:
        raise Unreadable("file_corrupt", part=part) from error


def opened(data: bytes) -> zipfile.ZipFile:
    """The zip, if its directory keeps the limits. zipfile never inflates more than the directory says."""
    with broken_zips_refused("zip"):
        archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if len(entries) > ENTRIES or unpacked_size(archive) > UNPACKED:
        raise Unreadable("file_unpacks_too_big")
    if len(parts_of(archive)) < len(entries):
        raise Unreadable("file_unsafe", what="duplicate_parts")
    if any(each.flag_bits & ENCRYPTED for each in entries):
        raise Unreadable("file_encrypted")
    if any(each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in entries):
        raise Unreadable("file_unsafe", what="compression")
    if _overlapping(entries):
        raise Unreadable("file_corrupt", part="zip")
    return archive


def _overlapping(entries: list[zipfile.ZipInfo]) -> bool:
    """Two entries that share their bytes: what small bombs are made of."""
    ordered = sorted(entries, key=lambda each: each.header_offset)
    return any(
        one.header_offset + HEADER + one.compress_size > other.header_offset
        for one, other in itertools.pairwise(ordered)
    )


def parts_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """The name of each part as programs compare it → as the zip writes it."""
    return {_compared(each): each for each in archive.namelist()}


def _compared(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def unpacked_size(archive: zipfile.ZipFile) -> int:
    return sum(each.file_size for each in archive.infolist())


def kind_of(archive: zipfile.ZipFile) -> str:
    """xlsx, xlsm or ods; anything else is refused by name."""
    names = archive.namelist()
    mimetype = read(archive, "mimetype")[:100] if "mimetype" in names else b""
    kind = spreadsheet_kind.of_parts(names, mimetype)
    if kind == "ods":
        if b"encryption-data" in read(archive, "META-INF/manifest.xml"):
            raise Unreadable("file_encrypted")
        watch_everything(archive)
    elif kind != "xlsx":
        raise Unreadable("file_wrong_kind", kind=kind)
    return kind


def read(archive: zipfile.ZipFile, part: str) -> bytes:
    with broken_zips_refused(part):
        return archive.read(part)


def watch(archive: zipfile.ZipFile, watcher: Watcher) -> None:
    watcher.watch(read(archive, watcher.part))


def watch_everything(archive: zipfile.ZipFile, but: Collection[str] = ()) -> list[Aside]:
    """No part may declare entities, be it one that nobody reads; such a part may be broken in other ways.

    What people wrote in these parts, each with the part in place of the sheet.
    """
    found = []
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels", ".vml")) and name not in but:
            xml = read(archive, name)
            try:
                parsed(xml, name)
            except Unreadable as error:
                if error.code != "file_corrupt":
                    raise
            found += spreadsheet_asides.of_part(name, xml)
    return found


def package(archive: zipfile.ZipFile) -> Package:
    parts = parts_of(archive)
    workbook = _workbook_part(archive, parts)
    contents = Contents(workbook)
    contents.watch(xml := read(archive, workbook))
    if not contents.sheets or len(contents.sheets) > SHEETS:
        raise Unreadable("file_corrupt" if not contents.sheets else "file_unpacks_too_big", part=workbook)
    relations = _relations(archive, workbook, parts)
    seen = [workbook]
    found = Package(
        kind="xlsx",
        contents=contents,
        styles=_styles(archive, _target(relations, "styles"), seen),
        strings=_strings(archive, _target(relations, "sharedStrings"), seen),
        holds=_holds(parts),
        asides=spreadsheet_asides.of_part(workbook, xml),
    )
    found.kind = "xlsm" if "macros" in found.holds else "xlsx"
    _watch_sheets(archive, found, relations)
    found.asides += watch_everything(archive, {*seen, *(part for _name, _state, part, _grid in found.grids)})
    found.asides = _placed(archive, found, parts) if found.asides else []
    return found


def _placed(archive: zipfile.ZipFile, found: Package, parts: dict[str, str]) -> list[Aside]:
    """With the sheet that each part belongs to: its own, its comments and drawings, and the charts in those."""
    sheets = {}
    for name, _state, part, _grid in found.grids:
        folder, _slash, last = part.rpartition("/")
        sheets[part] = sheets[posixpath.join(folder, "_rels", f"{last}.rels")] = name
        for kind, below in _relations(archive, part, parts).values():
            sheets.setdefault(below, name)
            if kind == "drawing":
                sheets |= {each: name for _kind, each in _relations(archive, below, parts).values()}
    return spreadsheet_asides.placed(found.asides, {part: name for part, name in sheets.items() if part})


def _holds(parts: Iterable[str]) -> set[str]:
    held = set()
    for part in parts:
        if part.endswith("vbaproject.bin") or "/macrosheets/" in part:
            held.add("macros")
        elif part.startswith("xl/externallinks/"):
            held.add("external_links")
    return held


def _watch_sheets(archive: zipfile.ZipFile, found: Package, relations: dict[str, tuple[str, str]]) -> None:
    left, used = CELLS, set()
    for name, state, relation in found.contents.sheets:
        kind, part = relations.get(relation, ("", ""))
        if not relation or (kind and kind != "worksheet"):  # a chart or a macro sheet has no cells that we read
            continue
        if not part or part in used:
            raise Unreadable("file_corrupt", part=name)
        used.add(part)
        grid = watched(part, xml := read(archive, part), left)
        found.asides += spreadsheet_asides.of_sheet(part, xml)
        found.asides += spreadsheet_asides.of_formulas(part, grid.formulas)
        left = grid.cells_left
        found.grids.append((name, STATES.get(state, "visible"), part, grid))


def _workbook_part(archive: zipfile.ZipFile, parts: dict[str, str]) -> str:
    top = _relations(archive, "", parts)
    part = _target(top, "officeDocument") or parts.get("xl/workbook.xml")
    if part is None:
        raise Unreadable("file_corrupt", part="xl/workbook.xml")
    return part


def _relations(archive: zipfile.ZipFile, part: str, parts: dict[str, str]) -> dict[str, tuple[str, str]]:
    """id → (kind, the part as the zip writes it, or nothing). Names are looked up, never used as paths."""
    folder, _slash, name = _compared(part).rpartition("/")
    rels = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if rels is None:
        return {}
    relations = Relations(rels)
    watch(archive, relations)
    found = {}
    for key, (kind, target) in relations.found.items():
        full = posixpath.normpath(posixpath.join("/", folder, unquote(target).replace("\\", "/")))
        found[key] = (kind, parts.get(_compared(full), ""))
    return found


def _target(relations: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((part for each, part in relations.values() if each == kind and part), None)


def _styles(archive: zipfile.ZipFile, part: str | None, seen: list[str]) -> Styles | None:
    if part is None:
        return None
    styles = Styles(part)
    watch(archive, styles)
    seen.append(part)
    return styles


def _strings(archive: zipfile.ZipFile, part: str | None, seen: list[str]) -> list[str]:
    if part is None:
        return []
    strings = Strings(part)
    watch(archive, strings)
    seen.append(part)
    return strings.found
