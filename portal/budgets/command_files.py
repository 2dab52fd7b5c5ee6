"""Files at a command line: opened without waiting, named without harm, written without overwriting."""

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from portal.adapters.spreadsheets import LARGEST_FILE
from portal.budgets.findings import Finding

UNPRINTABLE = {"Cc", "Cf", "Cs"}
LONE = re.compile("[\ud800-\udfff]")
MOST_COPIES = 10_000


@dataclass(frozen=True)
class Opened:
    """What a path held: its bytes, or the reason why there are none."""

    data: bytes = b""
    problem: Finding | None = None


def opened(path: str) -> Opened:
    """A pipe or a device could keep us waiting for ever, so only plain files are read."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
        return Opened(problem=Finding("file_missing"))
    except OSError:
        return Opened(problem=_special(path) or Finding("file_closed"))
    try:
        with open(handle, "rb") as stream:
            return _plain_file(stream.fileno()) or Opened(stream.read(LARGEST_FILE + 1) or b"")
    except IsADirectoryError:
        return Opened(problem=Finding("file_no_file"))
    except OSError:
        return Opened(problem=Finding("file_closed"))


def _plain_file(handle: int) -> Opened | None:
    """Why an open file is not read, if it is not: no plain file, or larger than any budget."""
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode):
        return Opened(problem=Finding("file_no_file"))
    if state.st_size > LARGEST_FILE:
        mb = f"{state.st_size / 1024 / 1024:.1f}".replace(".", ",")
        return Opened(problem=Finding("file_too_big", params={"mb": mb}))
    return None


def _special(path: str) -> Finding | None:
    """A socket cannot even be opened."""
    try:
        return None if stat.S_ISREG(os.stat(path).st_mode) else Finding("file_no_file")
    except OSError:
        return None


def one_line(text: str) -> str:
    """Words for a terminal: a name or a cell may hold what would move its cursor."""
    return "".join("�" if unicodedata.category(each) in UNPRINTABLE else each for each in text)


def escaped(json_text: str) -> str:
    """JSON that is UTF-8 also when a file name is not: its odd bytes as \\udcXX, which readers undo."""
    return LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)


def keep_beside(folder: Path, name: str, data: bytes) -> Path:
    """Write under the name, or the next number that nobody has. OSError when the folder takes no file."""
    stem = Path(name).stem[:100] or "budget"
    for number in range(1, MOST_COPIES):
        target = folder / (f"{stem}.xlsx" if number == 1 else f"{stem} ({number}).xlsx")
        try:
            with target.open("xb") as stream:
                stream.write(data)
        except FileExistsError:
            continue
        return target
    raise OSError(f"{MOST_COPIES} files of this name")
