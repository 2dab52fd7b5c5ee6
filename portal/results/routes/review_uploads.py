"""A results review that was uploaded: what its page shows and says."""

from typing import Any

from flask import url_for

from forms.results import ConfirmForm
from portal.core.permissions import Permission
from portal.core.text import _
from portal.identity.models import Person
from portal.labour_market.routes.importing import Answer, Preview
from portal.results import layout, queries, reviewing, savings, showing
from portal.results.models import ReviewImport
from portal.results.routes.blueprint import bp


def address(uploaded: ReviewImport) -> str:
    return url_for("results.show_upload", review_id=uploaded.review_id, review_import_id=uploaded.id)


def all_uploads(uploaded: ReviewImport) -> str:
    return url_for("results.upload", review_id=uploaded.review_id)


def details(uploaded: ReviewImport) -> dict[str, Any]:
    review = uploaded.review
    return {
        "owner": f"{review.job_centre.name} {review.year}",
        "review": review,
        "changes": reviewing.changes(review, uploaded.content),
        "facts": showing.facts_changed(review, uploaded.content),
        "savings": [each for each in savings.comparisons(uploaded.content) if each.differs],
        "typed": layout.typed,
    }


def confirm(uploaded: ReviewImport, form: ConfirmForm, me: Person) -> None:
    reviewing.confirm(uploaded, seen=form.seen, after=form.after.data or 0, by=me)


Preview(
    name="upload",
    permission=Permission.RESULTS_EDIT,
    find=queries.find_import,
    template="results/upload_preview.html",
    address=address,
    again=all_uploads,
    details=details,
    confirm=confirm,
    confirmed=Answer(
        _("The figures of the file are the newest version."),
        lambda uploaded: url_for("results.show", review_id=uploaded.review_id),
    ),
    dropped=Answer(_("The file is dropped. The figures are as they were."), all_uploads),
    form=ConfirmForm,
).add_to(bp, "/reviews/<int:review_id>/uploads/<int:review_import_id>")
