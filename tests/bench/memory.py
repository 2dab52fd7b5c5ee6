"""How much memory one import takes, or openpyxl alone: `python -m tests.bench.memory import|floor FILE`, in MiB."""

import resource
import sys
from pathlib import Path

from openpyxl import load_workbook

from portal.budgets import judging, specification

STATUS = Path("/proc/self/status")


def main(what: str, file: Path) -> None:
    specification.of("upskilling")
    Path("/proc/self/clear_refs").write_text("5")  # the peak of the imports does not count
    before = _status("VmRSS")
    if what == "import":
        assert not judging.judge(file.read_bytes(), file.name).refused
    else:
        load_workbook(file, data_only=True)
    own = (_status("VmHWM") - before) / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(max(own, child - before / 1024))


def _status(name: str) -> int:
    """In KiB."""
    line = next(line for line in STATUS.read_text("ascii").splitlines() if line.startswith(name))
    return int(line.split()[1])


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
