"""Compiled templates are kept between starts, and are never those of other words."""

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader, Environment

from portal import config


def said(folder: Path, words: str) -> str:
    """What a page of these words says, to a portal that has just started."""
    kept = config.CompiledTemplates(Flask("portal", instance_path=str(folder)))
    pages = DictLoader({"page.html": words})
    return Environment(loader=pages, bytecode_cache=kept, autoescape=True).get_template("page.html").render()


def test_a_template_is_compiled_once_and_again_when_its_words_change(tmp_path, monkeypatch):
    assert said(tmp_path, "Gammel") == "Gammel"
    with monkeypatch.context() as patched:
        patched.setattr(Environment, "_compile", lambda *_given: pytest.fail("compiled again"))
        assert said(tmp_path, "Gammel") == "Gammel"
    assert said(tmp_path, "Ny") == "Ny"


def test_only_we_may_write_what_is_run(tmp_path):
    said(tmp_path, "Ord")
    assert (tmp_path / "templates").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("broken", [b"", b"no program", b"j2"])
def test_what_cannot_be_read_is_compiled_anew(tmp_path, broken):
    said(tmp_path, "Ord")
    [kept] = (tmp_path / "templates").iterdir()
    kept.write_bytes(broken)
    assert said(tmp_path, "Ord") == "Ord"


def test_a_portal_that_may_not_write_there_goes_without(tmp_path):
    (tmp_path / "templates").write_text("not a folder")
    assert said(tmp_path, "Ord") == "Ord"
