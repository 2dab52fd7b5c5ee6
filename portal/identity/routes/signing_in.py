"""Signing in and out, and giving the password again."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.access import public, signed_in
from portal.identity import sessions
from portal.identity.routes import bp


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    return render_template("identity/sign_in.html")


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    sessions.end_current()
    return redirect(url_for("identity.sign_in"))


@bp.route("/confirm", methods=["GET", "POST"])
@signed_in
def confirm_sign_in(me: Any) -> ResponseReturnValue:
    return render_template("identity/confirm.html")


@bp.get("/account")
@signed_in
def my_account(me: Any) -> ResponseReturnValue:
    return render_template("identity/account.html")
