"""A PostgreSQL for the tests: the one that runs, else one of our own in a temporary folder."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from environment import PYTHON, ROOT

RUNNING = "postgresql+psycopg://{user}@127.0.0.1:5432/postgres"
REMEDY = "PostgreSQL: start a server and name it in TEST_DATABASE_URL, or apt-get install postgresql"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1")


@contextlib.contextmanager
def server() -> Iterator["str | None"]:
    """The address of a server on which databases may be made, or None."""
    named = os.environ.get("TEST_DATABASE_URL", "")
    here = [RUNNING.format(user=user) for user in ("postgres", pwd.getpwuid(os.geteuid()).pw_name)]
    for address in [named] if named else here:
        if _may_make_databases(address):
            yield address
            return
    programs = None if named else _programs()
    if programs is None:
        yield None
        return
    with _server_of_our_own(programs) as address:
        yield address


def _may_make_databases(address: str) -> bool:
    script = (
        "import sys, psycopg\n"
        "with psycopg.connect(sys.argv[1], connect_timeout=3) as c:\n"
        "    row = c.execute('select rolcreatedb or rolsuper from pg_roles where rolname = current_user').fetchone()\n"
        "sys.exit(not row[0])"
    )
    plain = address.replace("+psycopg", "", 1)
    return subprocess.run([PYTHON, "-c", script, plain], cwd=ROOT, capture_output=True).returncode == 0


def _programs() -> "Path | None":
    """The folder of initdb and postgres: PATH, Debian's, or the one of the PyPI package pgserver."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    folders += (ROOT / ".venv").glob("lib/python3*/site-packages/pgserver/pginstall/bin")
    return next((folder for folder in folders if (folder / "postgres").exists() and (folder / "initdb").exists()), None)


@contextlib.contextmanager
def _server_of_our_own(programs: Path) -> Iterator[str]:
    """Quick and forgetful. Root may not run PostgreSQL: then it runs as another user, on a copy that user may read."""
    user = _other_user() if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="portal-pg-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        if user and ROOT in programs.parents:
            programs = _copied(programs, home)
        if user:
            shutil.chown(home, user)
        data = home / "data"
        _as(user, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        port = _free_port()
        settings = [word for setting in QUICK for word in ("-c", setting)]
        started = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), "-k", home, *settings],
            cwd=home, user=user, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        address = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
        try:
            _wait_for(address, started)
            yield address
        finally:
            started.terminate()
            started.wait(timeout=30)


def _copied(programs: Path, home: Path) -> Path:
    """pgserver's programs and the libraries beside them."""
    site = programs.parents[2]
    for folder in (folder for folder in site.glob("pgserver*") if folder.is_dir()):
        shutil.copytree(folder, home / folder.name, symlinks=True)
    return home / programs.relative_to(site)


def _other_user() -> str:
    names = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as(user: "str | None", *command: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, user=user, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{words[0]} failed:\n{done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, started: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(100):
        if started.poll() is not None:
            break
        if _may_make_databases(address):
            return
    raise SystemExit("PostgreSQL was found, but does not start. " + REMEDY)
