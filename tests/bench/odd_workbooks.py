"""`python -m tests.bench.odd_workbooks [FOLDER]`: hundreds of odd workbooks through `flask budgets check`, measured.

Each file is judged alone, in a process of its own, and then all of them in one. Seconds are the wall's; memory is what
the process, or a child of it that reads the file, has at its peak above what the process had when it began.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask

from portal.budgets.commands_upkeep import budgets_cli
from tests.bench.odd import broken, dressed, heavy, typed, written

SECONDS, MIB = 8, 256
WORST = 8
STATUS = Path("/proc/self/status")
COMMAND = (sys.executable, "-m", "flask", "--app", "wsgi", "budgets", "check", "--json")


@dataclass(frozen=True)
class Judged:
    """One file: its answer, or nothing where there was none, and what it took."""

    file: str
    answer: dict[str, Any] | None
    seconds: float
    work: float = 0.0  # seconds of a processor, of the process and its child
    memory: float = 0.0

    @property
    def broken(self) -> bool:
        return self.answer is None or self.seconds > SECONDS or self.memory > MIB


def made(folder: Path) -> list[Path]:
    """All the workbooks, as files."""
    for module in (typed, dressed, broken, heavy, written):
        for name, data in module.files():
            (folder / name).write_bytes(data)
    return sorted(folder.iterdir())


def alone(file: Path) -> Judged:
    """In a process that has started and judged nothing yet: a copy of this one."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reading)
        _judge(file, writing)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    seconds, work, memory, answer = said.split(" ", 3) if said.count(" ") > 2 else ("0", "0", "0", "")
    return Judged(file.name, _understood(answer), float(seconds), float(work), float(memory))


def _judge(file: Path, pipe: int) -> None:
    """Never returns; what it says at the end is the time, the memory and the command's own line."""
    before, began = _status("VmRSS"), time.perf_counter()
    try:
        app = Flask("nothing but the commands")
        app.cli.add_command(budgets_cli)
        answer = app.test_cli_runner().invoke(args=["budgets", "check", "--json", str(file)]).output
        took = time.perf_counter() - began
        peak = max(_status("VmHWM"), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) - before
        os.write(pipe, f"{took} {sum(os.times()[:4])} {peak / 1024} {answer}".encode())
    finally:
        os._exit(0)


def _status(name: str) -> int:
    """In KiB."""
    line = next(line for line in STATUS.read_text("ascii").splitlines() if line.startswith(name))
    return int(line.split()[1])


def _understood(line: str) -> dict[str, Any] | None:
    """One line of JSON and nothing else."""
    try:
        answer = json.loads(line)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and line.count("\n") == 1 else None


def together(files: Sequence[Path]) -> tuple[list[Judged], int]:
    """All of them by one command; each line as it comes, and the command's exit code.

    The first file goes before itself: until its first line comes, the command is starting.
    """
    names = [str(each) for each in (files[0], *files)]
    with subprocess.Popen([*COMMAND, *names], stdout=subprocess.PIPE, text=True) as command:
        found = list(_lines(command, files))
    return found, command.returncode


def _lines(command: "subprocess.Popen[str]", files: Sequence[Path]) -> Iterator[Judged]:
    assert command.stdout is not None
    command.stdout.readline()
    began = time.perf_counter()
    for file, line in zip(files, command.stdout, strict=False):
        now = time.perf_counter()
        yield Judged(file.name, _understood(line), now - began)
        began = now


def say(title: str, found: Sequence[Judged]) -> None:
    seconds, memory = [each.seconds for each in found] or [0.0], [each.memory for each in found]
    print(f"\n{title}: {len(found)} files, {sum(each.answer is not None for each in found)} answers")
    print(f"  seconds: most {max(seconds):.2f}, median {median(seconds):.3f}, in all {sum(seconds):.0f}")
    if any(memory):
        print(f"  seconds of a processor: most {max(each.work for each in found):.2f}")
        print(f"  MiB above the start: most {max(memory):.0f}, median {median(memory):.0f}")
    print(f"  beyond the limits or without an answer: {[each.file for each in found if each.broken] or 'none'}")
    for each in sorted(found, key=lambda each: -each.seconds)[:WORST]:
        print(f"  {each.seconds:6.2f} s {each.memory:5.0f} MiB  {each.file}  {_refused(each)}")


def _refused(judged: Judged) -> str:
    """Why no budget was found in the file: the code of the file, or of the template; nothing when it was read."""
    problems = [each["code"] for each in (judged.answer or {}).get("problems", ())]
    return next((each for each in problems if each.startswith(("file_", "template_unk", "template_amb"))), "")


def say_codes(found: Sequence[Judged]) -> None:
    refused = Counter(map(_refused, found))
    read = refused.pop("", 0)
    print(f"\nRead {read}, refused {refused.total()}: {', '.join(f'{code} {n}' for code, n in refused.most_common())}")


def main(folder: Path) -> int:
    files = made(folder)
    apart = [alone(each) for each in files]
    say("Each alone", apart)
    whole, code = together(files)
    say("All in one process", whole)
    say_codes(whole)
    lost = code != 0 or len(whole) < len(files)
    return 1 if lost or any(each.broken for each in (*apart, *whole)) else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
        sys.exit(main(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory(prefix="odd-workbooks-") as temporary:
        sys.exit(main(Path(temporary)))
