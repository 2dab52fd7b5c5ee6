"""Results reviews: the list, the page of one, closing it and opening it again, and its files."""

from datetime import datetime
from functools import partial

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.base import ButtonForm
from forms.results import BeginForm, ReopenForm
from portal.adapters import spreadsheets, tables
from portal.core import clock, workflow
from portal.core.access import holds, requires
from portal.core.errors import refuse_if
from portal.core.language import chosen
from portal.core.permissions import Permission
from portal.decisions.history import timeline
from portal.identity.models import Organisation, Person
from portal.labour_market import numbers
from portal.results import layout, queries, review_files, review_workbook, reviewing, showing
from portal.results.listing import Wanted
from portal.results.models import ResultsReview
from portal.results.queries import Deadlines
from portal.results.routes.blueprint import bp
from portal.results.routes.lists import asked_for, turning
from portal.results.rules import AHEAD, CLOSE, FIRST_YEAR, REMOVE, REOPEN


@bp.get("/")
@holds(Permission.RESULTS_READ)
def index(me: Person) -> ResponseReturnValue:
    wanted, deadlines = asked_for(), Deadlines()
    reviews, number = queries.listed(me, wanted)
    return render_template(
        "results/index.html",
        reviews=[(each, deadlines.of(each.job_centre, each.year)) for each in reviews],
        years=queries.years(me),
        statuses=queries.STATUSES,
        left=days_left,
        waited_for=_waited_for(me, wanted, deadlines),
        **turning(wanted, number, len(reviews)),
    )


def _waited_for(me: Person, wanted: Wanted, deadlines: Deadlines) -> list[tuple[Organisation, int, datetime]]:
    """Job centres that have not begun, of the year that is asked for, or else of the last one when its day is near."""
    last = clock.today().year - 1
    year = wanted.one_year or last
    if wanted.words or wanted.status or wanted.page > 1 or not FIRST_YEAR <= year <= last:
        return []
    found = [(each, year, deadlines.of(each, year)) for each in queries.not_begun(me, year)]
    return [each for each in found if wanted.year or each[2] - AHEAD <= clock.now()]


def days_left(due: datetime) -> int:
    """Below 0 when the day has passed."""
    return (due.astimezone(clock.COPENHAGEN).date() - clock.today()).days


def download_list(me: Person, kind: str) -> ResponseReturnValue:
    deadlines = Deadlines()
    header = [_("Number"), _("Job centre"), _("Year"), _("State"), _("Due"), _("Closed"), _("Invented")]
    rows = [
        (each.reference, each.job_centre.name, each.year, each.status,
         deadlines.of(each.job_centre, each.year).astimezone(clock.COPENHAGEN).date(), each.closed_at,
         _("yes") if each.invented else _("no"))
        for each in queries.everything(me, asked_for())
    ]  # fmt: skip
    return tables.download(kind, "resultatrevisioner", header, rows)


for each in ("csv", "xlsx"):
    view = holds(Permission.RESULTS_READ)(partial(download_list, kind=each))
    bp.add_url_rule(f"/reviews.{each}", f"reviews_{each}", view, methods=["GET"])


@bp.route("/begin", methods=["GET", "POST"])
@holds(Permission.RESULTS_EDIT)
def begin(me: Person) -> ResponseReturnValue:
    centres = queries.centres_of(me, Permission.RESULTS_EDIT)
    asked = {name: request.args.get(name, type=int) for name in ("job_centre", "year")}  # as the task says
    form = BeginForm(data=asked)
    form.job_centre.choices = [(each.id, each.name) for each in centres]
    if form.validate_on_submit():
        centre = next(each for each in centres if each.id == form.job_centre.data)
        with form.showing_refusals():
            warned, form.warned.data = form.warned.data or "", str(form.year.data)
            refuse_if(reviewing.doubts_about_beginning(centre, form.year.data, warned=warned))
            review = reviewing.begin(centre, form.year.data, by=me)
            return redirect(url_for("results.show", review_id=review.id))
    return render_template("results/begin.html", form=form), form.status


