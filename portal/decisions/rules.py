"""Scores in words, outcomes, and what an assessment and a decision must say. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType

from portal.applications.rules import Status
from portal.applications.titles import Key
from portal.core import workdays
from portal.core.clock import COPENHAGEN
from portal.core.errors import Problem
from portal.core.money import Ore
from portal.core.permissions import Permission as P
from portal.core.text import Both, Choice, Text, _
from portal.core.workflow import Step
from portal.eligibility.binding import BINDING
from portal.pools.criteria import Criterion

ACCEPT_WITHIN = timedelta(days=14)
CORRECT_WITHIN = timedelta(days=60)
SMALLEST = Ore(1_000_00)  # partial grant
BEST = 5


class Outcome(Choice):
    FULL = "full", _("Full grant")
    PARTIAL = "partial", _("Partial grant")
    CONDITIONAL = "conditional", _("Full grant with conditions")
    REFUSED = "refused", _("Refusal")


BELONGS: Mapping[str, frozenset[Outcome]] = MappingProxyType(
    {"amount": frozenset({Outcome.PARTIAL}), "conditions": frozenset({Outcome.PARTIAL, Outcome.CONDITIONAL})}
)  # what is asked for with some outcomes only
SCORE_WORDS: Mapping[int, Text] = MappingProxyType(
    {1: _("very weak"), 2: _("weak"), 3: _("fair"), 4: _("good"), 5: _("very good")}
)
SCORE_MEANINGS: Mapping[int, Text] = MappingProxyType(
    {
        1: _("The application hardly answers the criterion."),
        2: _("There is an idea, but what matters most is missing."),
        3: _("What matters most is there, but much is general and could be about any project."),
        4: _("It is concrete and holds together; only smaller things are missing."),
        5: _("All that matters is concrete and agreed on, and it can be verified."),
    }
)
WAITING = (Status.SUBMITTED, Status.RECOMMENDED)
SCORE = Step("score", _("Give scores"), source=WAITING, target=Status.SUBMITTED, permission=P.APPLICATION_ASSESS)
WAIVE = Step(
    "waive",
    _("Set a rule aside"),
    source=(Status.DRAFT, Status.RETURNED, *WAITING),
    target=None,
    permission=P.APPLICATION_DECIDE,
)
STEPS = (SCORE, WAIVE)


@dataclass(frozen=True)
class Mark:
    """What one criterion is given, and why."""

    points: int
    justification: str

    @property
    def has_points(self) -> bool:
        return self.points in SCORE_WORDS

    @property
    def is_whole(self) -> bool:
        """Points and words: what counts when the case is recommended."""
        return self.has_points and bool(self.justification.strip())


@dataclass(frozen=True)
class Advice:
    """What the caseworker tells the director to do."""

    outcome: Outcome
    amount: Ore
    words: str
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ruling:
    """What the director decides, and the reasons that stand in the letter."""

    outcome: Outcome
    amount: Ore
    facts: str = ""
    considerations: str = ""
    conditions: tuple[str, ...] = ()


def is_scored(given: Collection[str], weights: Mapping[str, int]) -> bool:
    """Every criterion that weighs has its points."""
    return all(code in given for code, weight in weights.items() if weight > 0)


def weighted(weight: int, points: int) -> Decimal:
    """What one criterion gives of its weight, exactly: weights are whole, so fifths have one decimal at most."""
    return Decimal(weight * points) / BEST


def total(points: Mapping[str, int], weights: Mapping[str, int]) -> Decimal:
    """Of 100, when every criterion has its points and the weights add up to 100."""
    return sum((weighted(weights.get(name, 0), given) for name, given in points.items()), Decimal(0))


def in_tenths(points: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """The total as the lists sort it; 0 as long as a criterion is without its points."""
    return int(total(points, weights) * 10) if points and is_scored(points, weights) else 0


def accept_before(decided_at: datetime) -> datetime:
    """Noon in Copenhagen, two weeks after the decision or on the first working day after that."""
    return noon((decided_at + ACCEPT_WITHIN).astimezone(COPENHAGEN).date())


def noon(day: date) -> datetime:
    """Noon in Copenhagen on that day, or on the first working day after it."""
    return datetime.combine(workdays.on_or_after(day), time(12), tzinfo=COPENHAGEN)


@dataclass(frozen=True)
class Asked:
    """What the job centre is asked to change, and before when. A time of day that cannot be read is not there."""

    reasons: Mapping[str, str]  # by the key of a ticked section
    before: datetime | None
    unticked: tuple[str, ...] = ()  # sections with a reason but without their tick
    day: date | None = None


def problems_with_changes(asked: Asked, *, answer_at: datetime, now: datetime) -> Iterator[Problem]:
    if not asked.reasons and not asked.unticked:
        yield Problem(_("Tick at least one section that the job centre must change."))
    for key in asked.unticked:
        sentence = _("You have written about “%(what)s”. Tick it too, or delete what you wrote.", what=Key(key).label)
        yield Problem(sentence, f"ask_{key}")
    for key, reason in asked.reasons.items():
        if not reason.strip():
            sentence = _("Write what must be changed in “%(what)s”, and why.", what=Key(key).label)
            yield Problem(sentence, f"reason_{key}")
    if asked.before is not None:
        yield from _problems_with_the_deadline(asked.before, answer_at, now)
    elif asked.day is not None:
        yield from _problems_with_the_day(asked.day, answer_at, now)


def _problems_with_the_day(day: date, answer_at: datetime, now: datetime) -> Iterator[Problem]:
    """What is wrong with a day whatever the time of day."""
    if datetime.combine(day, time.max, COPENHAGEN) <= now:
        yield Problem(_("%(day)s is over. Choose today or a later day.", day=day), "day")
    else:
        first = max(datetime.combine(day, time.min, COPENHAGEN), now + timedelta(seconds=1))
        yield from _problems_with_the_deadline(first, answer_at, now)


def _problems_with_the_deadline(before: datetime, answer_at: datetime, now: datetime) -> Iterator[Problem]:
    """Between now and the answer that the round promises; where that has passed, within two months."""
    if before <= now:
        yield Problem(_("The deadline is %(deadline)s. Choose a time that is still to come.", deadline=before), "day")
    elif now < answer_at <= before:
        sentence = _("The round promises an answer %(answer)s. Choose a deadline before that.", answer=answer_at)
        yield Problem(sentence, "day")
    elif before > now + CORRECT_WITHIN:
        sentence = _(
            "The deadline is %(deadline)s. Choose one at most %(days)s days ahead.",
            deadline=before,
            days=CORRECT_WITHIN.days,
        )
        yield Problem(sentence, "day")


def problems_with_marks(marks: Mapping[str, Mark], asked: Iterable[Criterion]) -> Iterator[Problem]:
    for criterion in asked:
        mark = marks.get(criterion.code)
        if mark is None or mark.points not in SCORE_WORDS:
            yield Problem(
                _("Choose a score from 1 to 5 for %(what)s.", what=criterion.title), f"points_{criterion.code}"
            )
        if mark is None or not mark.justification.strip():
            yield Problem(_("Write why %(what)s is given this score.", what=criterion.title), f"why_{criterion.code}")


def problems_with_part(marks: Mapping[str, Mark], asked: Collection[Criterion]) -> Iterator[Problem]:
    """What keeps half a job from being saved: words without their points have nothing to stand beside."""
    for criterion in asked:
        mark = marks.get(criterion.code)
        if mark is not None and not mark.has_points and mark.justification.strip():
            sentence = _("Choose a score for %(what)s too, so that your words can be saved.", what=criterion.title)
            yield Problem(sentence, f"points_{criterion.code}")
    if not any(each.has_points or each.justification.strip() for each in marks.values()):
        first = next((f"points_{each.code}" for each in asked), None)
        yield Problem(_("Nothing is filled in yet. Give at least one criterion its score."), first)


def lacking(marks: Mapping[str, Mark], asked: Iterable[Criterion]) -> list[Both]:
    """The criteria that are still without points or words."""
    return [each.title for each in asked if each.code not in marks or not marks[each.code].is_whole]


def problems_with_advice(advice: Advice, requested: Ore, *, is_scored: bool) -> Iterator[Problem]:
    if not is_scored:
        yield Problem(_("Give scores to what was submitted last before you recommend."))
    if not advice.words.strip():
        yield Problem(_("Write what the director should know."), "words")
    yield from problems_with_amount(advice.outcome, advice.amount, requested)
    yield from _problems_with_conditions(advice.outcome, advice.conditions)


def problems_with_ruling(ruling: Ruling, requested: Ore) -> Iterator[Problem]:
    """Reasons are required by law unless the applicant gets everything that was applied for."""
    yield from problems_with_amount(ruling.outcome, ruling.amount, requested)
    yield from _problems_with_conditions(ruling.outcome, ruling.conditions)
    if ruling.outcome is not Outcome.FULL:
        if not ruling.facts.strip():
            yield Problem(_("Write the facts that the decision rests on. They stand in the letter."), "facts")
        if not ruling.considerations.strip():
            sentence = _("Write the main considerations. A decision that does not grant everything must give reasons.")
            yield Problem(sentence, "considerations")


def problems_with_borrowed_words(ruling: Ruling, advised: Outcome, words: str) -> Iterator[Problem]:
    """The words of a recommendation explain its own outcome: they are no reasons for the opposite one."""
    turned = (ruling.outcome is Outcome.REFUSED) is not (advised is Outcome.REFUSED)
    if turned and ruling.considerations.strip() and ruling.considerations.split() == words.split():
        sentence = _(
            "These are the words of the recommendation, which says “%(advised)s”. Write why the decision is "
            "“%(outcome)s”.",
            advised=advised.label,
            outcome=ruling.outcome.label,
        )
        yield Problem(sentence, "considerations")


def problems_with_amount(outcome: Outcome, amount: Ore, requested: Ore) -> Iterator[Problem]:
    values = {"amount": amount, "requested": requested, "least": SMALLEST}
    if outcome is Outcome.REFUSED:
        if amount:
            yield Problem(_("A refusal gives no money. Leave the amount empty, or choose another outcome."), "amount")
    elif outcome is Outcome.PARTIAL and amount <= 0:
        sentence = _("A partial grant needs an amount. Write how much of the %(requested)s is granted.", **values)
        yield Problem(sentence, "amount")
    elif outcome is Outcome.PARTIAL and amount < SMALLEST:
        sentence = _(
            "We read %(amount)s. A partial grant is at least %(least)s. Write that or more, or choose a refusal.",
            **values,
        )
        yield Problem(sentence, "amount")
    elif amount > requested:
        sentence = _(
            "The job centre applied for %(requested)s, so %(amount)s is too much. Write that or less.", **values
        )
        yield Problem(sentence, "amount")
    elif outcome is Outcome.PARTIAL and amount == requested:
        sentence = _("%(amount)s is all that was applied for. Choose a full grant, or write a lower amount.", **values)
        yield Problem(sentence, "amount")
    elif outcome is not Outcome.PARTIAL and amount < requested:
        sentence = _("A full grant is %(requested)s. Leave the amount empty, or choose a partial grant.", **values)
        yield Problem(sentence, "amount")


def _problems_with_conditions(outcome: Outcome, conditions: tuple[str, ...]) -> Iterator[Problem]:
    if outcome is Outcome.CONDITIONAL and not conditions:
        yield Problem(_("Write at least one condition, each on a line of its own."), "conditions")
    if conditions and outcome in {Outcome.FULL, Outcome.REFUSED}:
        sentence = _("“%(outcome)s” has no conditions. Remove them, or choose another outcome.", outcome=outcome.label)
        yield Problem(sentence, "conditions")


def problems_with_the_basis(*, scored: bool, recommended: bool) -> Iterator[Problem]:
    """A decision binds what was read: scores and recommendation must be about what was submitted last."""
    if not scored:
        yield Problem(_("What was submitted last has no scores yet. Ask the caseworker to give them."))
    if not recommended:
        yield Problem(_("What was submitted last has no recommendation yet. Ask the caseworker to write it."))


def problems_with_waiver(
    rule: str, known: Collection[str], reason: str, until: date | None, *, today: date
) -> Iterator[Problem]:
    if rule in BINDING:
        yield Problem(_("%(rule)s binds everybody and cannot be set aside. Choose another rule.", rule=rule), "rule")
    elif rule not in known:
        yield Problem(_("Choose the rule that is set aside."), "rule")
    if not reason.strip():
        yield Problem(_("Write why the rule is set aside. Both sides and the letter show it."), "reason")
    if until is None:
        yield Problem(_("Write the last day on which the rule is set aside."), "until")
    elif until < today:
        yield Problem(_("%(day)s is over. Choose today or a later day.", day=until), "until")
