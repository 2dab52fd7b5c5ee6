"""`make run` says in a sentence why it cannot start, and two of them do not prepare the portal at the same time."""

import fcntl
import importlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[2]


def run_with(port: str) -> tuple[int, str]:
    """How `make run` ends on this port, and what it says; it must end before it prepares anything."""
    command = [sys.executable, str(ROOT / ".ci" / "serve.py")]
    done = subprocess.run(command, env={**os.environ, "PORT": port}, capture_output=True, encoding="utf-8")
    return done.returncode, done.stderr.strip()


@pytest.fixture
def serve(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT / ".ci"))
    found = importlib.import_module("serve")
    monkeypatch.setattr(found, "INSTANCE", tmp_path / "instance")
    return found


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-5", "80.5", "¹"])
def test_what_is_no_port_is_refused_with_those_that_are(port):
    code, said = run_with(port)
    assert (code, said.splitlines()) == (1, [
        f"»{port}« er ikke en port. Vælg en fra 1 til 65535: PORT=8080 make run",
        f"“{port}” is not a port. Choose one from 1 to 65535.",
    ])  # fmt: skip


def test_a_port_in_use_is_refused_with_another():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = run_with(str(port))
    danish, english = said.splitlines()
    assert (code, danish.partition(". ")[0]) == (1, f"Port {port} bruges af et andet program")
    assert danish.endswith(" make run")
    assert english.startswith(f"Port {port} is in use by another program.")


@pytest.mark.parametrize("port", ["", "8000"])
def test_no_port_is_port_8000(serve, monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    assert serve._port() == 8000


@pytest.mark.parametrize(
    ("given", "told"), [(None, "http://127.0.0.1:8251"), ("https://puljer.example.dk", "https://puljer.example.dk")]
)
def test_mails_of_the_demonstration_lead_to_the_port_that_was_chosen(serve, monkeypatch, given, told):
    monkeypatch.setenv("PORT", "8251")
    monkeypatch.setenv("PORTAL_BASE_URL", given or "")
    if given is None:
        monkeypatch.delenv("PORTAL_BASE_URL")
    seen = []
    monkeypatch.setattr(serve, "_refuse_if_taken", lambda _port: None)
    monkeypatch.setattr(serve, "environment", lambda: None)
    monkeypatch.setattr(serve, "front_end", lambda: None)
    monkeypatch.setattr(serve, "_prepare_database", lambda: seen.append(os.environ["PORTAL_BASE_URL"]))
    monkeypatch.setattr(serve.Programs, "serve", lambda started: seen.append(started.environ["PORTAL_BASE_URL"]) or 0)
    assert serve._run() == 0
    assert seen == [told, told]


def test_a_second_start_waits_until_the_first_has_prepared(serve):
    with serve._alone(), (serve.INSTANCE / ".preparing").open("w") as second, pytest.raises(BlockingIOError):
        fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with (serve.INSTANCE / ".preparing").open("w") as second:
        fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_where_nothing_can_be_written_it_is_said_where(serve, monkeypatch, tmp_path):
    (tmp_path / "a file").touch()
    monkeypatch.setattr(serve, "INSTANCE", tmp_path / "a file" / "instance")
    with pytest.raises(SystemExit, match=r"^Der kan ikke skrives i .*a file/instance .fejl"), serve._alone():
        pytest.fail("nothing is prepared")
