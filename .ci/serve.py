"""`make run`: everything from a bare clone to a running portal, and everything ended again with Ctrl-C."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from environment import PYTHON, ROOT, TOOLS, digest, environment, front_end, is_done, say

INSTANCE = ROOT / "instance"
DATABASE = INSTANCE / "portal.db"
PREPARED = INSTANCE / ".prepared"
PEOPLE = INSTANCE / ".people"
FLASK = [str(PYTHON), "-m", "flask", "--app", "wsgi"]
LONGEST_START = 60  # seconds


def main() -> int:
    _when_asked_to_stop(_stop)
    try:
        return _run()
    except KeyboardInterrupt:
        return 0


def _run() -> int:
    port = int(os.environ.get("PORT", "8000"))
    if _is_taken(port):
        sys.exit(f"Port {port} is in use by another program. Choose another one: PORT={port + 1} make run")
    environment()
    front_end()
    _prepare_database()
    return Programs(port).serve()


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _prepare_database() -> None:
    """Migrations and demonstration data, when either has changed since the last start; what is stored stays."""
    elsewhere = os.environ.get("PORTAL_SQLALCHEMY_DATABASE_URI", "")
    mark = digest(*sorted((ROOT / "migrations" / "versions").glob("*.py")), also=elsewhere)
    if is_done(PREPARED, mark) and PEOPLE.exists() and (elsewhere or DATABASE.exists()):
        return
    INSTANCE.mkdir(exist_ok=True)
    if DATABASE.exists() and not elsewhere:
        _copy_database()
    say("Database …")
    _flask("db", "upgrade")
    say("Demonstration data …")
    _flask("demo", "load", "--if-empty")
    PEOPLE.write_text(_flask("demo", "people"))
    PREPARED.write_text(mark)


def _copy_database() -> None:
    """A migration that fails on SQLite can stop half way: this copy is the way back."""
    copy = INSTANCE / "portal-before-upgrade.db"
    copy.unlink(missing_ok=True)
    source, target = sqlite3.connect(DATABASE), sqlite3.connect(copy)
    source.backup(target)
    source.close()
    target.close()


def _flask(*words: str) -> str:
    done = subprocess.run([*FLASK, *words], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"`flask {' '.join(words)}` failed:\n{done.stdout}{done.stderr}")
    return done.stdout


class Programs:
    """The web server and the worker: they start together and end together."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.environ = {"PORTAL_BASE_URL": self.address, **os.environ}
        self.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start compiles the whole portal again
        self.started: dict[str, subprocess.Popen[bytes]] = {}
        self.parent = os.getppid()

    def serve(self) -> int:
        try:
            web = [str(PYTHON), "-m", "gunicorn", "-c", str(TOOLS / "gunicorn.conf.py"), "wsgi:app"]
            self._start("The web server", web)
            self._start("The worker", [*FLASK, "worker", "run"])
            self._wait_until_ready()
            say(f"\n{PEOPLE.read_text().rstrip()}\n\nReady: {self.address}   (Ctrl-C ends it)")
            return self._watch()
        finally:
            self._end()

    def _start(self, name: str, command: "list[str]") -> None:
        """In a session of its own, so that Ctrl-C reaches only us and we end them in order."""
        self.started[name] = subprocess.Popen(
            command, cwd=ROOT, env=self.environ, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def _wait_until_ready(self) -> None:
        give_up = time.monotonic() + LONGEST_START
        while not _answers(self.address):
            if self._who_ended() or time.monotonic() > give_up:
                sys.exit("The portal did not start; the reason stands above.")
            time.sleep(0.05)

    def _watch(self) -> int:
        while not (name := self._who_ended()):
            if os.getppid() != self.parent:  # who started us is gone
                return 0
            time.sleep(0.3)
        say(f"{name} ended by itself; the reason stands above.")
        return 1

    def _who_ended(self) -> "str | None":
        return next((name for name, program in self.started.items() if program.poll() is not None), None)

    def _end(self) -> None:
        _when_asked_to_stop(signal.SIG_IGN)
        for program in self.started.values():
            _signal(program, signal.SIGTERM)
        for program in self.started.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(timeout=10)
            _signal(program, signal.SIGKILL)  # whatever is left of its session


def _signal(program: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    try:
        os.killpg(program.pid, number)
    except ProcessLookupError:
        return


def _when_asked_to_stop(answer: "Callable[[int, FrameType | None], None] | signal.Handlers") -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, answer)


def _stop(_number: int, _frame: "FrameType | None") -> None:
    raise KeyboardInterrupt


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
