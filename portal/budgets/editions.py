"""Which versions of each pool's template there are, and which of them are published and so never change. Pure."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "templates"
REGISTRY = "published.json"
NAMED = re.compile(r"([a-z_]+)_([1-9]\d{0,3})\.json")


@dataclass(frozen=True)
class Published:
    """One version of a template that people may have on their desks."""

    pool: str
    version: int
    sha256: str
    date: str  # the day it was published, YYYY-MM-DD


def versions(pool: str) -> tuple[int, ...]:
    """The versions of a pool's template, oldest first; none for a pool without a template."""
    return _shelf(FOLDER).get(pool, ())


def pools() -> tuple[str, ...]:
    return tuple(_shelf(FOLDER))


def latest(pool: str) -> int:
    """The newest version; LookupError when the pool has no template."""
    if not versions(pool):
        raise LookupError(pool)
    return versions(pool)[-1]


def path(pool: str, version: int | None = None) -> Path:
    """Where a version stands, by default the newest; LookupError when there is none."""
    wanted = latest(pool) if version is None else version
    if wanted not in versions(pool):
        raise LookupError(f"{pool} {wanted}")
    return FOLDER / f"{pool}_{wanted}.json"


@cache
def _shelf(folder: Path) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for each in sorted(folder.iterdir()):
        if match := NAMED.fullmatch(each.name):
            found.setdefault(match[1], []).append(int(match[2]))
    return {pool: tuple(sorted(numbers)) for pool, numbers in sorted(found.items())}


def published() -> tuple[Published, ...]:
    registry = FOLDER / REGISTRY
    return tuple(Published(**each) for each in json.loads(registry.read_text("utf-8"))) if registry.exists() else ()


def changed() -> list[Published]:
    """Published versions whose file is no longer what was published, or is gone."""
    return [each for each in published() if _sha256(each.pool, each.version) != each.sha256]


def unpublished() -> list[tuple[str, int]]:
    known = {(each.pool, each.version) for each in published()}
    return [(pool, version) for pool in pools() for version in versions(pool) if (pool, version) not in known]


def publish(pool: str, version: int, day: date) -> Published:
    """From today this version never changes. LookupError when there is no such version, ValueError when it is out."""
    new = Published(pool, version, hashlib.sha256(path(pool, version).read_bytes()).hexdigest(), day.isoformat())
    known = published()
    if any((each.pool, each.version) == (pool, version) for each in known):
        raise ValueError(f"{pool} {version}")
    lines = ",\n".join(f"  {json.dumps(asdict(each))}" for each in (*known, new))
    (FOLDER / REGISTRY).write_text(f"[\n{lines}\n]\n", "utf-8")
    return new


def _sha256(pool: str, version: int) -> str:
    try:
        return hashlib.sha256(path(pool, version).read_bytes()).hexdigest()
    except (LookupError, OSError):
        return ""
