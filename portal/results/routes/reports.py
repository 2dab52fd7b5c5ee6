"""Yearly reports: the list, those of one job centre and year, and opening them for everybody who owes one."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forms.reports import OpenReportsForm
from portal.adapters import tables
from portal.core.access import holds, requires
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.results import report_centres, reporting
from portal.results import report_queries as queries
from portal.results.report_centres import SUMS
from portal.results.report_queries import CentreYear
from portal.results.routes.blueprint import bp
from portal.results.routes.lists import asked_for, turning


@bp.get("/reports")
@holds(Permission.RESULTS_READ)
def report_list(me: Person) -> ResponseReturnValue:
    wanted = asked_for()
    reports, number = queries.listed(me, wanted)
    return render_template(
        "results/reports/index.html",
        reports=reports,
        years=queries.years(me),
        statuses=queries.STATUSES,
        overdue=report_centres.overdue,
        missing=report_centres.missing,
        **turning(wanted, number, len(reports)),
    )


def download_reports(me: Person, kind: str) -> ResponseReturnValue:
    header = [_("Number"), _("Project"), _("Job centre"), _("Year"), _("State"), _("Due"), _("Overdue"), _("Signed"),
              _("Missing")]  # fmt: skip
    rows = [
        (each.reference, each.project.title, each.project.application.job_centre.name, each.year, each.status,
         each.due_on, _("yes") if report_centres.overdue(each) else _("no"), each.signed_at,
         report_centres.missing(each))
        for each in queries.everything(me, asked_for())
    ]  # fmt: skip
    return tables.download(kind, "aarsrapporter", header, rows)


@bp.route("/reports/open", methods=["GET", "POST"])
@holds(Permission.RESULTS_FOLLOW)
def open_reports(me: Person) -> ResponseReturnValue:
    form = OpenReportsForm(data={"year": request.args.get("year", type=int)})
    year = form.year.data
    if form.validate_on_submit():
        with form.showing_refusals():
            opened = reporting.open_for(year, by=me, region_ids=queries.regions_of(me))
            flash(_opened(len(opened)), "success")
            return redirect(url_for("results.report_list", year=year))
    owing = queries.owing(year, queries.regions_of(me)) if year and not form.errors else []
    return render_template("results/reports/open.html", form=form, owing=owing, year=year), form.status


def _opened(number: int) -> str:
    if not number:
        return str(_("Nobody owes a report that is not open already."))
    return str(ngettext("One report is opened, and the job centre is told.",
                        "%(num)d reports are opened, and the job centres are told.", number))  # fmt: skip


@bp.get("/centres/<int:organisation_id>/<int:year>")
@requires(Permission.RESULTS_READ, queries.find_centre)
def centre_reports(asked: CentreYear, me: Person) -> ResponseReturnValue:
    rows = report_centres.gathered(queries.of_centre(me, asked))
    return render_template(
        "results/reports/centre.html",
        centre=asked.centre,
        year=asked.year,
        rows=rows,
        sums=SUMS,
        together=report_centres.together(rows),
        overdue=report_centres.overdue,
    )


def download_centre(asked: CentreYear, me: Person, kind: str) -> ResponseReturnValue:
    rows = report_centres.gathered(queries.of_centre(me, asked))
    header = [_("Number"), _("Project"), _("State"), _("Due"), *(words for _name, words in SUMS), _("Missing")]
    shown = [
        (each.report.reference, each.report.project.title, each.report.status, each.report.due_on,
         *(each.sums[name] for name, _words in SUMS), each.missing)
        for each in rows
    ]  # fmt: skip
    total = report_centres.together(rows)
    foot = (_("In all"), "", "", "", *(total[name] for name, _words in SUMS), "")
    return tables.download(kind, f"aarsrapporter-{asked.centre.code}-{asked.year}", header, [*shown, foot])


for each in ("csv", "xlsx"):
    view = holds(Permission.RESULTS_READ)(partial(download_reports, kind=each))
    bp.add_url_rule(f"/reports/list.{each}", f"reports_list_{each}", view, methods=["GET"])
    own = requires(Permission.RESULTS_READ, queries.find_centre)(partial(download_centre, kind=each))
    address = f"/centres/<int:organisation_id>/<int:year>/reports.{each}"
    bp.add_url_rule(address, f"centre_reports_{each}", own, methods=["GET"])
