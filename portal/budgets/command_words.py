"""What the command line says, and how it reaches a terminal, a pipe or a full disk."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from typing import IO, Any

import click

from portal.budgets import contrast
from portal.budgets.command_files import escaped, one_line
from portal.budgets.documentation import SEVERITIES
from portal.budgets.findings import Severity
from portal.budgets.labels import Words
from portal.budgets.leftovers import POOLS
from portal.budgets.reading import Reading
from portal.core import cpr
from portal.core.money import Ore

FOUND = Words("{name}: linjer {lines}, i alt {total} kr., søgt {granted} kr.",
              "{name}: lines {lines}, in all DKK {total}, applied for DKK {granted}")  # fmt: skip
UNREAD = Words("{name}: kan ikke læses som budget.", "{name}: cannot be read as a budget.")
PERFECT = Words("Intet at bemærke.", "Nothing to remark.")
WRONG = Words("Fejl", "Error")
WRITTEN = Words("{name} ({size} byte)", "{name} ({size} bytes)")
NO_VERSION = Words("Der er ingen version {version} af skemaet for {pool}. Versioner: {known}.",
                   "There is no version {version} of the template for {pool}. Versions: {known}.")  # fmt: skip
NO_TEMPLATE = Words("Der er endnu intet skema for {pool}.", "There is no template for {pool} yet.")
NO_FILE = Words("Der er ingen fil {pool}_{version}.json blandt skemaerne.",
                "There is no file {pool}_{version}.json among the templates.")  # fmt: skip
PUBLISHED = Words("{pool} {version} er udgivet: {sha256}", "{pool} {version} is published: {sha256}")
IS_OUT = Words("Version {version} for {pool} er allerede udgivet. Lav en ny version.",
               "Version {version} for {pool} is already published. Make a new version.")  # fmt: skip
NONE = Words("ingen", "none")
NOT_WRITTEN = Words("{name} kan ikke skrives: {why}.", "{name} cannot be written: {why}.")
NO_FOLDER = Words("Mappen {name} kan ikke oprettes: {why}.", "The folder {name} cannot be made: {why}.")
CLOSED_FOLDER = Words("Der kan ikke skrives i mappen {name}.", "The folder {name} cannot be written to.")
COPY_NOT_WRITTEN = Words("Kopien af {name} med markeringer kan ikke skrives: {why}.",
                         "The marked copy of {name} cannot be written: {why}.")  # fmt: skip
NO_COPY = Words("Der kunne ikke laves en kopi af {name} med markeringer.", "No marked copy of {name} could be made.")
NO_ANSWER = Words("Svaret kan ikke skrives: {why}.", "The answer cannot be written: {why}.")
MARKED = Words("Kopi med markeringer: {name}", "Marked copy: {name}")
WHY_NOT = {
    FileNotFoundError: Words("mappen findes ikke", "the folder is not there"),
    IsADirectoryError: Words("det er en mappe", "it is a folder"),
    NotADirectoryError: Words("den ligger ikke i en mappe", "it does not lie in a folder"),
    FileExistsError: Words("en fil hedder det samme", "a file has that name"),
    PermissionError: Words("du har ikke adgang til den", "you do not have access to it"),
}
SYSTEM = Words("systemet siger nej (fejl {number})", "the system says no (error {number})")
OTHER_POOLS = Words("De to regneark hører til hver sin pulje: {a} og {b}.",
                    "The two workbooks belong to different pools: {a} and {b}.")  # fmt: skip

NAMES_OF_FILES = {"file", "annotated"}


class Told(click.ClickException):
    """Ends the command with a sentence in the reader's language."""

    def __init__(self, words: Words, language: str, **said: object) -> None:
        super().__init__(words[language].format(**{name: one_line(str(each)) for name, each in said.items()}))
        self.language = language

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"{WRONG[self.language]}: {self.format_message()}", file=file, err=file is None)


def why(error: OSError, language: str) -> str:
    """Why something cannot be written, in the reader's language."""
    found = WHY_NOT.get(type(error))
    return found[language] if found else SYSTEM[language].format(number=error.errno)


def aside(words: Words, language: str, **said: object) -> None:
    """Beside the answer, for the person at the terminal."""
    click.echo(words[language].format(**{name: one_line(str(each)) for name, each in said.items()}), err=True)


def say_json(answer: dict[str, Any], language: str) -> None:
    """One line of UTF-8, whatever the terminal speaks; the language is that of a failure."""
    _write(escaped(json.dumps(_without_cpr(answer), ensure_ascii=False)).encode("utf-8") + b"\n", language)


def _without_cpr(value: Any) -> Any:
    """What cells say, without what looks like a CPR number; a file keeps its name, so that it is known again."""
    if isinstance(value, dict):
        return {key: each if key in NAMES_OF_FILES else _without_cpr(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_cpr(each) for each in value]
    return cpr.hidden(value) if isinstance(value, str) else value


def say(lines: Iterable[str], language: str) -> None:
    """Words in the terminal's own encoding; what it cannot write becomes a question mark."""
    text = "".join(f"{cpr.hidden(one_line(each))}\n" for each in lines)
    _write(text.encode(getattr(sys.stdout, "encoding", None) or "utf-8", "replace"), language)


def _write(data: bytes, language: str) -> None:
    """At once, so that whoever waits sees how far we are. A reader who left ends the command quietly."""
    if sys.stdout is None:  # started with its output closed
        sys.exit(1)
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in the buffer goes nowhere
        if isinstance(error, BrokenPipeError):
            sys.exit(1)
        raise Told(NO_ANSWER, language, why=why(error, language)) from None


def judgement(answer: dict[str, Any], language: str) -> Iterator[str]:
    """One workbook for people at a terminal: what was read, then each problem on its line."""
    if not answer["readable"]:
        yield UNREAD[language].format(name=answer["file"])
    else:
        total, granted = Ore(answer["total_ore"]).short, Ore(answer["granted_ore"]).short
        yield FOUND[language].format(name=answer["file"], lines=answer["lines"], total=total, granted=granted)
    wide = max(len(words[language]) for words in SEVERITIES.values())
    for each in answer["problems"]:
        place = "!".join(part for part in (each["sheet"], each["cell"]) if part)
        said = each["message"].removeprefix(f"{each['cell']}: ")
        severity = SEVERITIES[Severity(each["severity"])][language]
        yield f"  {severity:{wide}} {each['code']:22} {place + ': ' if place else ''}{said}"
    if not answer["problems"]:
        yield f"  {PERFECT[language]}"
    if answer.get("annotated"):
        yield "  " + MARKED[language].format(name=answer["annotated"])


def not_compared(names: tuple[str, str], found: tuple[Reading, Reading], language: str) -> dict[str, Any]:
    """Why two workbooks were not compared: each that was refused with its code and words, or that the pools differ."""
    problems = [
        {"file": name, "code": each.code, "message": each.text(language)}
        for name, reading in zip(names, found, strict=True)
        for each in reading.findings
        if reading.refused == each.code
    ]
    if not problems:
        a, b = (POOLS.get(each.pool, {}).get(language, each.pool) for each in found)
        words = OTHER_POOLS[language].format(a=a, b=b)
        problems.append({"file": names[1], "code": "template_other_pool", "message": words})
    old, new = (contrast.side(name, reading) for name, reading in zip(names, found, strict=True))
    return {"a": old, "b": new, "refused": problems[0]["code"], "problems": problems}
