"""What changed between two submissions, field by field, and whether it was asked for. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]
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


def _differences(before: Any, after: Any, path: tuple[str | int, ...]) -> Iterator[tuple[Any, Any, Any]]:
    if before == after or (_is_missing(before) and _is_missing(after)):
        return
    if _both(Mapping, before, after):
        old, new = before or {}, after or {}
        for name in dict.fromkeys([*old, *new]):
            yield from _differences(old.get(name), new.get(name), (*path, name))
    elif _both(list, before, after) and _has_lines(before, after):
        old, new = before or [], after or []
        for number in range(max(len(old), len(new))):
            yield from _differences(_at(old, number), _at(new, number), (*path, number))
    else:
        yield path, before, after


def _both(kind: type, before: Any, after: Any) -> bool:
    """Both are of this kind; what is not there counts as an empty one of the other's kind."""
    return all(isinstance(each, kind) or each is None for each in (before, after))


def _has_lines(before: Any, after: Any) -> bool:
    return any(isinstance(each, Mapping) for each in [*(before or []), *(after or [])])


def _at(lines: list[Any], number: int) -> Any:
    return lines[number] if number < len(lines) else None


def _is_missing(value: Any) -> bool:
    return value in MISSING
