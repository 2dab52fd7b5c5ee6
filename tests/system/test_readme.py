"""The walk in the README and the guides of the roles name rounds, pages and buttons as the portal does."""

import re
from datetime import date
from pathlib import Path

import click
import pytest

from portal.core.permissions import Role
from portal.demo import rounds
from portal.demo.rounds import Days
from tests.support.sentences import rooms

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
ITALIC = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")


def test_what_the_walk_says_to_press_stands_on_a_page():
    walk = README.read_text("utf-8").split("## Fra invitation til projekt")[1].split("\n## ")[0]
    named = named_in(walk)
    title = rounds.open_round(Days(date(2027, 2, 1))).title.removesuffix(" 2027")
    assert len(named) > 8
    assert named - said() == {title}


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_what_a_guide_says_to_press_stands_on_a_page(role):
    guide = (ROOT / "docs" / f"guide-{role.value}.md").read_text("utf-8")
    assert named_in(guide) - said() == set()
    assert f"(docs/guide-{role.value}.md)" in README.read_text("utf-8")


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("docs/*.md")), README], ids=lambda page: page.name)
def test_a_link_from_one_page_to_another_goes_somewhere(page):
    for address in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        path, _, place = address.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), address
        assert not place or place in headings(found.read_text("utf-8")), address


@pytest.mark.parametrize("page", [README, ROOT / "docs" / "operations.md"], ids=lambda page: page.name)
def test_every_command_and_option_that_is_named_exists(app, page):
    text = page.read_text("utf-8")
    rows = re.findall(r"^\| `([^`]+)` \|", text.split("## Kommandoer")[1], re.MULTILINE)
    named = [*rows, *re.findall(r"`flask ([^`]+)`", text)]
    assert len(named) > 8
    for each in named:
        words, command = re.findall(r"--?[\w-]+|[\w-]+", each.split("FIL")[0]), app.cli
        while words and isinstance(command, click.Group) and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert not isinstance(command, click.Group) or words[0].startswith("--"), each
        assert {option for option in re.findall(r"(?<!\S)\[?(--?[\w-]+)", each) if option != "--help"} <= known, each


def headings(text: str) -> set[str]:
    """The places in a page that a link can go to."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in titles}


def named_in(text: str) -> set[str]:
    return {" ".join(each.split()) for each in ITALIC.findall(text)}


def said() -> set[str]:
    return {text for room in rooms().values() for each in room for text in _strings(each.string)}


def _strings(translated):
    return translated if isinstance(translated, tuple) else (translated,)
