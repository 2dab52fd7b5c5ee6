"""Files are kept byte for byte, once, for the portal alone."""

import hashlib
from io import BytesIO

import pytest

from portal.adapters import files


@pytest.fixture(autouse=True)
def folder(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_FOLDER", str(tmp_path))
    with app.app_context():
        yield tmp_path


def test_what_is_kept_comes_back_byte_for_byte(folder):
    content = bytes(range(256)) * 5000
    sha256, size = files.store(BytesIO(content))
    assert (sha256, size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert files.read(sha256) == content


def test_the_same_content_is_kept_once_and_for_the_portal_alone(folder):
    first, second = files.store(BytesIO(b"budget")), files.store(BytesIO(b"budget"))
    kept = [each for each in folder.rglob("*") if each.is_file()]
    assert first == second
    assert [each.stat().st_mode & 0o777 for each in kept] == [0o600]


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_only_a_hash_is_a_name(name):
    with pytest.raises(ValueError, match="SHA-256"):
        files.read(name)
