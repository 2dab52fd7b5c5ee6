"""Chromium for the browser tests: the machine's own, else the one of the npm package @sparticuz/chromium."""

import io
import os
import shutil
import stat
import tarfile

from environment import PACKAGES, run

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PACKED = PACKAGES / "@sparticuz" / "chromium" / "bin"
UNPACKED = PACKAGES / ".chromium"
START = UNPACKED / "start"
SCRIPT = """#!/bin/sh
here="${0%/*}"
export LD_LIBRARY_PATH="$here/al2023/lib:$LD_LIBRARY_PATH" FONTCONFIG_PATH="$here/fonts"
exec "$here/chromium" "$@"
"""
REMEDY = "Chromium: apt-get install chromium, or give the path of one in CHROMIUM"


def find() -> "str | None":
    """The path of a Chromium that starts."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [path for name in NAMES if (path := shutil.which(name))]
    found = next((path for path in candidates if run(path, "--version", quiet=True)), None)
    return found or (None if named else _from_npm())


def _from_npm() -> "str | None":
    if not START.exists():
        if not (PACKED / "chromium.br").exists():
            return None
        _unpack()
    return str(START) if run(START, "--version", quiet=True) else None


def _unpack() -> None:
    import brotli  # type: ignore[import-untyped]

    UNPACKED.mkdir(exist_ok=True)
    for name, folder in (("al2023", "al2023"), ("fonts", "."), ("swiftshader", ".")):
        content = brotli.decompress((PACKED / f"{name}.tar.br").read_bytes())
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            archive.extractall(UNPACKED / folder)  # noqa: S202 - the lock file holds its hash
    half_done = UNPACKED / "chromium.part"
    half_done.write_bytes(brotli.decompress((PACKED / "chromium.br").read_bytes()))
    half_done.chmod(half_done.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    half_done.rename(UNPACKED / "chromium")
    START.write_text(SCRIPT)
    START.chmod(0o755)
