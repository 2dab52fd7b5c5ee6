"""A zip with some of its parts changed: what is not changed is copied as it lies there, packed. Pure."""

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
LATER = 0x08  # the sizes stand behind the data
UTF8 = 0x800
THEN = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class _Entry:
    name: bytes
    flags: int
    method: int
    when: tuple[int, int, int, int, int, int]
    crc: int
    size: int
    packed: bytes | memoryview
    mode: int = 0


def rewritten(data: bytes, changed: Mapping[str, bytes], removed: Collection[str] = ()) -> bytes:
    """The file with these parts changed or added and those removed; names and order stay."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        old = [each for each in archive.infolist() if each.filename not in removed]
    entries = [_fresh(each, changed[each.filename]) if each.filename in changed else _kept(each, data) for each in old]
    known = {each.filename for each in old}
    entries += [_fresh(zipfile.ZipInfo(name, THEN), xml) for name, xml in changed.items() if name not in known]
    return _written(entries)


def _kept(info: zipfile.ZipInfo, data: bytes) -> _Entry:
    name, start = _name_and_start(info, data)
    packed = memoryview(data)[start : start + info.compress_size]
    if len(packed) != info.compress_size:
        raise zipfile.BadZipFile("An entry goes beyond the end of the file.")
    flags = info.flag_bits & ~LATER
    return _Entry(name, flags, info.compress_type, info.date_time, info.CRC, info.file_size, packed, info.external_attr)


def _name_and_start(info: zipfile.ZipInfo, data: bytes) -> tuple[bytes, int]:
    """The name as it is written, and where the packed data begins."""
    fields = LOCAL.unpack_from(data, info.header_offset)
    start = info.header_offset + LOCAL.size
    return data[start : start + fields[-2]], start + fields[-2] + fields[-1]


def _fresh(info: zipfile.ZipInfo, content: bytes) -> _Entry:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    name = info.filename.encode()
    flags = 0 if name.isascii() else UTF8
    crc = zlib.crc32(content)
    return _Entry(name, flags, zipfile.ZIP_DEFLATED, info.date_time, crc, len(content), packed, info.external_attr)


def _written(entries: list[_Entry]) -> bytes:
    target, directory = io.BytesIO(), bytearray()
    for each in entries:
        place = target.tell()
        facts = (20, each.flags, each.method, *_dos(each.when), each.crc, len(each.packed), each.size, len(each.name))
        target.write(LOCAL.pack(b"PK\x03\x04", *facts, 0) + each.name)
        target.write(each.packed)
        directory += CENTRAL.pack(b"PK\x01\x02", 20, *facts, 0, 0, 0, 0, each.mode, place) + each.name
    start, count = target.tell(), len(entries)
    target.write(directory)
    target.write(END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0))
    return target.getvalue()


def _dos(when: tuple[int, int, int, int, int, int]) -> tuple[int, int]:
    """Time and date as a zip writes them."""
    year, month, day, hour, minute, second = when
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
