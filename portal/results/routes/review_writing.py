"""Filling a results review in: typed on the page, or uploaded, looked at and confirmed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.results import ButtonForm, ConfirmForm, ReviewFileForm, fields_of, name_of, review_form
from portal.core.access import requires
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.results import layout, queries, reviewing
from portal.results.models import ResultsReview, ReviewImport
from portal.results.routes.blueprint import bp


@bp.route("/reviews/<int:review_id>/edit", methods=["GET", "POST"])
@requires(Permission.RESULTS_EDIT, queries.find)
def edit(review: ResultsReview, me: Person) -> ResponseReturnValue:
    reviewing.require_open(review)
    stands = fields_of(review.year, reviewing.content_of(review), review.version)
    form = review_form(review.year)(data=stands)
    if form.validate_on_submit():
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
    form = ReviewFileForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            sent = form.file.data
            uploaded = reviewing.preview(review, sent.filename or "", sent.read(), by=me)
            return redirect(url_for("results.show_upload", review_id=review.id, review_import_id=uploaded.id))
    page = render_template("results/upload.html", review=review, form=form, history=queries.imports_of(review))
    return page, form.status


@bp.get("/reviews/<int:review_id>/uploads/<int:review_import_id>")
@requires(Permission.RESULTS_EDIT, queries.find_import)
def show_upload(uploaded: ReviewImport, me: Person) -> ResponseReturnValue:
    return _preview(uploaded, ButtonForm(obj=uploaded))


@bp.post("/reviews/<int:review_id>/uploads/<int:review_import_id>/confirm")
@requires(Permission.RESULTS_EDIT, queries.find_import)
def confirm_upload(uploaded: ReviewImport, me: Person) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            reviewing.confirm(uploaded, seen=form.seen, after=form.after.data or 0, by=me)
            flash(_("The figures of the file are the newest version."), "success")
            return redirect(url_for("results.show", review_id=uploaded.review_id))
    return _preview(uploaded, form)


@bp.post("/reviews/<int:review_id>/uploads/<int:review_import_id>/drop")
@requires(Permission.RESULTS_EDIT, queries.find_import)
def drop_upload(uploaded: ReviewImport, me: Person) -> ResponseReturnValue:
    form = ButtonForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            reviewing.drop(uploaded, seen=form.seen, by=me)
            flash(_("The file is dropped. The figures are as they were."), "success")
            return redirect(url_for("results.upload", review_id=uploaded.review_id))
    return _preview(uploaded, form)


def _preview(uploaded: ReviewImport, form: ButtonForm) -> ResponseReturnValue:
    found = reviewing.findings_of(uploaded)
    page = render_template(
        "results/upload_preview.html",
        uploaded=uploaded,
        review=uploaded.review,
        form=form,
        changes=reviewing.changes(uploaded.review, uploaded.content),
        blocking=[each for each in found if each.blocks],
        notes=[each for each in found if not each.blocks],
        typed=layout.typed,
    )
    return page, form.status
