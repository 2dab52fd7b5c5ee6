"""One's own account: details, password, and where one is signed in."""

from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.identity import ChangePasswordForm, ProfileForm
from portal.core.access import signed_in
from portal.identity import actions, sessions
from portal.identity.routes import bp, going
from portal.identity.rules import problems_with_the_password


@bp.route("/account", methods=["GET", "POST"])
@signed_in
def my_account(me: Any) -> ResponseReturnValue:
    form = ProfileForm(obj=me)
    if form.validate_on_submit():
        actions.save_profile(
            me, name=form.name.data, title=form.title.data, telephone=form.telephone.data, language=form.language.data
        )
        session["language"] = me.language
        flash(_("Your details are saved."), "success")
        return redirect(url_for("identity.my_account"))
    open_ones, here = sessions.open_sessions(me), sessions.current()
    page = render_template("identity/account.html", form=form, me=me, open_ones=open_ones, here=here)
    return page, form.status


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password(me: Any) -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.fits(lambda: problems_with_the_password(form.password.data or "", email=me.email, name=me.name)):
        with form.showing_refusals():
            actions.change_password(me, current=form.current.data, password=form.password.data, address=going.address())
            flash(_("Your password is changed. Other browsers have been signed out."), "success")
            return redirect(url_for("identity.my_account"))
    return render_template("identity/change_password.html", form=form, me=me), form.status


@bp.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere(me: Any) -> ResponseReturnValue:
    actions.sign_out_everywhere(me)
    going.leave()
    flash(_("You have been signed out everywhere."), "success")
    return redirect(url_for("identity.sign_in"))
