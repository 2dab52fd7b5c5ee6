"""Enough applications for a full page of the list: copies of one that the region may read."""

import sqlite3
from contextlib import closing
from pathlib import Path

WANTED = 50


def copy_until_full(database: Path, shown: int) -> None:
    """Copies differ in what must be unique: the reference and the title."""
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        connection.row_factory = sqlite3.Row
        pattern = connection.execute(
            "SELECT * FROM application WHERE submitted_at IS NOT NULL ORDER BY submitted_at DESC LIMIT 1"
        ).fetchone()
        assert pattern is not None, "the demonstration data holds no submitted application"
        names = [name for name in pattern.keys() if name != "id"]  # noqa: SIM118 - a Row iterates over values
        words = f"INSERT INTO application ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
        for number in range(max(0, WANTED - shown)):
            own = {"reference": f"{pattern['reference']}-{number}", "title": f"{pattern['title']} {number}"}
            connection.execute(words, [own.get(name, pattern[name]) for name in names])
