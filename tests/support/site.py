"""The portal as it runs for people: gunicorn and the worker as programs of their own, on a database of their own."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLASK = [sys.executable, "-m", "flask", "--app"]
GUNICORN = [sys.executable, "-m", "gunicorn", "-c", ".ci/gunicorn.conf.py"]
ONE_AFTER_ANOTHER = """
import sys
from flask.cli import cli
for words in sys.argv[2:]:
    cli.main(["--app", sys.argv[1], *words.split()], standalone_mode=False)
"""
PATIENCE = 30.0  # seconds


@dataclass
class Site:
    address: str
    folder: Path
    environ: dict[str, str]
    started: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    flask_app: str = "wsgi"

    @property
    def database(self) -> Path:
        return self.folder / "portal.db"

    def flask(self, *words: str) -> str:
        """`flask …` on this site's database; what it printed."""
        return self._run([*FLASK, self.flask_app, *words])

    def prepare(self, *commands: str) -> None:
        """Several commands of `flask` in one program: to start one takes longer than most of them."""
        self._run([sys.executable, "-c", ONE_AFTER_ANOTHER, self.flask_app, *commands])

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(command, cwd=ROOT, env=self.environ, capture_output=True, text=True)
        assert done.returncode == 0, f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}"
        return done.stdout

    def set_clock(self, moment: datetime) -> None:
        """Let it be this moment, in a site that is served by tests/support/clocked.py."""
        written = self.folder / "clock.new"
        written.write_text(moment.isoformat())
        written.rename(self.folder / "clock")

    def mails(self) -> list[EmailMessage]:
        """What the worker has sent so far, oldest first."""
        kept = sorted((self.folder / "mail").rglob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        read = BytesParser(policy=policy.default)
        return [read.parsebytes(file.read_bytes()) for file in kept]

    def mail(self, to: str, says: str = "", patience: float = PATIENCE) -> EmailMessage:
        """The newest mail to this person whose subject or text holds `says`; waits for the worker."""
        give_up = time.monotonic() + patience
        while True:
            for message in reversed(self.mails()):
                if to in str(message["To"]) and says in f"{message['Subject']}\n{text_of(message)}":
                    return message
            assert time.monotonic() < give_up, f"No mail to {to} that says “{says}” within {patience:.0f} s."
            time.sleep(0.1)

    def start(self, *command: str) -> None:
        log = (self.folder / "programs.log").open("ab")
        self.started.append(
            subprocess.Popen(
                command, cwd=ROOT, env=self.environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )
        )  # fmt: skip
        log.close()

    def log(self) -> str:
        return (self.folder / "programs.log").read_text(errors="replace")

    def wait_until_ready(self) -> None:
        give_up = time.monotonic() + PATIENCE
        while not answers(self.address):
            ended = [program.args for program in self.started if program.poll() is not None]
            assert not ended, f"{ended} did not start:\n{self.log()}"
            assert time.monotonic() < give_up, f"The portal does not answer:\n{self.log()}"
            time.sleep(0.05)

    def end(self) -> None:
        for program in self.started:
            os.killpg(program.pid, signal.SIGTERM)
        for program in self.started:
            program.wait(timeout=20)


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    return body.get_content() if body else ""


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 - our own address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def alone(with_what: Path) -> Iterator[None]:
    """One process at a time."""
    with with_what.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def running(
    folder: Path,
    program: str = "wsgi:app",
    *,
    flask_app: str = "wsgi",
    begins: datetime | None = None,
    data: tuple[str, ...] = ("demo", "load", "--if-empty"),
    made: Path | None = None,
    **settings: str,
) -> Iterator[Site]:
    """A migrated site with the demonstration data; `settings` are PORTAL_* without their prefix.

    One that `begins` at another moment has the clock of tests/support/clocked.py. The data is taken from the folder
    `made`, by which processes share it: the first of them makes it.
    """
    port = free_port()
    own = {
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'portal.db'}",
        "MAIL_FOLDER": str(folder / "mail"),
        "FILES_FOLDER": str(folder / "files"),
        "PAYMENT_FOLDER": str(folder / "payments"),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "ARGON2_QUICK": "true",
        "SECRET_KEY": "for tests only, and long enough to be taken",
    } | settings
    prefixed = {f"PORTAL_{name}": value for name, value in own.items()}
    environ = {**os.environ, **prefixed, "PORT": str(port), "TEST_CLOCK": str(folder / "clock")}
    site = Site(f"http://127.0.0.1:{port}", folder, environ, flask_app=flask_app)
    if begins is not None:
        site.set_clock(begins)
    with alone(made) if made else nullcontext():
        if made and made.exists():
            shutil.copytree(made, folder, dirs_exist_ok=True)
        else:
            site.prepare("db upgrade", " ".join(data))
            if made:
                shutil.copytree(folder, made)
    site.start(*GUNICORN, program)
    site.start(*FLASK, flask_app, "worker", "run", "--every", "0.5")
    try:
        site.wait_until_ready()
        yield site
    finally:
        site.end()
