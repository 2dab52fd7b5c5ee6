"""The program refuses to start with a weak key, and keeps its own key on a laptop."""

import pytest
from flask import request

from portal import config, create_app
from portal.core.access import public


def test_production_needs_a_key_of_its_own():
    with pytest.raises(RuntimeError, match="PORTAL_SECRET_KEY"):
        create_app(PRODUCTION=True, SQLALCHEMY_DATABASE_URI="sqlite://")


def test_a_short_key_is_refused_everywhere():
    with pytest.raises(RuntimeError, match="at least 32"):
        create_app(SECRET_KEY="short", SQLALCHEMY_DATABASE_URI="sqlite://")


def test_a_laptop_makes_its_key_once_and_keeps_it_to_itself(tmp_path):
    first, second = config.own_key(tmp_path), config.own_key(tmp_path)
    assert first == second
    assert len(first) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("proxies", "address", "secure"), [(0, "10.0.0.1", False), (1, "192.0.2.7", True)])
def test_behind_a_proxy_people_have_their_own_address_when_it_is_said_that_there_is_one(proxies, address, secure):
    app = create_app(SECRET_KEY="k" * 40, SQLALCHEMY_DATABASE_URI="sqlite://", PROXIES=proxies)
    app.add_url_rule("/who", "who", public(lambda: {"address": request.remote_addr, "secure": request.is_secure}))
    asked = {"X-Forwarded-For": "198.51.100.1, 192.0.2.7", "X-Forwarded-Proto": "https"}
    answer = app.test_client().get("/who", headers=asked, environ_base={"REMOTE_ADDR": "10.0.0.1"})
    assert answer.json == {"address": address, "secure": secure}
    assert ("Strict-Transport-Security" in answer.headers) is secure
