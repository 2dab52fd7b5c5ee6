"""`make test` and `make quick`: one line per step, the whole story of what failed, and what could not run and why."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import browser
import office
import postgres
from environment import PYTHON, ROOT, VENV, environment, front_end, run, say

BIN = VENV / "bin"
STRICT = os.environ.get("CI") == "true"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every process of every step compiles the whole portal again
PYTEST = [
    str(PYTHON),
    "-m",
    "pytest",
    "-q",
    "-n",
    "2",
    "--dist",
    "loadgroup",
    *(["-p", "tests.support.strict"] if STRICT else []),
]
IN_LIBREOFFICE = "tests/browser/test_libreoffice.py"
ALL_BUT_THE_BROWSER = ["tests", "--ignore=tests/browser", "--ignore=tests/bench"]


class Checks:
    """Runs every step, also after one has failed, and sums up."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.rows: list[tuple[str, str, float]] = []
        self.failed = False
        self.running: set[subprocess.Popen[str]] = set()

    def side_by_side(self, *parts: "Callable[[Checks], None]") -> None:
        """Steps that leave a processor idle now and then: a server, a browser and a type checker do."""
        with ThreadPoolExecutor() as threads:
            try:
                for done in [threads.submit(part, self) for part in parts]:
                    done.result()
            except BaseException:
                for program in list(self.running):
                    program.terminate()
                raise

    def step(self, name: str, command: "list[str]", **environ: str) -> None:
        began = time.monotonic()
        output, passed = self._output_of(command, environ)
        self._note(name, "passed" if passed else "FAILED", time.monotonic() - began)
        if passed:
            say(f"      {_last_line(output)}")
        else:
            say(output)
            self.failed = True

    def _output_of(self, command: "list[str]", environ: "dict[str, str]") -> "tuple[str, bool]":
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as program:
            self.running.add(program)
            output, _nothing = program.communicate()
            self.running.discard(program)
        return output, program.returncode == 0

    def not_run(self, name: str, remedy: str) -> None:
        self._note(name, "NOT RUN", 0)
        say(f"      Missing: {remedy}")
        self.failed = self.failed or STRICT

    def _note(self, name: str, outcome: str, seconds: float) -> None:
        self.rows.append((name, outcome, seconds))
        say(f"{outcome:8} {name} ({seconds:.0f} s)")

    def summary(self) -> int:
        say(f"\n{'step':44} {'outcome':8} seconds")
        for name, outcome, seconds in self.rows:
            say(f"{name:44} {outcome:8} {seconds:7.1f}")
        say(f"{'in all':44} {'FAILED' if self.failed else 'passed':8} {time.monotonic() - self.began:7.1f}")
        return int(self.failed)


def _last_line(output: str) -> str:
    return output.strip().rpartition("\n")[2]


def style(checks: Checks) -> None:
    checks.step("ruff check", [f"{BIN}/ruff", "check", "."])
    checks.step("ruff format", [f"{BIN}/ruff", "format", "--check", "."])


def types(checks: Checks) -> None:
    checks.step("mypy, the product", [f"{BIN}/mypy"])
    checks.step("mypy, the tools", [f"{BIN}/mypy", *map(str, sorted((ROOT / ".ci").glob("[!g]*.py")))])


def layers(checks: Checks) -> None:
    checks.step("import-linter", [f"{BIN}/lint-imports", "--no-logo"])
    checks.step("djlint", [f"{BIN}/djlint", "--lint", "--quiet", "templates"])


def on_sqlite(checks: Checks, *choice: str) -> None:
    checks.step("tests on SQLite", [*PYTEST, *ALL_BUT_THE_BROWSER, *choice], TEST_DATABASE_URL="sqlite://")


def on_postgresql(checks: Checks) -> None:
    with postgres.server() as address:
        if address is None:
            checks.not_run("tests on PostgreSQL", postgres.REMEDY)
            return
        own = {"TEST_DATABASE_URL": address, "TEST_RUN": str(os.getpid())}
        checks.step("tests on PostgreSQL", [*PYTEST, *ALL_BUT_THE_BROWSER, "-m", "not no_database and not once"], **own)
        subprocess.run([PYTHON, "-m", "tests.support.databases"], cwd=ROOT, env={**os.environ, **own})


def in_a_browser(checks: Checks) -> None:
    path = browser.find()
    if path is None:
        front_end(for_tests=True)
        path = browser.find()
    if path is None:
        checks.not_run("tests in a browser", browser.REMEDY)
        return
    pages = ["tests/browser", f"--ignore={IN_LIBREOFFICE}"]
    checks.step("tests in a browser", [*PYTEST, "--dist", "loadfile", *pages], CHROMIUM=path)


def in_libreoffice(checks: Checks) -> None:
    path = office.find()
    if path is None:
        checks.not_run("workbooks in LibreOffice", office.REMEDY)
        return
    checks.step("workbooks in LibreOffice", [*PYTEST, "-n", "0", IN_LIBREOFFICE], SOFFICE=path)


def one_half(checks: Checks) -> None:
    on_sqlite(checks)
    types(checks)
    in_libreoffice(checks)


def the_other_half(checks: Checks) -> None:
    """Not beside each other: a browser gives up when it has to wait for a busy machine."""
    in_a_browser(checks)
    on_postgresql(checks)


def everything() -> int:
    checks = Checks()
    style(checks)
    layers(checks)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TEST_MADE_ONCE"] = folder  # the demonstration data is loaded for two of the steps together
        checks.side_by_side(one_half, the_other_half)
    return checks.summary()


def quick() -> int:
    checks = Checks()
    style(checks)
    on_sqlite(checks, "-m", "no_database and not slow")
    return checks.summary()


def bench() -> int:
    return 0 if run(PYTHON, "-m", "tests.bench.bench") else 1


def words() -> int:
    return 0 if run(PYTHON, ".ci/words.py") else 1


def main() -> int:
    environment(for_tests=True)
    front_end()
    wanted = sys.argv[1] if len(sys.argv) > 1 else "everything"
    return {"everything": everything, "quick": quick, "bench": bench, "words": words}[wanted]()


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
