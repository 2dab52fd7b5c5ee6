"""Many projects made, and the annual reports of the four regions on them: time and memory, each in a new process."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

SIZES = tuple(int(each) for each in os.environ.get("BENCH_SCALE", "100,300,1000").split(","))
LAST_YEAR = "2014"


@dataclass(frozen=True)
class Run:
    """One command: seconds on the clock, seconds of the processor, and the peak of its memory in MiB."""

    took: float
    worked: float
    peak: float


@dataclass(frozen=True)
class Scaled:
    number: int
    made: Run
    reported: Run

    @property
    def per_100(self) -> float:
        """Of the processor, which does not count what else the machine did."""
        return self.made.worked * 100 / self.number


def measured(folder: Path) -> list[Scaled]:
    return [_measured(folder / f"scale-{number}", number) for number in SIZES]


def _measured(folder: Path, number: int) -> Scaled:
    folder.mkdir()
    own = {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'portal.db'}", "SECRET_KEY": "k" * 40}
    own |= {f"{name}_FOLDER": str(folder / name.lower()) for name in ("FILES", "MAIL", "PAYMENT")}
    environ = os.environ | {f"PORTAL_{name}": value for name, value in own.items()}
    run(environ, "db", "upgrade")
    made = run(environ, "demo", "--scale", str(number))
    return Scaled(number, made, run(environ, "results", "compile", "--year", LAST_YEAR))


def run(environ: dict[str, str], *words: str) -> Run:
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.bench.command", *words]
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2_000:]
    worked, peak = done.stdout.splitlines()[-1].split()
    return Run(time.monotonic() - began, float(worked), float(peak))


def say(found: list[Scaled]) -> None:
    heads = ("Projects", "made, s", "of the processor, s", "s per 100", "memory, MiB", "four annual reports, s",
             "memory, MiB")  # fmt: skip
    print(f"\n| {' | '.join(heads)} |\n|{'---:|' * len(heads)}")
    for each in found:
        made, reported = each.made, each.reported
        figures = (f"{each.number}", f"{made.took:.0f}", f"{made.worked:.0f}", f"{each.per_100:.1f}",
                   f"{made.peak:.0f}", f"{reported.took:.1f}", f"{reported.peak:.0f}")  # fmt: skip
        print(f"| {' | '.join(figures)} |")
