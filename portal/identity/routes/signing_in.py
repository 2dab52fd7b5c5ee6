"""Signing in and out, and the links that come by mail."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from forms.identity import ForgottenForm, NewPasswordForm, SignInForm, WelcomeForm
from portal.core.access import public
from portal.identity import actions, links, sessions
from portal.identity.routes import bp, going
from portal.identity.rules import Purpose, problems_with_the_password


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            known = actions.sign_in(
                form.email.data, form.password.data, address=going.address(), browser=going.browser()
            )
            _leave()
            going.enter(*known)
            return redirect(going.onward())
    return render_template("identity/sign_in.html", form=form), form.status


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    _leave()
    going.leave()
    flash(_("You have signed out."), "success")
    return redirect(url_for("identity.sign_in"))


@bp.route("/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    form = ForgottenForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            actions.ask_for_reset(form.email.data, address=going.address())
            flash(_("If we know the address, a mail with a link is on its way. The link works for one hour."), "info")
            return redirect(url_for("identity.sign_in"))
    return render_template("identity/forgotten.html", form=form), form.status


@bp.route("/new-password/<token>", methods=["GET", "POST"])
@public
def new_password(token: str) -> ResponseReturnValue:
    link = links.find(token, Purpose.PASSWORD_RESET)
    if link is None:
        return _no_longer()
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            return _welcome(*actions.sign_in_with(link, form.password.data, browser=going.browser()))
    return render_template("identity/new_password.html", form=form, person=link.person), form.status


@bp.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> ResponseReturnValue:
    link = links.find(token, Purpose.INVITATION)
    if link is None:
        return _no_longer()
    form, email = WelcomeForm(obj=link.person), link.person.email
    named = f"{link.person.name} {form.name.data or ''}"
    if form.fits(lambda: problems_with_the_password(form.password.data or "", email=email, name=named)):
        with form.showing_refusals():
            return _welcome(
                *actions.sign_in_with(link, form.password.data, name=form.name.data, browser=going.browser())
            )
    return render_template("identity/welcome.html", form=form, person=link.person), form.status


def _welcome(person: Any, token: str) -> ResponseReturnValue:
    _leave()
    going.enter(person, token)
    flash(_("Your password is saved, and you are signed in."), "success")
    return redirect(url_for("identity.start"))


def _leave() -> None:
    """End the session this browser had before, if any."""
    if current_user.is_authenticated:
        sessions.end_current()


def _no_longer() -> ResponseReturnValue:
    return render_template("identity/link_over.html"), 410
