"""The period of an indicator's figure, as people and the labour-market figures write it. Pure."""

import re

from portal.core.text import Text, _

MONTHS = (
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
    "|january|february|march|may|june|july|october"
)
NUMBERED = r"(?:[1-{most}]\.?|[1-{most}](?:st|nd|rd|th)|{words})"
QUARTER = NUMBERED.format(most=4, words="første|andet|tredje|fjerde|first|second|third|fourth")
HALF = NUMBERED.format(most=2, words="første|andet|first|second")
STRETCH = (
    rf"{QUARTER} ?(?:kvartal|quarter)"
    rf"|{HALF} ?(?:halvår|half-?year)"
    r"|(?:quarter [1-4]|half-year [12])"
    rf"|(?:{MONTHS})(?: ?(?:-|til|to) ?(?:{MONTHS}))?"
)
YEAR = r"(?:19|20)\d\d"
WRITTEN = re.compile(
    rf"(?:året |year )?{YEAR}"
    rf"|{YEAR} ?(?:[kq][1-4]|h[12]|-(?:0[1-9]|1[0-2])|m(?:0[1-9]|1[0-2])(?:-(?:{YEAR})?m(?:0[1-9]|1[0-2]))?)"
    rf"|(?:{STRETCH}),? (?:of |i )?{YEAR}",
    re.ASCII,
)


def problem_with_the_period(written: str) -> Text | None:
    """A year, or a half-year, quarter, month or months of a year; nothing else tells the job centre when it was."""
    if WRITTEN.fullmatch(" ".join(written.split()).casefold().replace("\N{EN DASH}", "-")):
        return None
    return _(
        "We read “%(read)s”. Write a year, half-year, quarter or month, such as 2010, 2010Q3, 2010-09 or 3rd quarter "
        "2010.",
        read=written.strip(),
    )
