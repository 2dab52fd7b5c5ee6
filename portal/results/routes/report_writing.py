"""One yearly report: its page, its sections, the differences, the signature, and the papers that were signed."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.routing import BuildError

from forms.reports import SectionForm, SignReportForm, differences_form, section_form, stands_in
from portal.adapters import files
from portal.core import workflow
from portal.core.access import requires
from portal.core.errors import Conflict
from portal.core.language import chosen
from portal.core.money import Ore
from portal.core.permissions import Permission
from portal.decisions.history import timeline
from portal.decisions.letters import inline
from portal.identity.models import Person
from portal.results import report_blocks, report_centres, report_claims, report_content, report_mails, reporting
from portal.results import report_queries as queries
from portal.results.report_models import ReportSection, ReportVersion, YearlyReport
from portal.results.report_rules import KEYS, SECTIONS, SIGN, WITH_THE_CENTRE, ReportStatus, is_written
from portal.results.routes.blueprint import bp


@bp.get("/reports/<int:report_id>")
@requires(Permission.RESULTS_READ, queries.find)
def show_report(report: YearlyReport, me: Person) -> ResponseReturnValue:
    content = report_content.shown(report)
    return render_template(
        "results/reports/show.html",
        report=report,
        project=report.project,
        content=content,
        read_on=report_content.read_on(content),
        being_written=report.status in WITH_THE_CENTRE,
        to_correct=[each.key for each in report.uncorrected] if report.status is ReportStatus.RETURNED else [],
        titles={each.key: each.title for each in SECTIONS},
        written={each.key: is_written(each, report.section(each.key).words) for each in SECTIONS},
        answers_to_differences=[said for _each, said in _differing(report)],
        overdue=report_centres.overdue(report),
        events=timeline(report.reference),
        changes=changes(report),
        **laying_out(),
    )


def laying_out() -> dict[str, Any]:
    """How the templates read frozen cells."""
    return {
        "thawed": report_blocks.thawed,
        "in_figures": report_blocks.in_figures,
        "day_of": date.fromisoformat,
        "opens": opens,
        "lang": str(chosen()),
    }


def opens(link: tuple[str, dict[str, Any]]) -> str:
    """The address of a frozen link; empty when the portal has no such page any more."""
    try:
        return url_for(link[0], **link[1])
    except BuildError:
        return ""


def changes(report: YearlyReport) -> list[report_blocks.Changed]:
    """Where the newest signed version differs from the one before."""
    if len(report.versions) < 2:
        return []
    before, after = report.versions[-2:]
    return report_blocks.changed(before.content, after.content, str(chosen()))


@bp.route("/reports/<int:report_id>/sections/<section>", methods=["GET", "POST"])
@requires(Permission.RESULTS_EDIT, queries.find_section)
def write_section(section: ReportSection, me: Person) -> ResponseReturnValue:
    report, spec = section.report, KEYS[section.key]
    _refuse_to_begin(report)
    stands: dict[str, Any] = {**section.words, "version": section.version}
    form = section_form(spec, stands | stands_in(report_claims.read(report.claims)))
    if form.validate_on_submit():
        with form.showing_refusals():
            claims = form.claims() if spec.key == "goals" else None
            reporting.save(section, form.words(spec), seen=form.seen, by=me, claims=claims)
            flash(_("The section is saved."), "success")
            return redirect(url_for("results.show_report", report_id=report.id, _anchor=f"section-{spec.key}"))
    if conflict := form.refused_with == Conflict.status and form.seen != section.version:
        form.show_again_over(section.version)
    return _section_page(section, form, conflict=conflict)


def _refuse_to_begin(report: YearlyReport) -> None:
    """What was typed already is refused on its own page, so that it is still there."""
    if request.method == "GET":
        reporting.require_open(report)


def _section_page(section: ReportSection, form: SectionForm, *, conflict: bool) -> ResponseReturnValue:
    report = section.report
    sections = report_content.content(report)["sections"]
    page = render_template(
        "results/reports/section.html",
        report=report,
        section=section,
        spec=KEYS[section.key],
        form=form,
        conflict=conflict,
        kinds=report_claims.KINDS,
        blocks=next(each["blocks"] for each in sections if each["key"] == section.key),
        **laying_out(),
    )
    return page, form.status


@bp.route("/reports/<int:report_id>/differences", methods=["GET", "POST"])
@requires(Permission.RESULTS_EDIT, queries.find)
def explain_differences(report: YearlyReport, me: Person) -> ResponseReturnValue:
    _refuse_to_begin(report)
    found = [each for each in report_content.differences(report) if each.differs]
    form, keys = differences_form(len(found), _said_before(report, found)), [each.key for each in found]
    if form.fits(lambda: reporting.unsaid(found, form.said(keys))):
        with form.showing_refusals():
            reporting.explain(report, form.said(keys), seen=form.seen, by=me)
            flash(_saved(sum(said is None for _each, said in _differing(report))), "success")
            return redirect(url_for("results.show_report", report_id=report.id, _anchor="section-figures"))
    page = render_template("results/reports/differences.html", report=report, form=form, found=found)
    return page, form.status


def _saved(left: int) -> str:
    """What is kept, and how much is not explained yet."""
    if not left:
        return str(_("The explanations are saved."))
    return str(ngettext("What you wrote is saved. One difference is not explained yet.",
                        "What you wrote is saved. %(num)d differences are not explained yet.", left))  # fmt: skip


def _said_before(report: YearlyReport, found: list[report_claims.Difference]) -> dict[str, Any]:
    stands: dict[str, Any] = {"version": report.version}
    for number, each in enumerate(found):
        if said := report_claims.explanation(each, report.explanations):
            stands |= {f"answer_{number}": said.answer.value, f"words_{number}": said.words}
    return stands


@bp.route("/reports/<int:report_id>/sign", methods=["GET", "POST"])
@requires(Permission.RESULTS_SIGN, queries.find)
def sign_report(report: YearlyReport, me: Person) -> ResponseReturnValue:
    reporting.require_open(report)
    workflow.require(report, SIGN)
    form = SignReportForm(data={"version": report.version})
    if form.validate_on_submit():
        with form.showing_refusals():
            reporting.sign(report, seen=form.seen, by=me)
            flash(_("The report is signed and sent to the region."), "success")
            return redirect(url_for("results.show_report", report_id=report.id))
    obstacles = [] if form.errors else reporting.obstacles(report)
    page = render_template(
        "results/reports/sign.html", report=report, form=form, obstacles=obstacles,
        sums=report_content.content(report)["sums"], ore=Ore, differences=_differing(report),
    )  # fmt: skip
    return page, form.status


def _differing(report: YearlyReport) -> list[tuple[report_claims.Difference, report_claims.Explained | None]]:
    """What differs while the report is written, each with what was said of it."""
    if report.status not in WITH_THE_CENTRE:
        return []
    found = [each for each in report_content.differences(report) if each.differs]
    return [(each, report_claims.explanation(each, report.explanations)) for each in found]


@bp.get("/reports/<int:report_id>/versions/<int:number>")
@requires(Permission.RESULTS_READ, queries.find_version)
def report_version(version: ReportVersion, me: Person) -> ResponseReturnValue:
    """What was signed, as it was."""
    return render_template(
        "results/reports/version.html", version=version, report=version.report, content=version.content, **laying_out()
    )


@bp.get("/reports/<int:report_id>/versions/<int:number>/report.pdf")
@requires(Permission.RESULTS_READ, queries.find_version)
def report_paper(version: ReportVersion, me: Person) -> ResponseReturnValue:
    return inline(files.read(version.paper_sha256), report_mails.file_name(version.report, version))
