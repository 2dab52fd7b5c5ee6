"""The letter that settles a grant: the arithmetic line by line, and what is paid or repaid. Letters are in Danish."""

from collections.abc import Sequence
from datetime import date

from portal.adapters import pdf
from portal.core.clock import COPENHAGEN
from portal.core.language import DEFAULT
from portal.core.money import Ore
from portal.core.text import Text, _
from portal.eligibility.saying import together
from portal.projects.models import Project, Settled
from portal.projects.settling import Settlement


def letter(project: Project, kept: Settled, sum_up: Settlement, said: Text) -> bytes:
    """The PDF as it is stored and mailed. `said` is the outcome."""
    application = project.application
    this_round = application.round
    data = {
        "heading": _("Repayment of grant") if sum_up.repay else _("Settlement of grant"),
        "reference": project.reference,
        "title": project.title,
        "round": f"{this_round.title} ({this_round.reference})",
        "addressee": application.job_centre.name,
        "sender": _("%(region)s\n%(day)s", region=this_round.region.name,
                    day=kept.settled_at.astimezone(COPENHAGEN).date()),
        "figures": [[words, amount] for words, amount in figures_of(sum_up)],
        "outcome": said,
        "words_of_the_region": kept.words,
        "legal_basis": this_round.pool.legal_basis,
        "appeal": this_round.pool.appeal_text,
        "signature": f"{kept.settled_by.name}\n{kept.settled_by.title}".strip(),
    }  # fmt: skip
    return pdf.render("settlement", data, DEFAULT)


def figures_of(sum_up: Settlement) -> list[tuple[Text, Ore]]:
    """The settlement as people reckon it, top down; for the page and the letter alike."""
    return [
        (_("Costs in the approved accounts"), sum_up.cost),
        (_("Other income, own funding included"), sum_up.other_income),
        (_("Granted"), sum_up.granted),
        (_("Final grant: the costs less other income, at most what was granted"), sum_up.final),
        (_("Paid to the job centre"), sum_up.paid),
        *([(_("To be repaid"), sum_up.repay)] if sum_up.repay else []),
        *([(_("Left to the job centre"), sum_up.left_to_the_job_centre)] if sum_up.left_to_the_job_centre else []),
        *([(_("Still to be paid"), sum_up.to_pay)] if sum_up.to_pay else []),
        (_("Not used of the grant, back to the frame"), sum_up.back_to_the_frame),
    ]


def outcome(sum_up: Settlement, repay_by: date, held: Sequence[Text] = ()) -> Text:
    """What happens now, in one sentence, or two when something overdue holds the last payment back (P-04)."""
    if sum_up.repay:
        return _("You must repay %(amount)s no later than %(day)s.", amount=sum_up.repay, day=repay_by)
    if sum_up.left_to_the_job_centre:
        values = {"amount": sum_up.left_to_the_job_centre, "limit": sum_up.smallest_claim}
        return _("%(amount)s more than the final grant was paid. Less than %(limit)s is not claimed back.", **values)
    if sum_up.to_pay and held:
        return _("We pay the last %(amount)s when what is overdue is in and approved. %(what)s.",
                 amount=sum_up.to_pay, what=together(held))  # fmt: skip
    if sum_up.to_pay:
        return _("We pay the last %(amount)s.", amount=sum_up.to_pay)
    return _("The grant is paid in full. Nothing is owed.")
