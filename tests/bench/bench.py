"""`make bench`: pages, workbook imports, long lists and many projects, as tables that can be compared."""

import os
import platform
import re
import sys
import tempfile
from pathlib import Path

from tests.bench import lists, scale
from tests.bench.load import Measured, measure
from tests.bench.many import WANTED, copy_until_full
from tests.bench.reader import Reader
from tests.bench.workbook import Timed
from tests.bench.workbook import measured as workbooks_measured
from tests.support.site import Site, running

SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
ROLE = re.compile(r"caseworker|sagsbehandler", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")
PASSWORD = re.compile(r"(?:password|adgangskode)\w*\W+(\S.{4,}\S)", re.IGNORECASE)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="portal-bench-", ignore_cleanup_errors=True) as name:
        with running(Path(name), "tests.bench.served:app", WEB_CONCURRENCY="2") as site:
            reader = caseworker(site)
            application = reader.first_application()  # before the list is filled with copies that have no sections
            rows = full_list(site, reader)
            floor = measure(site.address, "/floor/", "", SECONDS)
            pages = {
                "Start page": "/",
                f"Application list ({rows} rows)": "/applications/",
                "Application page": application,
            }
            measured = {title: measure(site.address, path, reader.cookie, SECONDS) for title, path in pages.items()}
            database = site.database
        imports = workbooks_measured(Path(name), database)
        listed = lists.measured(Path(name), database)
        scaled = scale.measured(Path(name))
    say_pages(floor, measured)
    say_workbooks(imports)
    lists.say(listed)
    scale.say(scaled)
    return 0


def caseworker(site: Site) -> Reader:
    """BENCH_EMAIL and BENCH_PASSWORD, else the first caseworker whom `flask demo people` names."""
    table = site.flask("demo", "people")
    lines = [line for line in table.splitlines() if EMAIL.search(line)]
    line = next((line for line in lines if ROLE.search(line)), lines[0])
    named = EMAIL.search(line)
    told = PASSWORD.search(table)
    last = re.split(r"[\s|]+", line.rstrip(" |"))[-1]
    email = os.environ.get("BENCH_EMAIL") or (named[0] if named else "")
    given = os.environ.get("BENCH_PASSWORD")
    candidates = [given] if given else [last, *([told[1].strip(".,;:`'\"")] if told else [])]
    reader = Reader(site.address)
    if any(reader.signed_in(email, password) for password in candidates):
        return reader
    raise SystemExit(f"{email} could not sign in; name someone in BENCH_EMAIL and BENCH_PASSWORD:\n{table}")


def full_list(site: Site, reader: Reader) -> int:
    shown = reader.rows("/applications/")
    if shown < WANTED:
        copy_until_full(site.database, shown)
    return reader.rows("/applications/")


def say_pages(floor: Measured, measured: dict[str, Measured]) -> None:
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}, 2 gunicorn workers, SQLite\n"
    )
    print("| Page | requests/s | of the floor | p95 ms | times the floor |\n|---|---:|---:|---:|---:|")
    print(f"| Empty Flask page (floor) | {floor.requests_per_second:.0f} | 1.00 | {floor.p95:.1f} | 1.0 |")
    for title, page in measured.items():
        speed = page.requests_per_second
        print(
            f"| {title} | {speed:.0f} | {speed / floor.requests_per_second:.2f} "
            f"| {page.p95:.1f} | {page.p95 / floor.p95:.1f} |"
        )


def say_workbooks(imports: list[Timed]) -> None:
    print("\n| Import of a workbook | openpyxl alone, ms (floor) | import, ms | times the floor | memory, MiB |")
    print("|---|---:|---:|---:|---:|")
    for each in imports:
        print(
            f"| {each.lines} lines | {each.floor:.1f} | {each.took:.1f} | {each.took / each.floor:.2f} "
            f"| {each.memory:.0f} (floor {each.floor_memory:.0f}) |"
        )


if __name__ == "__main__":
    sys.exit(main())
