"""Giving the password again before something large: ahead of the form, or with the form that grew old."""

from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from forms.identity import ConfirmForm
from portal.core.access import signed_in
from portal.identity import actions
from portal.identity.models import Person
from portal.identity.routes import bp, going

NOT_CARRIED = {"csrf_token", "password"}  # the page has a token of its own, and a password is typed every time
NOT_YET = 422  # a page that asks has kept nothing


@bp.route("/confirm", methods=["GET", "POST"])
@signed_in
def confirm_sign_in(me: Any) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            actions.confirm(me, form.password.data, address=going.address())
            return redirect(going.onward())
    return _page(form, back=going.back()), form.status


def with_the_form(me: Person) -> ResponseReturnValue | None:
    """For a form that was sent with too old a sign-in: nothing when the right password came along with it.

    Until then the answer is the page that asks, with all that was typed in hidden fields, to be sent to the same
    address. The password itself is never among them.
    """
    form = ConfirmForm(formdata=request.form if "password" in request.form else None)
    if "password" in request.form and form.validate():
        with form.showing_refusals():
            actions.confirm(me, form.password.data, address=going.address())
            return None
    carried = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_CARRIED]
    return _page(form, back=going.before(), carried=carried), form.status if form.errors else NOT_YET


def _page(form: ConfirmForm, *, back: str | None = None, carried: list[tuple[str, str]] | None = None) -> str:
    return render_template("identity/confirm.html", form=form, back=back, carried=carried)
