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
from portal.core.money import Ore

FOUND = Words("{name}: linjer {lines}, i alt {total} kr., søgt {granted} kr.",
              "{name}: lines {lines}, in all DKK {total}, applied for DKK {granted}")  # fmt: skip
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
MORE = Words("og {more} mere", "and {more} more")
MARKED = Words("Kopi med markeringer: {name}", "Marked copy: {name}")
OTHER_POOLS = Words("De to regneark hører til hver sin pulje: {a} og {b}.",
                    "The two workbooks belong to different pools: {a} and {b}.")  # fmt: skip


class Told(click.ClickException):
    """Ends the command with a sentence in the reader's language."""

    def __init__(self, words: Words, language: str, **said: object) -> None:
        super().__init__(words[language].format(**{name: one_line(str(each)) for name, each in said.items()}))
        self.language = language

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"{WRONG[self.language]}: {self.format_message()}", file=file, err=file is None)


def aside(words: Words, language: str, **said: object) -> None:
    """Beside the answer, for the person at the terminal."""
    click.echo(words[language].format(**{name: one_line(str(each)) for name, each in said.items()}), err=True)


def say_json(answer: dict[str, Any], language: str) -> None:
    """One line of UTF-8, whatever the terminal speaks; the language is that of a failure."""
    _write(escaped(json.dumps(answer, ensure_ascii=False)).encode("utf-8") + b"\n", language)


def say(lines: Iterable[str], language: str) -> None:
    """Words in the terminal's own encoding; what it cannot write becomes a question mark."""
    text = "".join(f"{one_line(each)}\n" for each in lines)
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
        raise Told(NO_ANSWER, language, why=error.strerror) from None


def judgement(answer: dict[str, Any], language: str) -> Iterator[str]:
    """One workbook for people at a terminal: what was read, then each problem on its line."""
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
    if "problems_in_all" in answer:
        yield "  " + MORE[language].format(more=answer["problems_in_all"] - len(answer["problems"]))
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
