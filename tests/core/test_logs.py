"""What goes wrong is found again in the log by the number on the page; what people wrote is not."""

import re

import pytest
from flask import request
from sqlalchemy import text

from portal import create_app
from portal.core.access import public
from portal.core.db import db


@pytest.fixture
def broken():
    """A portal with a page that fails as pages do: with what somebody wrote in the statement and in the words."""
    app = create_app(SECRET_KEY="k" * 40, SQLALCHEMY_DATABASE_URI="sqlite://")

    @app.get("/broken/<token>")
    @public
    def fails(token: str) -> str:
        if token == "sql":
            db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": request.args["name"]})
        raise RuntimeError("we read 010170-1234 here")

    return app


@pytest.mark.parametrize("path", ["/broken/a-token-of-one-use", "/broken/sql?name=Rikke"])
def test_the_number_on_the_page_stands_in_the_log_with_where_it_went_wrong(broken, caplog, path):
    answer = broken.test_client().get(path)
    assert answer.status_code == 500
    number = re.search(r'class="pp-cell">([0-9a-f]{8})<', answer.text)[1]
    assert f"number {number}: GET /broken/<token>" in caplog.text
    assert "Traceback" in caplog.text
    assert "in fails" in caplog.text


def test_the_log_holds_no_cpr_number_no_token_and_nothing_that_was_written(broken, caplog):
    for path in ("/broken/a-token-of-one-use", "/broken/sql?name=Rikke"):
        broken.test_client().get(path)
    assert "we read … here" in caplog.text
    assert "nowhere WHERE name" in caplog.text
    for private in ("010170", "a-token-of-one-use", "Rikke"):
        assert private not in caplog.text
