"""An account beside the approved budget. P-02: no line that was not approved. P-01: no line far above it. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portal.core.errors import Problem
from portal.core.money import Ore
from portal.core.text import Text, _
from portal.projects.changing import Limits, moves_too_much

NOTHING = Ore(0)


@dataclass(frozen=True)
class Approved:
    """One line of the approved budget."""

    number: int
    category: Text | str
    purpose: str
    amount: Ore
    years: Mapping[int, Ore] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """One line as it stands: approved, accounted for before this period, in it, and what is left."""

    line: Approved
    earlier: Ore
    this: Ore

    @property
    def in_all(self) -> Ore:
        return Ore(self.earlier + self.this)

    @property
    def left(self) -> Ore:
        return Ore(self.line.amount - self.in_all)

    @property
    def percent(self) -> Decimal | None:
        """Of what is approved, with one decimal; None when nothing is approved."""
        return percent(self.in_all, self.line.amount)


def together(rows: Iterable[Standing]) -> Standing:
    """All lines as one, for the foot of a table."""
    kept = list(rows)
    line = Approved(0, "", "", Ore(sum(row.line.amount for row in kept)))
    return Standing(line, Ore(sum(row.earlier for row in kept)), Ore(sum(row.this for row in kept)))


def percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None


def standings(lines: Iterable[Approved], earlier: Mapping[int, Ore], this: Mapping[int, Ore]) -> list[Standing]:
    return [Standing(each, earlier.get(each.number, NOTHING), this.get(each.number, NOTHING)) for each in lines]


def added(accounts: Iterable[Mapping[int, Ore]]) -> dict[int, Ore]:
    """The amounts of several accounts, line by line."""
    sums: dict[int, Ore] = {}
    for amounts in accounts:
        for number, amount in amounts.items():
            sums[number] = Ore(sums.get(number, NOTHING) + amount)
    return sums


def problems_with_the_lines(rows: Sequence[Standing], limits: Limits) -> Iterator[Problem]:
    """P-01: a line may pass what is approved by a little; more needs an approved change of the budget first."""
    for row in rows:
        if row.in_all < 0:
            yield Problem(
                _("Line %(number)s would be %(amount)s in all. A correction cannot be larger than what was accounted "
                  "for before.", number=row.line.number, amount=row.in_all),
                field_of(row.line.number),
            )  # fmt: skip
        elif _is_passed(row, limits):
            values = {"number": row.line.number, "approved": row.line.amount, "amount": row.in_all}
            yield Problem(
                _("Line %(number)s: %(approved)s is approved and %(amount)s would be used in all, %(above)s too much. "
                  "Ask for a change of the budget first, or move the cost to the line where it belongs.",
                  above=Ore(-row.left), **values),
                field_of(row.line.number),
            )  # fmt: skip


def _is_passed(row: Standing, limits: Limits) -> bool:
    return row.left < 0 and moves_too_much(row.line.amount, row.in_all, limits)


def problems_with_the_grant(rows: Iterable[Standing], *, granted: Ore, above: Ore, most: Ore) -> Iterator[Problem]:
    """P-01 after a partial grant: while the lines ask for more than is granted, together they end at `most`.

    `above` is what the lines ask of the pool above `granted`; `most` is the grant and what others pay, in øre.
    """
    used = together(rows).in_all
    if above and used > most:
        values = {"used": used, "granted": granted, "most": most, "above": Ore(used - most)}
        yield Problem(
            _("The accounts come to %(used)s in all. The lines are as applied for, and only %(granted)s is granted, so "
              "with what others pay they can come to %(most)s: take %(above)s off, or send a new budget first.",
              **values)
        )  # fmt: skip


def problems_with_the_years(
    rows: Iterable[Standing], years: Sequence[int], in_them: Mapping[int, Ore], limits: Limits
) -> Iterator[Problem]:
    """P-01: money that moves between years needs an approved change first. Lines without years say nothing.

    `years` are those of the account's period, and `in_them` what earlier accounts of these years say, line by line.
    """
    for row in rows:
        if row.this <= 0 or not any(row.line.years.values()) or _is_passed(row, limits):
            continue  # what passes the whole line is told already
        budgeted = Ore(sum(amount for year, amount in row.line.years.items() if year in years))
        used = Ore(in_them.get(row.line.number, NOTHING) + row.this)
        if used > budgeted and moves_too_much(budgeted, used, limits):
            values = {"number": row.line.number, "years": _together(years), "used": used, "above": Ore(used - budgeted)}
            yield Problem(
                _("Line %(number)s has %(budgeted)s in its budget for %(years)s, and %(used)s would be used, %(above)s "
                  "too much. Money that moves between years needs an approved change of the budget: ask for it first.",
                  budgeted=budgeted, **values),
                field_of(row.line.number),
            )  # fmt: skip


def _together(years: Sequence[int]) -> str:
    return ", ".join(str(year) for year in years)


def problems_with_foreign_lines(numbers: Iterable[int], lines: Iterable[Approved]) -> Iterator[Problem]:
    """P-02: an account has only lines of the last approved budget."""
    approved = {each.number for each in lines}
    for number in sorted(set(numbers) - approved):
        yield Problem(
            _("Line %(number)s is not in the approved budget. Move its cost to an approved line, or ask for a change "
              "of the budget.", number=number),
            field_of(number),
        )  # fmt: skip


def field_of(number: int) -> str:
    return f"line-{number}"


@dataclass(frozen=True)
class Period:
    start: date
    end: date

    def overlaps(self, other: "Period") -> bool:
        return self.start <= other.end and other.start <= self.end


def problems_with_the_period(
    asked: Period, *, project: Period, others: Iterable[Period], today: date
) -> Iterator[Problem]:
    """Inside the project, over when the account is signed, and not accounted for already."""
    if asked.end < asked.start:
        yield Problem(_("The period ends before it begins. Choose a later day."), "ends_on")
        return
    if asked.start < project.start or asked.end > project.end:
        values = {"start": project.start, "end": project.end}
        yield Problem(_("The project runs from %(start)s to %(end)s. Choose days within it.", **values), "starts_on")
    if asked.end > today:
        yield Problem(_("The period ends on %(day)s, which is still to come.", day=asked.end), "ends_on")
    for other in others:
        if asked.overlaps(other):
            values = {"start": other.start, "end": other.end}
            yield Problem(
                _("There is an account for %(start)s to %(end)s already. Choose days outside it.", **values),
                "starts_on",
            )


@dataclass(frozen=True)
class Signature:
    """What the manager's signature rests on, as plain facts; the limits are settings of the guideline (P-03)."""

    cost: Ore
    final: bool
    granted: Ore
    vouchers: bool
    auditor: bool
    performance: bool
    audit_from: Ore
    performance_from: Ore


def problems_with_the_signature(facts: Signature) -> Iterator[Problem]:
    """Vouchers for what was used; with the final account, the audit that the size of the grant asks for (P-03)."""
    if facts.cost and not facts.vouchers:
        yield Problem(_("Attach at least one voucher that shows the costs."), "file")
    if facts.final and facts.granted > facts.audit_from and not facts.auditor:
        values = {"granted": facts.granted, "limit": facts.audit_from}
        yield Problem(
            _("The grant is %(granted)s. Above %(limit)s the final account needs an approved auditor's declaration: "
              "attach it.", **values),
            "file",
        )  # fmt: skip
    if facts.final and facts.granted > facts.performance_from and not facts.performance:
        values = {"granted": facts.granted, "limit": facts.performance_from}
        yield Problem(
            _("The grant is %(granted)s. Above %(limit)s the final account needs a performance audit as well: "
              "attach it.", **values),
            "file",
        )  # fmt: skip
