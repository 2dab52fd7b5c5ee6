"""The program refuses to start with a weak key, and keeps its own key on a laptop."""

import pytest

from portal import config, create_app


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
