"""`flask budgets`: the template, what the portal says about workbooks, and what is different between two."""

import logging
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_queue import Busy
from portal.budgets import (
    annotating,
    command_files,
    command_words,
    contrast,
    documentation,
    editions,
    judging,
    signing,
    specification,
    template,
)
from portal.budgets.command_words import Told, why
from portal.budgets.reading import Reading
from portal.core import clock

log = logging.getLogger(__name__)
budgets_cli = AppGroup("budgets", help="Budget workbooks: the template, what is wrong with a filled one, differences.")
POOL = click.Choice(editions.pools())
LANGUAGE = click.Choice(["da", "en"])
FOLDER = click.Path(path_type=Path, file_okay=False)


@budgets_cli.command("template")
@click.option("--pool", type=POOL, required=True)
@click.option("--version", type=click.IntRange(min=1), default=None, help="Default: the newest.")
@click.option("--language", type=LANGUAGE, default="da", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=None)
def write_template(pool: str, version: int | None, language: str, output: Path | None) -> None:
    """Write a blank workbook to fill in."""
    try:
        spec = specification.of(pool, version)
    except LookupError:
        known = ", ".join(map(str, editions.versions(pool))) or command_words.NONE[language]
        words = command_words.NO_VERSION if version else command_words.NO_TEMPLATE
        raise Told(words, language, pool=pool, version=version, known=known) from None
    request = template.Request(made_at=clock.now(), language=language, key=signing.key())
    data = spreadsheets.write(template.plan(spec, request))
    target = output or Path(f"budget_{pool}_{spec.version}.xlsx")
    try:
        target.write_bytes(data)
    except OSError as error:
        raise Told(command_words.NOT_WRITTEN, language, name=target, why=why(error, language)) from None
    command_words.aside(command_words.WRITTEN, language, name=target, size=len(data))


@budgets_cli.command("check")
@click.argument("files", nargs=-1, required=True, type=str)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per file and line, in UTF-8.")
@click.option("--pool", type=POOL, default=None, help="Default: the pool the workbook names.")
@click.option("--annotated", type=FOLDER, default=None, help="Write a marked copy of each file there.")
@click.option("--language", type=LANGUAGE, default="da", show_default=True)
def check(files: tuple[str, ...], as_json: bool, pool: str | None, annotated: Path | None, language: str) -> None:
    """Say of every file what was read and what is wrong.

    Each file gets its answer as soon as it is judged. No database is needed.

    \b
    Exit code 0: every file was judged, whatever was found in it.
    Exit code 1: a file could not be opened, or a marked copy or the answer could not be written.
    Exit code 2: the command itself was not understood.
    """
    folder, unfinished = _folder(annotated, language), 0
    for file in files:
        judged = _judged(file, pool)
        answer = judging.as_json(file, judged.found, language)
        done = folder is None or _marked(folder, judged, answer, language)
        unfinished += judged.unopened or not done
        _said(answer, command_words.judgement(answer, language), as_json, language)
    sys.exit(1 if unfinished else 0)


@budgets_cli.command("compare")
@click.argument("a", type=str)
@click.argument("b", type=str)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, in UTF-8.")
@click.option("--pool", type=POOL, default=None, help="Default: the pool the workbooks name.")
@click.option("--language", type=LANGUAGE, default="da", show_default=True)
def compare(a: str, b: str, as_json: bool, pool: str | None, language: str) -> None:
    """Say what is different from workbook A to workbook B.

    Lines that were added, removed, changed and moved, and the sums that differ. No database is needed.

    \b
    Exit code 0: both were read and compared, whether they differ or not.
    Exit code 1: one of them could not be read, or they belong to different pools. The answer says which.
    Exit code 2: the command itself was not understood.
    """
    old, new = _judged(a, pool).found, _judged(b, pool).found
    if old.refused or new.refused or old.pool != new.pool:
        answer = command_words.not_compared((a, b), (old, new), language)
        _said(answer, [f"{each['file']}: {each['message']}" for each in answer["problems"]], as_json, language)
        sys.exit(1)
    found = contrast.of(old, new, language)
    _said(found.as_json(a, b), found.words(), as_json, language)


def _said(answer: dict[str, Any], words: Iterable[str], as_json: bool, language: str) -> None:
    """The answer for programs, or in words for people."""
    command_words.say_json(answer, language) if as_json else command_words.say(words, language)


@dataclass(frozen=True)
class Judged:
    """A file, its bytes, and what was found in them."""

    file: str
    data: bytes
    found: Reading

    @property
    def unopened(self) -> bool:
        return self.found.refused in documentation.UNOPENED


def _judged(file: str, pool: str | None) -> Judged:
    held = command_files.opened(file)
    if held.problem:
        return Judged(file, b"", Reading(pool=pool or "", refused=held.problem.code, findings=[held.problem]))
    while True:
        with suppress(Busy):  # the command line has time
            return Judged(file, held.data, judging.judge(held.data, Path(file).name, pool=pool, key=signing.key()))


def _folder(target: Path | None, language: str) -> Path | None:
    """The folder for marked copies, made when it is not there."""
    if target is not None:
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Told(command_words.NO_FOLDER, language, name=target, why=why(error, language)) from None
        if not os.access(target, os.W_OK | os.X_OK):
            raise Told(command_words.CLOSED_FOLDER, language, name=target)
    return target


def _marked(folder: Path, judged: Judged, answer: dict[str, Any], language: str) -> bool:
    """Put the marked copy into the folder and its name into the answer. False when it could not be written."""
    try:
        copy = _copy(judged, language)
        if copy is None:  # a file that cannot be read cannot be marked
            return True
        answer["annotated"] = str(command_files.keep_beside(folder, judged.file, copy.data))
    except OSError as error:
        reason = why(error, language)
        command_words.aside(command_words.COPY_NOT_WRITTEN, language, name=judged.file, why=reason)
        return False
    except Exception as error:  # a fault of ours: the other files are judged all the same
        log.error("workbook %s has no marked copy: %s", judging.reference_of(judged.data), type(error).__name__)
        command_words.aside(command_words.NO_COPY, language, name=judged.file)
        return False
    return True


def _copy(judged: Judged, language: str) -> annotating.Annotated | None:
    while judged.data:
        with suppress(Busy):  # the command line has time
            return annotating.annotated(judged.data, judged.found, language)
    return None
