"""The lists of this room: what the address asks for, and what their pages need to be sorted and leafed through."""

from typing import Any

from flask import request

from portal.core import lists
from portal.results.listing import PAGE, Wanted


def asked_for() -> Wanted:
    """The list's filter, order and page out of the address."""
    asked = {name: request.args.get(name, "").strip()[:100] for name in ("words", "year", "status", "sort")}
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    return Wanted(**asked, downwards=request.args.get("down") == "1", page=page)


def turning(wanted: Wanted, number: int, shown: int) -> dict[str, Any]:
    """What the page says of a list: `number` is how many there are, `shown` how many rows stand on this page."""
    question = {"words": wanted.words, "year": wanted.year, "status": wanted.status}
    return {
        "wanted": wanted,
        "number": number,
        "counted": number <= lists.MOST,
        "more": lists.more(number, wanted.page, PAGE, shown),
        "question": question,
        "in_order": question | {"sort": wanted.sort, "down": "1" if wanted.downwards else ""},
    }
