"""`make run`: everything from a bare clone to a running portal, and everything ended again with Ctrl-C.

It speaks Danish and English: the portal has no language yet when it starts.
"""

import contextlib
import errno
import fcntl
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from types import FrameType

from environment import PYTHON, ROOT, TOOLS, digest, environment, front_end, is_done, say

INSTANCE = ROOT / "instance"
DATABASE = INSTANCE / "portal.db"
PREPARED = INSTANCE / ".prepared"
PEOPLE = INSTANCE / ".people"
FLASK = [str(PYTHON), "-m", "flask", "--app", "wsgi"]
LONGEST_START = 60  # seconds
PORTS = range(1, 65536)


def main() -> int:
    _when_asked_to_stop(_stop)
    try:
        return _run()
    except KeyboardInterrupt:
        return 0


def _run() -> int:
    port = _port()
    _refuse_if_taken(port)
    os.environ.setdefault("PORTAL_BASE_URL", f"http://127.0.0.1:{port}")  # also for the mails of the demonstration
    with _alone():
        environment()
        front_end()
        _prepare_database()
    _refuse_if_taken(port)  # preparing takes a while the first time
    return Programs(port).serve()


def _port() -> int:
    asked = os.environ.get("PORT") or "8000"
    if not (asked.isascii() and asked.isdigit() and int(asked) in PORTS):
        sys.exit(
            f"»{asked}« er ikke en port. Vælg en fra {PORTS[0]} til {PORTS[-1]}: PORT=8080 make run\n"
            f"“{asked}” is not a port. Choose one from {PORTS[0]} to {PORTS[-1]}."
        )
    return int(asked)


def _refuse_if_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            closed = error.errno == errno.EACCES
            danish = "må du ikke bruge" if closed else "bruges af et andet program"
            why = "may not be used by you" if closed else "is in use by another program"
            other = port + 1 if 1024 <= port < PORTS[-1] else 8080
            sys.exit(
                f"Port {port} {danish}. Vælg en anden: PORT={other} make run\nPort {port} {why}. Choose another one."
            )


@contextlib.contextmanager
def _alone() -> "Iterator[None]":
    """Two that are started at once do not build the same environment and database: the second waits for the first."""
    try:
        INSTANCE.mkdir(exist_ok=True)
        lock = (INSTANCE / ".preparing").open("w")
    except OSError as error:
        sys.exit(
            f"Der kan ikke skrives i {INSTANCE} (fejl {error.errno}). Portalen gemmer sine data der.\n"
            f"Nothing can be written in {INSTANCE}: {error.strerror}. The portal keeps its data there."
        )
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("En anden `make run` gør portalen klar; venter på den …  (another one is preparing; waiting)")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepare_database() -> None:
    """Migrations and demonstration data, when either has changed since the last start; what is stored stays."""
    elsewhere = os.environ.get("PORTAL_SQLALCHEMY_DATABASE_URI", "")
    mark = digest(*sorted((ROOT / "migrations" / "versions").glob("*.py")), also=elsewhere)
    if is_done(PREPARED, mark) and PEOPLE.exists() and (elsewhere or DATABASE.exists()):
        return
    if DATABASE.exists() and not elsewhere:
        _copy_database()
    say("Databasen …  (database)")
    _flask("db", "upgrade")
    say("Demonstrationsdata …  (demonstration data)")
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
        sys.exit(f"`flask {' '.join(words)}` gik ikke (failed):\n{done.stdout}{done.stderr}")
    return done.stdout


class Programs:
    """The web server and the worker: they start together and end together."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.environ = dict(os.environ)
        self.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start compiles the whole portal again
        self.started: dict[str, subprocess.Popen[bytes]] = {}
        self.parent = os.getppid()

    def serve(self) -> int:
        try:
            web = [str(PYTHON), "-m", "gunicorn", "-c", str(TOOLS / "gunicorn.conf.py"), "wsgi:app"]
            self._start("Webserveren (the web server)", web)
            self._wait_until_ready()
            self._start("Arbejderen (the worker)", [*FLASK, "worker", "run"])  # after those whom somebody waits for
            ready = f"Klar: {self.address}   (Ctrl-C stopper det hele)\nReady: {self.address}   (Ctrl-C ends it)"
            say(f"\n{PEOPLE.read_text().rstrip()}\n\n{ready}")
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
                sys.exit("Portalen startede ikke; grunden står ovenfor.\nThe portal did not start; see above.")
            time.sleep(0.05)

    def _watch(self) -> int:
        while not (name := self._who_ended()):
            if os.getppid() != self.parent:  # who started us is gone
                return 0
            time.sleep(0.3)
        say(f"{name} stoppede af sig selv; grunden står ovenfor. (It ended by itself; see above.)")
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
