"""At most one child process per core reads workbooks, whichever process of the portal asks; the others wait."""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.core.errors import Problem, Refusal
from portal.core.text import _

PATIENCE, PAUSE = 30.0, 0.05  # seconds
PLACES = os.cpu_count() or 1


class Busy(Refusal):
    """Nobody's file is wrong; there are too many at once."""

    status = 429

    def __init__(self) -> None:
        super().__init__(
            Problem(_("Many are uploading files right now, so we could not read yours. Try again in a minute."))
        )


@contextmanager
def a_place(places: int = PLACES, patience: float = PATIENCE) -> Iterator[None]:
    """Held as long as the block runs, also by a child that outlives us: the lock belongs to the open file."""
    folder = _folder()
    give_up = time.monotonic() + patience
    while (place := _free(folder, places)) is None:
        if time.monotonic() >= give_up:
            raise Busy
        time.sleep(PAUSE)
    try:
        yield
    finally:
        os.close(place)


def _free(folder: Path, places: int) -> int | None:
    for number in range(places):
        place = os.open(folder / f"reads-{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(place)
        else:
            return place
    return None


def _folder() -> Path:
    """One for each user of the machine: the cores are the machine's, not the site's."""
    folder = Path(tempfile.gettempdir()) / f"puljeportalen-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(folder)
    return folder
