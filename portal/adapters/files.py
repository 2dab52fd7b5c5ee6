"""Uploaded and made files, kept byte for byte under their SHA-256 in a folder outside what the web serves."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO

from flask import Response, current_app

PIECE = 1024 * 1024


def store(stream: IO[bytes]) -> tuple[str, int]:
    """Keep what the stream holds; answer its SHA-256 and its size in bytes. The same content is kept once.

    Written beside, flushed to the disk, then renamed: a process killed here leaves all of the file or none.
    """
    folder = _folder()
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, prefix="new-", delete=False) as beside:
        while piece := stream.read(PIECE):
            digest.update(piece)
            size += len(piece)
            beside.write(piece)
        beside.flush()
        os.fsync(beside.fileno())
    target = path_of(digest.hexdigest())
    target.parent.mkdir(mode=0o700, exist_ok=True)
    Path(beside.name).chmod(0o600)
    Path(beside.name).replace(target)
    return digest.hexdigest(), size


def read(sha256: str) -> bytes:
    """The content kept under this hash. FileNotFoundError when there is none."""
    return path_of(sha256).read_bytes()


def path_of(sha256: str) -> Path:
    """Where the content lies. The hash alone makes the name; no name a person gave is ever part of a path."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256")
    return _folder() / sha256[:2] / sha256


def _folder() -> Path:
    folder = Path(current_app.config["FILES_FOLDER"])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def handed_over(data: bytes, name: str, media_type: str) -> Response:
    """A file as a download, never shown in the browser, whatever it holds."""
    answer = Response(data, content_type=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
