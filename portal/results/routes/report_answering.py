"""The region's answer to a yearly report: approved, or sent back section by section with reasons."""

from collections.abc import Iterator
from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.reports import AnswerReportForm, answer_form
from portal.core import clock, workdays, workflow
from portal.core.access import requires
from portal.core.errors import Problem
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.results import report_queries as queries
from portal.results import reporting
from portal.results.report_models import YearlyReport
from portal.results.report_rules import APPROVE, RETURN, problems_with_returning
from portal.results.routes.blueprint import bp
from portal.results.routes.report_writing import changes, laying_out

TIME_TO_CORRECT = timedelta(days=14)


@bp.route("/reports/<int:report_id>/answer", methods=["GET", "POST"])
@requires(Permission.RESULTS_FOLLOW, queries.find)
def answer_report(report: YearlyReport, me: Person) -> ResponseReturnValue:
    workflow.require(report, RETURN)
    verdicts = [("return", _("Send the report back"))]
    if report.status in APPROVE.source:
        verdicts.insert(0, ("approve", _("Approve the report")))
    usual = {"version": report.version, "correct_by": workdays.on_or_after(clock.today() + TIME_TO_CORRECT)}
    form = answer_form(verdicts, usual)
    if form.fits(lambda: _problems(form)):
        with form.showing_refusals():
            words = form.answer.data or ""
            if form.approves:
                reporting.approve(report, words, reasons=form.reasons, seen=form.seen, by=me)
            else:
                reporting.give_back(report, form.reasons, form.correct_by.data, words, seen=form.seen, by=me)
            flash(_("The job centre is told."), "success")
            return redirect(url_for("results.show_report", report_id=report.id))
    page = render_template(
        "results/reports/answer.html", report=report, form=form, version=report.versions[-1], changes=changes(report),
        content=report.versions[-1].content, **laying_out(),
    )  # fmt: skip
    return page, form.status


def _problems(form: AnswerReportForm) -> Iterator[Problem]:
    """A day that could not be read has its own sentence already."""
    if form.verdict.data == "return":
        words = form.answer.data or ""
        yield from problems_with_returning(form.reasons, form.correct_by.data, words, today=clock.today())
