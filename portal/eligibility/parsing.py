"""The bytes of a file → the JSON value they hold, refused with the place where it cannot be read. Pure."""

import json
import math
from collections import Counter
from typing import Any

from portal.core.errors import Problem, Refusal
from portal.core.text import Text, _

MOST_DIGITS = 400
EMPTY = _("The file is empty. Send the document as the portal exports it.")
NOT_UTF_8 = _("The file is not written in UTF-8. Save it as UTF-8, or send it as the portal exports it.")
NESTED = _("The document is nested too deeply. Send it as the portal exports it.")


class Repeating(dict[str, Any]):
    """A group of fields in which some stand twice. JSON keeps the last and says nothing, so it is kept here."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated = [name for name, times in Counter(name for name, _value in pairs).items() if times > 1]


def read(content: bytes) -> object:
    """Any JSON value, also one that is no application. A number that no field takes becomes infinite.

    Refused when it is not JSON in UTF-8, with or without a byte order mark.
    """
    try:
        text = content.decode("utf-8-sig")
        if not text.strip():
            raise _refusal(EMPTY)
        return json.loads(text, object_pairs_hook=_group, parse_int=_whole)
    except UnicodeDecodeError:
        raise _refusal(NOT_UTF_8) from None
    except json.JSONDecodeError as error:
        values = {"line": error.lineno, "column": error.colno}
        said = _(
            "The file is no JSON document: line %(line)s, character %(column)s cannot be read. "
            "Send it as the portal exports it.",
            **values,
        )
        raise _refusal(said) from None
    except RecursionError:
        raise _refusal(NESTED) from None


def _refusal(said: Text) -> Refusal:
    return Refusal(Problem(said))


def _group(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeating(pairs)


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= MOST_DIGITS else math.inf
