"""A child process for what is large or read by native code: it may run out of time or memory, or die, without us."""

import faulthandler
import gc
import json
import os
import resource
import select
import signal
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal.adapters import spreadsheet_queue
from portal.adapters.spreadsheet_form import Unreadable, Workbook, packed, unpacked

WALL_SECONDS = 6.0  # a file has 8 in all: the rest is for judging what was read
CPU_SECONDS = 5
MORE_MEMORY = 256 * 1024 * 1024
MEMORY = Path("/proc/self/statm")


def apart(work: Callable[[], Workbook]) -> Workbook:
    """Do the work in a child with limits; what it answers comes back as data over a pipe. Busy when there are many."""
    with spreadsheet_queue.a_place():
        return _understood(_answered(work))


def _answered(work: Callable[[], Workbook]) -> bytes:
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child only parses: it takes no lock of ours
        child = os.fork()
    if child == 0:
        _in_the_child(work, reading, writing)
    os.close(writing)
    try:
        return _listen(reading)
    finally:
        os.close(reading)
        _end(child)


def _in_the_child(work: Callable[[], Workbook], reading: int, writing: int) -> None:
    """Never returns, whatever happens: a copy of the web server must not go on."""
    try:
        os.close(reading)
        gc.disable()
        _limit()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(_answer(work))
    except BaseException:  # noqa: S110 - silence is the answer, and the parent understands it
        pass
    finally:
        os._exit(0)


def _limit() -> None:
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a native panic writes to stderr
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if MEMORY.exists():  # Linux; elsewhere the time is limited, the memory is not
        now = int(MEMORY.read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + MORE_MEMORY, now + MORE_MEMORY))


def _answer(work: Callable[[], Workbook]) -> bytes:
    try:
        return json.dumps({"book": packed(work())}).encode()
    except Unreadable as error:
        return json.dumps({"refused": error.code, "params": error.params}).encode()


def _listen(pipe: int) -> bytes:
    until = time.monotonic() + WALL_SECONDS
    chunks: list[bytes] = []
    while (left := until - time.monotonic()) > 0:
        ready, _w, _x = select.select([pipe], [], [], left)
        if ready:
            if not (chunk := os.read(pipe, 1 << 20)):
                return b"".join(chunks)
            chunks.append(chunk)
    raise Unreadable("file_too_heavy")


def _end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _understood(answer: bytes) -> Workbook:
    try:
        said: dict[str, Any] = json.loads(answer)
    except ValueError as error:
        raise Unreadable("file_too_heavy" if not answer else "file_corrupt", part="") from error
    if "refused" in said:
        raise Unreadable(said["refused"], **said["params"])
    return unpacked(said["book"])
