"""The guard that finds CPR-shaped numbers and names the place, never the number. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

BLANKS = " \t\u00a0\u00ad\u2007\u2009\u200b\u202f\u2060"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2212"
SHAPE = re.compile(rf"(?<!\d)(\d\d)(\d\d)\d\d([{BLANKS}]{{0,3}}[{HYPHENS}]?[{BLANKS}]{{0,3}})\d{{4}}(?!\d)")
FINGERPRINT = re.compile(r"[0-9a-fA-F]{40,128}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
MARKS = ".,"
LEFT_OUT = "…"


@dataclass(frozen=True)
class Match:
    """Where it stands in the text. What stands there is left out on purpose: a match may be logged."""

    start: int
    end: int


def find(text: str) -> list[Match]:
    """Ten digits that begin with a day and a month, with or without a gap, and no more digits on either side."""
    return [
        Match(each.start(), each.end())
        for each in SHAPE.finditer(text)
        if _is_a_date(each[1], each[2]) and not _is_decimal(text, each)
    ]


def is_fingerprint(text: str) -> bool:
    """A hash value or a UUID and nothing else: ten digits in a row in it are an accident."""
    return FINGERPRINT.fullmatch(text) is not None


def hidden(text: str) -> str:
    """The text with every CPR-shaped number left out, for messages that must quote what was read."""
    if not SHAPE.search(text):
        return text
    for match in reversed(find(text)):
        text = text[: match.start] + LEFT_OUT + text[match.end :]
    return text


def places(value: object, path: str = "") -> list[str]:
    """Every place in nested data where such a number stands, as in `sections.goals.lines[2].method`."""
    return list(dict.fromkeys(_walk(value, path)))


def _walk(value: object, path: str) -> Iterator[str]:
    waiting: list[tuple[object, str]] = [(value, path)]  # a list and not recursion: data may be nested deeply
    while waiting:
        each, here = waiting.pop()
        if isinstance(each, str):
            if not is_fingerprint(each) and find(each):
                yield here
        elif isinstance(each, Mapping):
            yield from (_below(here, key) for key in each if isinstance(key, str) and find(key))
            waiting += reversed([(inner, _below(here, key)) for key, inner in each.items()])
        elif isinstance(each, Sequence) and not isinstance(each, bytes | bytearray):
            waiting += reversed([(inner, f"{here}[{number}]") for number, inner in enumerate(each)])


def _below(path: str, key: object) -> str:
    name = hidden(str(key))
    return f"{path}.{name}" if path else name


def _is_a_date(day: str, month: str) -> bool:
    """The 31st of any month counts: what is shaped like a CPR number is kept out, whether the day exists or not."""
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _is_decimal(text: str, match: re.Match[str]) -> bool:
    """Part of a number with decimals. Digits around a hyphen never are, so a list of them may stand without blanks."""
    before, after = text[max(match.start() - 2, 0) : match.start()], text[match.end() : match.end() + 2]
    if match[3].strip(BLANKS):
        return False
    return (before[-1:] in MARKS and before[:1].isdigit() and len(before) == 2) or (
        after[:1] in MARKS and after[1:].isdigit()
    )
