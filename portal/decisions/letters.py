"""The letter of decision: everything it must say by law, as plain values for the PDF. Letters are in Danish."""

from collections.abc import Sequence
from datetime import datetime

from flask import Response

from portal.adapters import pdf
from portal.applications.models import Application
from portal.core.clock import COPENHAGEN
from portal.core.language import DEFAULT
from portal.core.text import Text, _
from portal.decisions import reading, rules
from portal.decisions.models import Waiver
from portal.decisions.rules import Outcome, Ruling
from portal.identity.models import Person
from portal.pools.models import Round

HEADINGS = {
    Outcome.FULL: _("Grant of the full amount"),
    Outcome.PARTIAL: _("Partial grant"),
    Outcome.CONDITIONAL: _("Full grant with conditions"),
    Outcome.REFUSED: _("Refusal"),
}


def letter(
    application: Application, ruling: Ruling, waivers: Sequence[Waiver], *, by: Person, at: datetime, draft: bool
) -> bytes:
    """The PDF as it is stored, or as it would be (`draft`)."""
    this_round = application.round
    data = {
        "draft": draft,
        "heading": HEADINGS[ruling.outcome],
        "reference": application.reference,
        "title": application.title,
        "round": f"{this_round.title} ({this_round.reference})",
        "addressee": application.job_centre.name,
        "sender": _("%(region)s\n%(day)s", region=this_round.region.name, day=at.astimezone(COPENHAGEN).date()),
        "decision": _decided(application, ruling),
        "facts": ruling.facts.strip(),
        "considerations": ruling.considerations.strip(),
        "legal_basis": _legal_basis(this_round),
        "waivers": [_set_aside(each) for each in waivers],
        "conditions": list(ruling.conditions),
        "acceptance": _acceptance(ruling, at),
        "appeal": this_round.pool.appeal_text,
        "signature": f"{by.name}\n{by.title}".strip(),
    }  # fmt: skip
    return pdf.render("letter", data, DEFAULT)


def _set_aside(waiver: Waiver) -> Text:
    values = {"rule": waiver.rule, "title": reading.title_of(waiver), "until": waiver.until, "reason": waiver.reason}
    return _("%(title)s (%(rule)s), until %(until)s: %(reason)s", **values)


def _legal_basis(this_round: Round) -> Text:
    guideline = this_round.guideline
    return _(
        "%(basis)s\n\nGuidelines of %(region)s, %(year)s, version %(number)s.",
        basis=this_round.pool.legal_basis, region=this_round.region.name, year=str(guideline.year),
        number=guideline.number,
    )  # fmt: skip


def _decided(application: Application, ruling: Ruling) -> list[Text]:
    values = {"requested": application.requested, "amount": ruling.amount}
    asked = _("You have applied for %(requested)s.", **values)
    if ruling.outcome is Outcome.REFUSED:
        return [asked, _("We cannot give a grant.")]
    if ruling.outcome is Outcome.PARTIAL:
        return [asked, _("We grant %(amount)s. The rest is refused.", **values), _new_budget(ruling)]
    return [asked, _("We grant %(amount)s.", **values)]


def _new_budget(ruling: Ruling) -> Text:
    """What the page of acceptance tells as well: a project cannot run on a budget that asks for more."""
    return _(
        "The budget asks for more than that. When the grant is accepted, your first task is to send a new budget that "
        "takes at most %(amount)s from the pool. The region approves it.",
        amount=ruling.amount,
    )


def _acceptance(ruling: Ruling, at: datetime) -> Text | str:
    if ruling.outcome is Outcome.REFUSED:
        return ""
    return _(
        "The manager of the job centre must accept the grant in Puljeportalen before %(deadline)s. "
        "If it is not accepted in time, the grant can lapse.",
        deadline=rules.accept_before(at),
    )


def inline(paper: bytes, name: str) -> Response:
    """A paper of our own making, shown in the browser; nothing in it can run."""
    answer = Response(paper, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return answer
