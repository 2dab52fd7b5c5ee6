"""What applications are scored on: the common criteria in portal/data/criteria.json, and a pool's own. Pure."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.core.errors import Problem
from portal.core.text import Both, _

SOURCE = Path(__file__).parents[1] / "data" / "criteria.json"


@dataclass(frozen=True)
class Criterion:
    """One thing that is given 1 to 5; `sections` are the keys of those that tell about it, in any pool."""

    code: str
    title: Both
    help: Both
    sections: tuple[str, ...] = ()


@cache
def common() -> tuple[Criterion, ...]:
    """Those that every pool can give weight to."""
    return tuple(map(_read, json.loads(SOURCE.read_text("utf-8"))))


def of(own: Iterable[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """The common ones and then the pool's own, as its row has them; one with a common code takes its place."""
    by_code = {each.code: each for each in (*common(), *map(_read, own))}
    return tuple(by_code.values())


def named(criteria: Iterable[Criterion], codes: Iterable[str]) -> tuple[Criterion, ...]:
    """Also those that only an old version or an old score knows: they are called by their code."""
    by_code = {each.code: each for each in criteria}
    strange = {code: Criterion(code, Both(code, code), Both("", "")) for code in codes if code not in by_code}
    return (*by_code.values(), *strange.values())


def weighing(criteria: Iterable[Criterion], weights: Mapping[str, int]) -> tuple[Criterion, ...]:
    """What a round is scored on: the guideline gives each criterion a weight, and one without weight is not asked."""
    return tuple(each for each in named(criteria, weights) if weights.get(each.code, 0) > 0)


def problems_with_weights(weights: Mapping[str, int], criteria: Collection[Criterion]) -> Iterator[Problem]:
    """A guideline weighs what its pool is scored on, and nothing below 0."""
    known = {each.code for each in criteria}
    if strange := [code for code in weights if code not in known]:
        said = {"read": ", ".join(strange), "known": ", ".join(each.code for each in criteria)}
        yield Problem(_("The pool is not scored on %(read)s. Give weight to these only: %(known)s.", **said), "weights")
    for each in criteria:
        if (read := weights.get(each.code, 0)) < 0:
            sentence = _("We read %(read)s for %(what)s. Write 0 or more.", read=read, what=each.title)
            yield Problem(sentence, f"weight_{each.code}")


def _read(facts: Mapping[str, Any]) -> Criterion:
    title, help_ = (Both(facts[f"{name}_da"], facts[f"{name}_en"]) for name in ("title", "help"))
    return Criterion(facts["code"], title, help_, tuple(facts.get("sections", ())))
