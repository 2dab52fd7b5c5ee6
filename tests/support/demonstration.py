"""What the demonstration data is judged by, read from the same files."""

import csv
from pathlib import Path

DATA = Path(__file__).parents[2] / "portal" / "data"


def _column(file: str, key: str, value: str) -> dict[str, str]:
    with (DATA / file).open(encoding="utf-8-sig", newline="") as opened:
        return {row[key]: row[value] for row in csv.DictReader(opened, delimiter=";")}


CHANCES = _column("occupations_demo.csv", "isco08", "demo_job_chance")
MUNICIPALITIES = _column("municipalities.csv", "municipality_code", "name")
