"""An application as a paper of its own: PDF to keep, and Word for the municipality's committee. In Danish."""

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale

from portal.adapters import pdf, word
from portal.applications import belonging, printing, wording
from portal.applications.documents import document_of
from portal.applications.models import Application, Submission
from portal.core.language import DEFAULT
from portal.core.text import Text, _

MEDIA_TYPES = {"pdf": "application/pdf", "docx": word.MEDIA_TYPE}
NOT_ON_PAPER = frozenset({"attachments", "declarations"})  # the receipt lists them


def made(kind: str, application: Application, submission: Submission | None = None) -> bytes:
    """The paper of a submission, or of the draft as it stands."""
    document = submission.content["document"] if submission else document_of(application)
    with force_locale(DEFAULT):
        data = _paper(application, document, submission)
        return pdf.render("addendum", data, DEFAULT) if kind == "pdf" else word.render(data, DEFAULT)


def name(kind: str, application: Application, submission: Submission | None = None) -> str:
    """tillaeg-VIRK-2010-SYD-001-1.pdf: one name in every language, as it is journalised."""
    what = "tillaeg" if application.round.pool.allots else "ansoegning"
    return f"{what}-{application.reference}-{submission.number if submission else 'kladde'}.{kind}"


def _paper(application: Application, document: Mapping[str, Any], submission: Submission | None) -> dict[str, Any]:
    stands = _submitted(submission) if submission else _("Draft: not signed or submitted")
    heading = wording.of(allots=application.round.pool.allots).plan
    return {
        "title": _("%(paper)s: %(title)s", paper=heading, title=document["sections"]["basis"]["title"]),
        "reference": application.reference,
        "facts": [
            (_("Case"), application.reference),
            (_("Round"), application.round.title),
            (_("Job centre"), application.job_centre.name),
            (_("Applied for"), application.requested),
            (_("State"), stands),
        ],
        "sections": [
            printing.section(spec, document)
            for spec in belonging.sections_of(application)
            if spec.key not in NOT_ON_PAPER
        ],
    }


def _submitted(submission: Submission) -> Text:
    values = {"name": submission.signed_name, "title": submission.signed_title, "time": submission.submitted_at}
    return _("Signed by %(name)s, %(title)s, %(time)s", **values)
