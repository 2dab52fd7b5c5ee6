"""How an application stands in one of its sections: what is shown beside the draft of that section. Pure."""

from collections.abc import Collection
from dataclasses import replace

from portal.eligibility import rules, wording
from portal.eligibility.context import Context
from portal.eligibility.facts import Facts
from portal.eligibility.verdicts import Outcome, Verdict

ANSWERED = "G-08"


def in_section(
    key: str, places: Collection[str], facts: Facts, context: Context, *, signing: bool, pool: str
) -> list[Verdict]:
    """The verdicts of the rules that look at this section, in the order of the table.

    A rule that looks everywhere is asked about this section alone. `places` are the paths of the section in the
    document, as `sections.goals`; lines that are kept elsewhere have a path of their own.
    """
    here = tuple(places)
    required = tuple(
        each for each in wording.required(context) if _lies_in(f"sections.{each.section}.{each.field}", here)
    )
    narrowed = replace(
        facts,
        texts=tuple(each for each in facts.texts if _lies_in(each[0], here)),
        cpr_places=tuple(each for each in facts.cpr_places if _lies_in(each, here)),
    )
    judged = rules.judge(narrowed, replace(context, required=required), signing=signing, pool=pool)
    found = [each for each in judged if key in each.where]
    return [each for each in found if required or each.rule != ANSWERED or each.outcome is not Outcome.MET]


def _lies_in(place: str, here: tuple[str, ...]) -> bool:
    return any(place == each or place.startswith((f"{each}.", f"{each}[")) for each in here)
