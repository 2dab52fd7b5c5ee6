"""P-05: what the grant comes to in the end, and what is paid, repaid, left, or returned to the frame. Pure.

`final = min(granted, max(0, actual cost - other income))`; what was paid above it is repaid, but a claim below the
guideline's limit (500 kr.) is left to the job centre. Everything is whole øre.
"""

from dataclasses import dataclass

from portal.core.money import Ore

NOTHING = Ore(0)


@dataclass(frozen=True)
class Settlement:
    """The settlement of one grant. `final` is never above `granted` and never below nothing."""

    granted: Ore
    cost: Ore  # as the approved accounts say, VAT not counted
    other_income: Ore  # own funding and others' together
    paid: Ore
    smallest_claim: Ore

    @property
    def final(self) -> Ore:
        return Ore(min(self.granted, max(0, self.cost - self.other_income)))

    @property
    def above(self) -> Ore:
        """Paid above the final grant."""
        return Ore(max(0, self.paid - self.final))

    @property
    def repay(self) -> Ore:
        return self.above if self.above >= self.smallest_claim else NOTHING

    @property
    def left_to_the_job_centre(self) -> Ore:
        return Ore(self.above - self.repay)

    @property
    def to_pay(self) -> Ore:
        return Ore(max(0, self.final - self.paid))

    @property
    def back_to_the_frame(self) -> Ore:
        """What was granted and neither used nor left to the job centre."""
        return Ore(self.granted - self.final - self.left_to_the_job_centre)
