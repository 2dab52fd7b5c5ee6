"""What makes a long password easy to guess: little variety, a pattern, or words that anybody would try first. Pure."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from portal.core.errors import Problem
from portal.core.text import _

LEAST_DIFFERENT = 5
COUNTING = re.compile(r"0?1234\d*|9876\d*|4321|111+|000+")  # digits that are added to a word to make it long enough
LEAST_OWN = 6  # different letters and digits that are left when the words everybody tries are taken out
SHORTEST_NAME = 4  # shorter ones stand in ordinary words
OURS = ("puljeportal",)
TRIED_FIRST = ("adgangskode", "password", "kodeord", "velkommen", "jobcenter", "kommune", "sommer", "vinter",
               "welcome", "letmein", "admin", "hemmelig", "qwerty")  # fmt: skip
ROWS = ("abcdefghijklmnopqrstuvwxyzæøå", "01234567890", "qwertyuiopå", "asdfghjklæø", "zxcvbnm")
BESIDE = {pair for row in ROWS for one, other in pairwise(row) for pair in (one + other, other + one)}
REPEATED = re.compile(r"(.+?)\1+", re.DOTALL)


def problems_with_guessing(password: str, *, names: Iterable[str]) -> Iterator[Problem]:
    """At most one sentence. `names` are the person's own: the name, and the e-mail address before its @."""
    typed = password.casefold()
    if _has_little_variety(typed):
        yield Problem(
            _("The password has very few different characters. Use three or four words in a row."), "password"
        )
    elif _is_a_pattern(typed):
        sentence = _("The password repeats itself or follows the keyboard. Use three or four words in a row.")
        yield Problem(sentence, "password")
    elif _holds(typed, OURS):
        yield Problem(_("The password contains the name of the portal. Choose other words."), "password")
    elif _holds(typed, _parts(names)):
        yield Problem(_("The password contains your own name. Choose other words."), "password")
    elif _is_tried_first(typed):
        sentence = _("The password is made of words that are tried first. Use three or four other words in a row.")
        yield Problem(sentence, "password")


def _has_little_variety(typed: str) -> bool:
    return len(set(typed) - set(" ")) < LEAST_DIFFERENT


def _is_a_pattern(typed: str) -> bool:
    """The same piece over and over, or a walk along the alphabet, the digits or a row of keys."""
    found = REPEATED.match(typed)
    if found and len(found[0]) > len(typed) - max(len(found[1]), 2):
        return True
    steps = [one + other for one, other in pairwise(typed)]
    return bool(steps) and sum(each in BESIDE or each[0] == each[1] for each in steps) >= 0.75 * len(steps)


def _is_tried_first(typed: str) -> bool:
    rest = typed
    for word in TRIED_FIRST:
        rest = rest.replace(word, "")
    letters = {each for each in re.sub(r"(19|20)\d\d", "", COUNTING.sub("", rest)) if each.isalnum()}
    return rest != typed and len(letters) < LEAST_OWN


def _parts(names: Iterable[str]) -> list[str]:
    return [part for each in names for part in re.split(r"\W+", each.casefold()) if len(part) >= SHORTEST_NAME]


def _holds(typed: str, words: Iterable[str]) -> bool:
    bare = re.sub(r"[\W_]+", "", typed)
    return any(each in typed or each in bare for each in words)
