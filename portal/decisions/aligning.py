"""Which lines, and which words, of a text before belong to those of the text after. Pure."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

Pair = tuple[int | None, int | None]
Marked = tuple[tuple[bool, str], ...]  # pieces of a text in their order: whether each differs, and its words
MOST = 40_000  # pairs that are looked at one by one; a longer list is taken line by line
LONG = 60  # characters; a shorter answer is read whole
ALIKE = 0.4  # the share of words that two texts must have in common, or marking them helps nobody


def pairs(before: Sequence[Any], after: Sequence[Any]) -> Iterator[Pair]:
    """The lines that differ, each beside the one it was, by their numbers from 0; None where it came or went.

    A line that stands as it stood is left out, also when lines before it came or went.
    """
    matched = SequenceMatcher(None, _keys(before), _keys(after), autojunk=False)
    for tag, a, b, c, d in matched.get_opcodes():
        if tag == "equal":
            continue
        if b - a == d - c or (b - a) * (d - c) > MOST:
            yield from _line_by_line(range(a, b), range(c, d))
        else:
            yield from _most_alike(before, after, range(a, b), range(c, d))


def _keys(lines: Sequence[Any]) -> list[str]:
    return [json.dumps(each, sort_keys=True) for each in lines]


def _line_by_line(old: range, new: range) -> Iterator[Pair]:
    for each in range(max(len(old), len(new))):
        yield old[each] if each < len(old) else None, new[each] if each < len(new) else None


def _most_alike(before: Sequence[Any], after: Sequence[Any], old: range, new: range) -> Iterator[Pair]:
    """In their order, so that the fields in which the pairs agree are as many as can be."""
    best = [[0.0] * (len(new) + 1) for _each in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            together = alike(before[old[i]], after[new[j]]) + best[i + 1][j + 1]
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(old) or j < len(new):
        here = best[i][j] if i < len(old) and j < len(new) else 0.0
        if here and here > max(best[i + 1][j], best[i][j + 1]):
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or best[i + 1][j] >= best[i][j + 1]):
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1


def alike(before: Any, after: Any) -> float:
    """The share of the fields that agree and say something."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return float(before == after)
    names = {*before, *after}
    agree = sum(1 for each in names if before.get(each) == after.get(each) and before.get(each) not in (None, "", []))
    return agree / len(names) if names else 0.0


def marked(before: object, after: object) -> tuple[Marked, Marked]:
    """Both texts in pieces, so that a word changed in a long answer is seen; short ones and figures are one piece."""
    whole = ((True, str(before)),), ((True, str(after)),)
    if not isinstance(before, str) or not isinstance(after, str) or max(len(before), len(after)) < LONG:
        return whole
    old, new = (re.findall(r"\S+\s*", each) for each in (before, after))
    matched = SequenceMatcher(None, [each.rstrip() for each in old], [each.rstrip() for each in new], autojunk=False)
    found = matched.get_opcodes()
    if matched.ratio() < ALIKE or all(tag == "equal" for tag, *_where in found):
        return whole
    left = tuple((tag != "equal", "".join(old[a:b])) for tag, a, b, _c, _d in found if b > a)
    right = tuple((tag != "equal", "".join(new[c:d])) for tag, _a, _b, c, d in found if d > c)
    return left, right
