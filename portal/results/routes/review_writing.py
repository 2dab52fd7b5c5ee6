"""Filling a results review in: typed on the page, or uploaded, looked at and confirmed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.results import ReviewFileForm, fields_of, name_of, review_form
from portal.core.access import requires
from portal.core.findings import Finding
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.labour_market.routes.importing import showing_faults
from portal.results import layout, queries, reviewing
from portal.results.models import ResultsReview
from portal.results.routes.blueprint import bp
from portal.results.routes.review_uploads import address


@bp.route("/reviews/<int:review_id>/edit", methods=["GET", "POST"])
@requires(Permission.RESULTS_EDIT, queries.find)
def edit(review: ResultsReview, me: Person) -> ResponseReturnValue:
    if request.method == "GET":  # what was typed already is refused on its own page, so that it is still there
        reviewing.require_open(review)
    stands = fields_of(review.year, reviewing.content_of(review), review.version)
    form = review_form(review.year)(data=stands)
    if form.fits(lambda: reviewing.problems(review, form.entries)):
        with form.showing_refusals():
            reviewing.write(review, form.entries, seen=form.seen, by=me)
            flash(_("The figures are saved."), "success")
            return redirect(url_for("results.show", review_id=review.id))
    page = render_template(
        "results/edit.html", review=review, form=form, tables=layout.tables(review.year), name_of=name_of
    )
    return page, form.status


@bp.route("/reviews/<int:review_id>/upload", methods=["GET", "POST"])
@requires(Permission.RESULTS_EDIT, queries.find)
def upload(review: ResultsReview, me: Person) -> ResponseReturnValue:
    reviewing.require_open(review)
    form, faults = ReviewFileForm(), list[Finding]()
    if form.validate_on_submit():
        with showing_faults(form) as faults:
            sent = form.file.data
            uploaded = reviewing.preview(review, sent.filename or "", sent.read(), by=me)
            return redirect(address(uploaded))
    history = queries.imports_of(review)
    page = render_template("results/upload.html", review=review, form=form, faults=faults, history=history)
    return page, form.status
