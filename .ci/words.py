"""`make words`: sentences that have no Danish yet, room by room, ready to be pasted and translated."""

import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from environment import ROOT, VENV, say

CATALOGUES = ROOT / "portal" / "translations" / "da" / "LC_MESSAGES"
FORMAT = '#: {place}\nmsgid "{english}"\nmsgstr ""\n'


def main() -> int:
    danish = _danish()
    missing = defaultdict(list)
    for message in _extracted():
        if message.id and str(message.id) not in danish:
            missing[_room(message)].append(message)
    for room, messages in sorted(missing.items()):
        say(f"# {room}.po: {len(messages)} sentences without Danish\n")
        for message in messages:
            say(FORMAT.format(place=message.locations[0][0], english=_quoted(str(message.id))))
    for sentence in _two_answers():
        say(f"# Two rooms translate this differently: {sentence}")
    say(f"{sum(map(len, missing.values()))} sentences without Danish.")
    return int(bool(missing))


def _catalogues() -> "list[Catalog]":
    return [read_po(file.read_text("utf-8").splitlines()) for file in sorted(CATALOGUES.glob("*.po"))]


def _danish() -> "set[str]":
    return {str(each.id) for room in _catalogues() for each in room if each.id and each.string and not each.fuzzy}


def _two_answers() -> "list[str]":
    answers = defaultdict(set)
    for room in _catalogues():
        for message in room:
            if message.id and message.string:
                answers[str(message.id)].add(str(message.string))
    return sorted(english for english, several in answers.items() if len(several) > 1)


def _extracted() -> Catalog:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "messages.pot"
        command = [f"{VENV}/bin/pybabel", "-q", "extract", "-F", "pyproject.toml", "-o", str(target), "."]
        subprocess.run(command, cwd=ROOT, check=True)
        return read_po(target.read_text("utf-8").splitlines())


def _room(message: Message) -> str:
    """portal/pools/rules.py, forms/pools.py and templates/pools/list.html all belong to pools."""
    parts = Path(message.locations[0][0]).parts
    return Path(parts[1]).stem if len(parts) > 1 else "core"


def _quoted(sentence: str) -> str:
    return sentence.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


if __name__ == "__main__":
    sys.exit(main())
