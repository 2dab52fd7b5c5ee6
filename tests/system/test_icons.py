"""Every icon a page names is in the design system's sprite; a missing one would be an empty square."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPRITE = ROOT / "node_modules" / "dkfds" / "dist" / "img" / "all-svg-icons.svg"
IN_TEMPLATE = re.compile(r"""\bicon\(\s*["']([a-z-]+)["']\s*[,)]""")
IN_STATES = re.compile(r"""state\(\{[^}]*\}\[[^\]]*\],.*?,\s*\{([^}]*)\}\[""")  # an icon for each value of a status
IN_CODE = re.compile(r"""State\("\w+", _\([^)]*\), "\w+", "([a-z-]+)"\)""")


@pytest.fixture(scope="module")
def known() -> set[str]:
    return set(re.findall(r'id="([\w-]+)"', SPRITE.read_text("utf-8")))


def named() -> list[tuple[str, str]]:
    templates = [(each, IN_TEMPLATE) for each in (ROOT / "templates").rglob("*.html")]
    code = [(each, IN_CODE) for each in (ROOT / "portal").rglob("*.py")]
    return [
        (str(file.relative_to(ROOT)), name)
        for file, pattern in (*templates, *code)
        for name in pattern.findall(file.read_text("utf-8"))
    ]


def test_every_icon_of_a_status_is_in_the_sprite(known):
    found = [
        (file.name, name)
        for file in (ROOT / "templates").rglob("*.html")
        for icons in IN_STATES.findall(file.read_text("utf-8"))
        for name in re.findall(r': "([a-z-]+)"', icons)
    ]
    assert len(found) > 20
    assert [(file, name) for file, name in found if name not in known] == []


def test_every_icon_is_in_the_sprite(known):
    found = named()
    assert len(found) > 40
    assert [(file, name) for file, name in found if name not in known] == []
