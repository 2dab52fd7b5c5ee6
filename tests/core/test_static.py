"""Our own scripts and style sheets: kept by the browser until they say something else."""

import re
from pathlib import Path

import pytest


@pytest.fixture
def address(app):
    """The style sheet, as a page asks for it."""
    page = app.test_client().get("/sign-in").text
    return re.search(r'href="(/static/portal\.css\?v=[0-9a-f]{8})"', page)[1]


def asked(app, address):
    with app.test_client().get(address) as answer:
        answer.get_data()
        return answer


def test_what_is_asked_for_with_its_mark_is_kept_for_a_year(app, session, address):
    answer = asked(app, address)
    assert answer.cache_control.max_age == 365 * 24 * 60 * 60
    assert answer.data == (Path(app.static_folder) / "portal.css").read_bytes()


def test_what_is_asked_for_without_it_is_asked_for_each_time(app, session, address):
    answer = asked(app, address.partition("?")[0])
    assert answer.cache_control.no_cache
    assert answer.cache_control.max_age is None


def test_other_content_has_another_mark(app, session, address, tmp_path, monkeypatch):
    (tmp_path / "portal.css").write_text("main { color: black }")
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    page = app.test_client().get("/sign-in").text
    assert "/static/portal.css?v=" in page
    assert address not in page


def test_a_file_that_is_not_there_has_none(app):
    with app.test_request_context():
        assert app.url_for("static", filename="nothing.css") == "/static/nothing.css"
