"""The pages on which a manager reads, signs and submits; the receipt; and withdrawing a draft."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.submitting import SubmitForm, WithdrawForm
from portal.adapters import files
from portal.applications import belonging, checking, papers, queries, rules, showing, submitting, wording
from portal.applications.documents import document_of, signed_submission
from portal.applications.models import Application, Submission
from portal.applications.routes.blueprint import bp
from portal.core import workflow
from portal.core.access import requires
from portal.core.language import shown
from portal.core.permissions import Permission
from portal.eligibility.verdicts import Outcome
from portal.identity.models import Person
from portal.pools import queries as pools

bp.add_app_template_global(showing.answers_of, "answers_of")
bp.add_app_template_global(showing.answer_of, "answer_of")
bp.add_app_template_global(showing.to_sign, "answers_to_sign")
bp.add_app_template_global(showing.talks_of, "talks_of")


@bp.route("/<int:application_id>/submit", methods=["GET", "POST"])
@requires(Permission.APPLICATION_SUBMIT, queries.find)
def submit(application: Application, me: Person) -> ResponseReturnValue:
    if application.submissions and application.status not in rules.OPEN:  # pressed twice is submitted once
        return redirect(_receipt(application.submissions[-1]))
    workflow.require(application, rules.SUBMIT)
    fingerprint = submitting.listed(application)
    usual = {"name": me.name, "title": me.title, "version": application.version, "read": fingerprint}
    form = SubmitForm(data=usual)
    typed = {"name": form.name.data or "", "title": form.title.data or "", "read": form.read.data or ""}
    if form.fits(lambda: submitting.not_signed(application, **typed, by=me)):
        with form.showing_refusals():
            made = submitting.submit(application, **typed, seen=form.seen, by=me)
            flash(str(shown(wording.of(allots=application.round.pool.allots).submitted)), "success")
            return redirect(_receipt(made))
    form.show_anew(fingerprint, application.version)
    return _submit_page(application, form), form.status


def _submit_page(application: Application, form: SubmitForm) -> str:
    verdicts = checking.verdicts(application)
    return render_template(
        "applications/submit.html",
        application=application,
        said=wording.of(allots=application.round.pool.allots),
        form=form,
        specs=belonging.sections_of(application),
        document=document_of(application),
        verdicts=verdicts,
        missing=submitting.what_is_missing(application, verdicts),
        deadline=submitting.deadline_of(application),
        allotted=pools.allotted(application.round, application.job_centre.code),
        addressees=queries.people_of(application.job_centre_id, submitting.TOLD),
    )


def _receipt(submission: Submission) -> str:
    return url_for(".receipt", application_id=submission.application_id, number=submission.number)


@bp.get("/<int:application_id>/submissions/<int:number>")
@requires(Permission.APPLICATION_READ, submitting.find_submission)
def receipt(submission: Submission, me: Person) -> str:
    outcomes = {each.value: each.label for each in Outcome}
    return render_template(
        "applications/receipt.html",
        submission=submission,
        application=submission.application,
        said=wording.of(allots=submission.application.round.pool.allots),
        specs=belonging.sections_of(submission.application),
        document=submission.content["document"],
        outcomes=outcomes,
    )


@bp.get("/<int:application_id>/submissions/<int:number>/receipt.pdf")
@requires(Permission.APPLICATION_READ, submitting.find_submission)
def receipt_pdf(submission: Submission, me: Person) -> ResponseReturnValue:
    answer = Response(files.read(submission.receipt_sha256), mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=submitting.receipt_name(submission))
    return answer


@bp.get("/<int:application_id>/paper.pdf", endpoint="paper_pdf", defaults={"kind": "pdf"})
@bp.get("/<int:application_id>/paper.docx", endpoint="paper_docx", defaults={"kind": "docx"})
@requires(Permission.APPLICATION_READ, queries.find_for_paper)
def paper(application: Application, me: Person) -> ResponseReturnValue:
    """As it stands now: what is signed is no draft, and is called by its submission."""
    return _paper(application, signed_submission(application))


@bp.get("/<int:application_id>/submissions/<int:number>/paper.pdf", endpoint="signed_pdf", defaults={"kind": "pdf"})
@bp.get("/<int:application_id>/submissions/<int:number>/paper.docx", endpoint="signed_docx", defaults={"kind": "docx"})
@requires(Permission.APPLICATION_READ, submitting.find_for_paper)
def signed_paper(submission: Submission, me: Person) -> ResponseReturnValue:
    """As it was signed."""
    return _paper(submission.application, submission)


def _paper(application: Application, submission: Submission | None) -> ResponseReturnValue:
    kind = (request.view_args or {})["kind"]
    answer = Response(papers.made(kind, application, submission), mimetype=papers.MEDIA_TYPES[kind])
    answer.headers.set("Content-Disposition", "attachment", filename=papers.name(kind, application, submission))
    return answer


@bp.route("/<int:application_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.APPLICATION_SUBMIT, queries.find)
def withdraw(application: Application, me: Person) -> ResponseReturnValue:
    workflow.require(application, rules.WITHDRAW)
    form = WithdrawForm(data={"version": application.version})
    if form.validate_on_submit():
        with form.showing_refusals():
            submitting.withdraw(application, seen=form.seen, by=me)
            flash(_("The draft is withdrawn."), "success")
            return redirect(url_for(".index"))
    return render_template("applications/withdraw.html", application=application, form=form), form.status
