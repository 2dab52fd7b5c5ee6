"""What counts as an answer in words. Pure."""

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def length(text: str) -> int:
    """Characters that say something: a run of blanks counts as one, and signs without a letter or digit say nothing.

    A dash, a question mark and a row of dots are how a field is left empty, so their length is 0.
    """
    seen = " ".join(text.translate(INVISIBLE).split())
    return len(seen) if any(each.isalnum() for each in seen) else 0
