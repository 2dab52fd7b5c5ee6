"""The container of old Office files: which streams it has, and their bytes. Pure."""

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST = 0xFFFFFFFA  # from here on a number is no sector
ENTRY, STREAM, ROOT = 128, 2, 5
SMALL = 4096  # bytes; what is shorter lies inside the root's own stream


class Container:
    """ValueError, struct.error or IndexError when it is broken."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 1 << struct.unpack_from("<H", data, 30)[0]
        self._small = 1 << struct.unpack_from("<H", data, 32)[0]
        if self._size not in (512, 4096) or self._small != 64:
            raise ValueError("odd sectors")
        directory, small_table = (struct.unpack_from("<I", data, place)[0] for place in (48, 60))
        self._table = self._fat()
        self.streams: dict[str, tuple[int, int]] = {}
        self._root = b""
        self._read_directory(self._chain(directory))
        self._small_table = list(_numbers(self._chain(small_table)))

    def stream(self, name: str) -> bytes:
        first, size = self.streams[name]
        if size >= SMALL:
            return self._chain(first)[:size]
        pieces, seen = [], 0
        while first < LAST and seen <= len(self._small_table):
            pieces.append(self._root[first * self._small : (first + 1) * self._small])
            first, seen = self._small_table[first], seen + 1
        return b"".join(pieces)[:size]

    def _fat(self) -> list[int]:
        sectors = [*struct.unpack_from("<109I", self._data, 76)]
        more, left = struct.unpack_from("<2I", self._data, 68)
        while more < LAST and left and len(sectors) * self._size < len(self._data):
            further = list(_numbers(self._sector(more)))
            sectors += further[:-1]
            more, left = further[-1], left - 1
        return [number for each in sectors if each < LAST for number in _numbers(self._sector(each))]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise ValueError("a sector beyond the file")
        return self._data[start : start + self._size]

    def _chain(self, first: int) -> bytes:
        pieces: list[bytes] = []
        while first < LAST:
            pieces.append(self._sector(first))
            if len(pieces) * self._size > len(self._data):
                raise ValueError("sectors in a ring")
            first = self._table[first]
        return b"".join(pieces)

    def _read_directory(self, directory: bytes) -> None:
        for start in range(0, len(directory) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", directory, start + 64)
            first, size = struct.unpack_from("<II", directory, start + 116)
            name = directory[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind == STREAM:
                self.streams.setdefault(name, (first, size))
            elif kind == ROOT:
                self._root = self._chain(first)


def _numbers(sector: bytes) -> Iterator[int]:
    return (each[0] for each in struct.iter_unpack("<I", sector))


def stream_names(data: bytes) -> set[str]:
    """Nothing when the container is broken."""
    try:
        return set(Container(data).streams)
    except (ValueError, struct.error, IndexError):
        return set()
