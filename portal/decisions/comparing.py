"""What changed between two submissions, field by field, and whether it was asked for. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.decisions import aligning

Document = Mapping[str, Any]
Path = tuple[Any, ...]  # names of fields and numbers of lines
NOT_CONTENT = frozenset({("declarations", "confirmed_at")})  # differs at every signature
MISSING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Change:
    """One field that reads otherwise than before. `path` is where in the section: ("lines", 2, "target")."""

    section: str
    path: tuple[str | int, ...]
    before: Any
    after: Any
    asked: bool = False

    @property
    def field(self) -> str:
        """The name of the field itself, without lines and years around it."""
        return next(str(each) for each in reversed(self.path) if isinstance(each, str))

    @property
    def lines(self) -> tuple[int, ...]:
        """Which line, and inside it which year, counted as people count."""
        return tuple(each + 1 for each in self.path if isinstance(each, int))


def changes(before: Document, after: Document, asked: Collection[str] = ()) -> list[Change]:
    """Everything in the sections that differs; `asked` are the sections in which a change was asked for."""
    old, new = before.get("sections", {}), after.get("sections", {})
    found = []
    for key in dict.fromkeys([*old, *new]):
        for path, was, now in _differences(old.get(key), new.get(key), ()):
            if path and (key, path[0]) not in NOT_CONTENT:
                found.append(Change(key, path, was, now, asked=key in asked))
    return found


def _differences(before: Any, after: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    if before == after or (_is_missing(before) and _is_missing(after)):
        return
    if _both(Mapping, before, after) and not _is_whole_line(before, after, path):
        old, new = before or {}, after or {}
        for name in dict.fromkeys([*old, *new]):
            yield from _differences(old.get(name), new.get(name), (*path, name))
    elif _both(list, before, after) and _has_lines(before, after):
        old, new = before or [], after or []
        for was, now in aligning.pairs(old, new):
            number = now if now is not None else was
            yield from _differences(_at(old, was), _at(new, now), (*path, number))
    else:
        yield path, before, after


def _is_whole_line(before: Any, after: Any, path: Path) -> bool:
    """A line that came or went is one change, however many fields it has."""
    return bool(path) and isinstance(path[-1], int) and (before is None or after is None)


def _both(kind: type, before: Any, after: Any) -> bool:
    """Both are of this kind; what is not there counts as an empty one of the other's kind."""
    return all(isinstance(each, kind) or each is None for each in (before, after))


def _has_lines(before: Any, after: Any) -> bool:
    return any(isinstance(each, Mapping) for each in [*(before or []), *(after or [])])


def _at(lines: list[Any], number: int | None) -> Any:
    return None if number is None else lines[number]


def _is_missing(value: Any) -> bool:
    return value in MISSING
