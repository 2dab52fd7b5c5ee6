"""What each job centre is allotted: typed or read from a file, taken out as a file, and told in grant letters."""

from functools import partial
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forms.allotments import AllotmentFileForm, AllotmentForm, SendForm, allotment_form
from portal.adapters import files, tables
from portal.core.access import requires
from portal.core.money import Ore, total
from portal.core.permissions import Permission
from portal.core.text import Text
from portal.identity.models import Person
from portal.pools import allotments, queries
from portal.pools.models import Allotment, Round
from portal.pools.routes import bp


def _form(this_round: Round, amounts: dict[int, Ore], **how: Any) -> AllotmentForm:
    centres = [(each.id, each.name) for each in queries.centres_of(this_round)]
    return allotment_form(centres, data={allotments.field_of(each): read for each, read in amounts.items()}, **how)


def _standing(this_round: Round) -> dict[int, Ore]:
    return {each.job_centre_id: each.amount for each in queries.allotments(this_round)}


def _page(this_round: Round, form: AllotmentForm, upload: AllotmentFileForm, said: list[Text]) -> ResponseReturnValue:
    sent = {each.job_centre_id: each for each in queries.allotments(this_round) if each.sent_at}
    together = total(each for each in form.amounts.values())
    page = render_template(
        "pools/allotments.html", round=this_round, form=form, upload=upload, said=said, sent=sent, together=together,
        left=Ore(this_round.frame - together), over=Ore(max(0, together - this_round.frame)),
    )  # fmt: skip
    return page, 422 if said or upload.errors else form.status


@bp.route("/rounds/<int:round_id>/allotments", methods=["GET", "POST"])
@requires(Permission.POOL_DRAFT, queries.find_allotting_round)
def allot(this_round: Round, me: Person) -> ResponseReturnValue:
    form = _form(this_round, _standing(this_round))
    if form.validate_on_submit():
        with form.showing_refusals():
            allotments.allot(this_round, form.amounts, by=me)
            flash(_("The amounts are written. The director sends the grant letters."), "success")
            return redirect(url_for("pools.show", round_id=this_round.id))
    return _page(this_round, form, AllotmentFileForm(formdata=None), [])


@bp.post("/rounds/<int:round_id>/allotments/file")
@requires(Permission.POOL_DRAFT, queries.find_allotting_round)
def read_allotments(this_round: Round, me: Person) -> ResponseReturnValue:
    """What a file says stands in the fields, to be looked through and written. Nothing is stored here."""
    upload, amounts, said = AllotmentFileForm(), dict[int, Ore](), list[Text]()
    if upload.validate_on_submit():
        with upload.showing_refusals():
            amounts, said = allotments.read(upload.file.data.read(), queries.centres_of(this_round))
    if amounts and not said:
        flash(_("The file is read. Look the amounts through, and write them."), "info")
    return _page(this_round, _form(this_round, _standing(this_round) | amounts, formdata=None), upload, said)


def download(this_round: Round, me: Person, kind: str) -> ResponseReturnValue:
    """Every job centre of the region with its amount, in the columns that are read back."""
    amounts, sent = _standing(this_round), {each.job_centre_id: each.sent_at for each in queries.allotments(this_round)}
    rows = [
        (each.name, amounts.get(each.id, Ore(0)), sent.get(each.id) or "") for each in queries.centres_of(this_round)
    ]
    return tables.download(kind, f"{this_round.reference}-fordeling", ["Jobcenter", "Beløb", "Sendt"], rows)


for each in ("csv", "xlsx"):
    view = requires(Permission.POOL_DRAFT, queries.find_allotting_round)(partial(download, kind=each))
    bp.add_url_rule(f"/rounds/<int:round_id>/allotments.{each}", f"allotments_{each}", view, methods=["GET"])


@bp.route("/rounds/<int:round_id>/letters", methods=["GET", "POST"])
@requires(Permission.POOL_SIGN, queries.find_allotting_round, fresh=True)
def send_letters(this_round: Round, me: Person) -> ResponseReturnValue:
    form, letters = SendForm(), allotments.waiting(this_round)
    if form.validate_on_submit():
        with form.showing_refusals():
            sent = allotments.send_letters(this_round, seen=_seen(letters), by=me)
            flash(ngettext("One grant letter is sent.", "%(num)d grant letters are sent.", len(sent)), "success")
            return redirect(url_for("pools.show", round_id=this_round.id))
    managers = queries.managers([each.job_centre_id for each in letters])
    page = render_template(
        "pools/letters.html", round=this_round, form=form, letters=letters, managers=managers,
        together=total(each.amount for each in letters),
    )  # fmt: skip
    return page, form.status


def _seen(letters: list[Allotment]) -> dict[int, Ore]:
    """The amounts that stood on the page when the button was pressed."""
    given = {each.job_centre_id: request.form.get(f"seen-{each.job_centre_id}", "") for each in letters}
    return {each: Ore(int(read)) for each, read in given.items() if read.isascii() and read.isdigit()}


@bp.get("/allotments/<int:allotment_id>/letter.pdf")
@requires(Permission.POOL_READ, queries.find_letter)
def grant_letter(allotment: Allotment, me: Person) -> ResponseReturnValue:
    answer = Response(files.read(allotment.letter_sha256), mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=allotments.letter_name(allotment))
    return answer
