"""The guard: one pass over a workbook's zip and its XML, with the limits, before any library opens it."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from portal.adapters import spreadsheet_kind
from portal.adapters.spreadsheet_form import Unreadable
from portal.adapters.spreadsheet_xml import (
    CELLS,
    STRINGS,
    Contents,
    Counter,
    Grid,
    Relations,
    Styles,
    Watcher,
    place_of,
)

ENTRIES, SHEETS = 1_000, 100
UNPACKED = 32 * 1024 * 1024
STATES = {"visible": "visible", "hidden": "hidden", "veryHidden": "very_hidden"}
POINTS_TO = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(\$?[A-Za-z]{1,3}\$?[0-9]{1,7})")


@dataclass
class Package:
    """What the guard saw of an Open XML workbook, and where its parts are."""

    kind: str
    contents: Contents
    styles: Styles | None
    strings: str | None
    grids: list[tuple[str, str, str, Grid]] = field(default_factory=list)  # name, state, part, what stands there
    holds: set[str] = field(default_factory=set)

    @property
    def names(self) -> dict[str, tuple[str, int, int]]:
        """The defined names that point to one cell of one sheet."""
        found = {}
        for name, text in self.contents.names.items():
            if match := POINTS_TO.fullmatch(text.strip()):
                sheet = match[1].replace("''", "'") if match[1] else match[2]
                found[name] = (sheet, *place_of(match[3], "xl/workbook.xml"))
        return found


@contextmanager
def broken_zips_refused(part: str) -> Iterator[None]:
    """zipfile answers a broken file with many kinds of exceptions; we answer with one."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unreadable("file_corrupt", part=part) from error
    except (OSError, KeyError, IndexError, OverflowError, UnicodeError) as error:
        raise Unreadable("file_corrupt", part=part) from error


def opened(data: bytes) -> zipfile.ZipFile:
    """The zip, if its directory keeps the limits. zipfile never inflates more than the directory says."""
    with broken_zips_refused("zip"):
        archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    names = [each.filename.lower() for each in entries]
    if len(entries) > ENTRIES or unpacked_size(archive) > UNPACKED:
        raise Unreadable("file_unpacks_too_big")
    if len(set(names)) < len(names):
        raise Unreadable("file_unsafe", what="duplicate_parts")
    if any(each.flag_bits & 1 for each in entries):
        raise Unreadable("file_encrypted")
    if any(each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in entries):
        raise Unreadable("file_unsafe", what="compression")
    return archive


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
    with broken_zips_refused(watcher.part), archive.open(watcher.part) as stream:
        watcher.watch(stream)


def watch_everything(archive: zipfile.ZipFile, but: frozenset[str] = frozenset()) -> None:
    """No part may declare entities, be it one that nobody reads; such a part may be broken in other ways."""
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")) and name not in but:
            try:
                watch(archive, Watcher(name))
            except Unreadable as error:
                if error.code != "file_corrupt" or name in ("content.xml", "[Content_Types].xml"):
                    raise


def package(archive: zipfile.ZipFile) -> Package:
    names = archive.namelist()
    workbook = _workbook_part(archive)
    contents = Contents(workbook)
    watch(archive, contents)
    if not contents.sheets or len(contents.sheets) > SHEETS:
        raise Unreadable("file_corrupt" if not contents.sheets else "file_unpacks_too_big", part=workbook)
    relations = _relations(archive, workbook)
    macros = any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names)
    found = Package(
        kind="xlsm" if macros else "xlsx",
        contents=contents,
        styles=_styles(archive, _target(relations, "styles", names)),
        strings=_target(relations, "sharedStrings", names),
        holds={"macros"} if macros else set(),
    )
    if any(name.lower().startswith("xl/externallinks/") for name in names):
        found.holds.add("external_links")
    if found.strings:
        watch(archive, Counter(found.strings, "si", STRINGS))
    _watch_sheets(archive, found, relations)
    seen = {workbook, found.strings or "", *(part for _name, _state, part, _grid in found.grids)}
    watch_everything(archive, frozenset(seen))
    return found


def _watch_sheets(archive: zipfile.ZipFile, found: Package, relations: dict[str, tuple[str, str]]) -> None:
    left, used = CELLS, set()
    for name, state, relation in found.contents.sheets:
        kind, part = relations.get(relation, ("", ""))
        if kind != "worksheet":  # a chart, a dialogue or a macro sheet has no cells that we read
            continue
        if part not in archive.namelist() or part in used:
            raise Unreadable("file_corrupt", part=part or name)
        used.add(part)
        grid = Grid(part, left)
        watch(archive, grid)
        left = grid.cells_left
        found.grids.append((name, STATES.get(state, "visible"), part, grid))


def _workbook_part(archive: zipfile.ZipFile) -> str:
    top = _relations(archive, "")
    part = next((target for kind, target in top.values() if kind == "officeDocument"), "xl/workbook.xml")
    if part not in archive.namelist():
        raise Unreadable("file_corrupt", part="xl/workbook.xml")
    return part


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """id → (kind, full name of the part). Names are looked up in the zip, never used as paths."""
    folder, _slash, name = part.rpartition("/")
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in archive.namelist():
        return {}
    relations = Relations(rels)
    watch(archive, relations)
    return {
        key: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        for key, (kind, target) in relations.found.items()
    }


def _target(relations: dict[str, tuple[str, str]], kind: str, names: list[str]) -> str | None:
    return next((part for each, part in relations.values() if each == kind and part in names), None)


def _styles(archive: zipfile.ZipFile, part: str | None) -> Styles | None:
    if part is None:
        return None
    styles = Styles(part)
    watch(archive, styles)
    return styles
