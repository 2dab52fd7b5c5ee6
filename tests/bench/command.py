"""One `flask` command, and what it took, as the last line: seconds of the processor and the peak of memory in MiB.

Asked of the process itself: what its parent is told also counts the parent's own memory from before it began.
"""

import sys
import time
from pathlib import Path

from flask.cli import main


def peak() -> float:
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    sys.argv = ["flask", "--app", "wsgi", *sys.argv[1:]]
    try:
        main()
    finally:
        print(time.process_time(), peak())
