"""The walk in the README names rounds, pages and buttons as the portal does."""

import re
from datetime import date
from pathlib import Path

from portal.demo import rounds
from portal.demo.rounds import Days
from tests.support.sentences import rooms

README = Path(__file__).parents[2] / "README.md"
ITALIC = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")


def test_what_the_walk_says_to_press_stands_on_a_page():
    walk = README.read_text("utf-8").split("## Fra invitation til projekt")[1].split("\n## ")[0]
    named = {" ".join(each.split()) for each in ITALIC.findall(walk)}
    said = {text for room in rooms().values() for each in room for text in _strings(each.string)}
    title = rounds.open_round(Days(date(2027, 2, 1))).title.removesuffix(" 2027")
    assert len(named) > 8
    assert named - said == {title}


def _strings(translated):
    return translated if isinstance(translated, tuple) else (translated,)