@bp.get("/reviews/<int:review_id>")
@requires(Permission.RESULTS_READ, queries.find)
def show(review: ResultsReview, me: Person) -> ResponseReturnValue:
    due = Deadlines().of(review.job_centre, review.year)
    cluster = layout.cluster_of(review.job_centre.code, review.year)
    return render_template(
        "results/show.html",
        review=review,
        due=due,
        left=days_left(due),
        may_be_removed=reviewing.may_be_removed(review),
        shown_tables=showing.tables(review),
        savings=showing.savings_table(review),
        stated=showing.facts(review),
        tenths=numbers.tenths,
        goals=layout.goals(review.year),
        cluster=cluster,
        cluster_names=queries.names_of(cluster.others(review.job_centre.code)) if cluster else [],
        events=timeline(review.reference),
    )


def download(review: ResultsReview, me: Person, kind: str) -> ResponseReturnValue:
    """The four tables as one list, in the layout that can be uploaded again."""
    return tables.download(kind, review.reference, list(review_files.COLUMNS.values()), showing.cells(review))


for each in ("csv", "xlsx"):
    view = requires(Permission.RESULTS_READ, queries.find)(partial(download, kind=each))
    bp.add_url_rule(f"/reviews/<int:review_id>/tables.{each}", f"review_{each}", view, methods=["GET"])


@bp.get("/reviews/<int:review_id>/workbook.xlsx")
@requires(Permission.RESULTS_READ, queries.find)
def workbook(review: ResultsReview, me: Person) -> ResponseReturnValue:
    """The workbook to fill in, with what stands already."""
    asked = review_workbook.Request(reviewing.about(review), reviewing.content_of(review), clock.now(), str(chosen()))
    answer = Response(spreadsheets.write(review_workbook.plan(asked)), content_type=tables.MEDIA_TYPES["xlsx"])
    name = f"resultatrevision-{review.year}-{review.job_centre.code}.xlsx"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.route("/reviews/<int:review_id>/close", methods=["GET", "POST"])
@requires(Permission.RESULTS_CLOSE, queries.find)
def close(review: ResultsReview, me: Person) -> ResponseReturnValue:
    workflow.require(review, CLOSE)
    form = ButtonForm(obj=review)
    if form.validate_on_submit():
        with form.showing_refusals():
            reviewing.close(review, seen=form.seen, by=me)
            flash(_("The results review is closed. The region can read it."), "success")
            return redirect(url_for("results.show", review_id=review.id))
    lacking = [each.text for each in reviewing.problems_with_closing(review)]
    total = showing.savings_table(review)[-1]
    return render_template("results/close.html", review=review, form=form, lacking=lacking, total=total), form.status


@bp.route("/reviews/<int:review_id>/reopen", methods=["GET", "POST"])
@requires(Permission.RESULTS_REOPEN, queries.find)
def reopen(review: ResultsReview, me: Person) -> ResponseReturnValue:
    workflow.require(review, REOPEN)
    form = ReopenForm(obj=review)
    if form.validate_on_submit():
        with form.showing_refusals():
            reviewing.reopen(review, form.reason.data or "", seen=form.seen, by=me)
            flash(_("The results review is open again, and the job centre can correct it."), "success")
            return redirect(url_for("results.show", review_id=review.id))
    return render_template("results/reopen.html", review=review, form=form), form.status


@bp.route("/reviews/<int:review_id>/remove", methods=["GET", "POST"])
@requires(Permission.RESULTS_EDIT, queries.find)
def remove(review: ResultsReview, me: Person) -> ResponseReturnValue:
    workflow.require(review, REMOVE)
    refuse_if(reviewing.problems_with_removing(review))
    form = ButtonForm(obj=review)
    if form.validate_on_submit():
        with form.showing_refusals():
            reviewing.remove(review, seen=form.seen, by=me)
            flash(_("The results review is removed. It can be begun again."), "success")
            return redirect(url_for("results.index"))
    return render_template("results/remove.html", review=review, form=form), form.status
