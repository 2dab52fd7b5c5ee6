"""Guarding views. Every view declares who may use it; one that forgets does not answer at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, current_user

from portal.core.permissions import Actor, Permission, Subject, can, can_anywhere

View = Callable[..., ResponseReturnValue]
S = TypeVar("S", bound=Subject)

login_manager = LoginManager()


def public(view: View) -> View:
    return _declare(view, "public")


def is_public(endpoint: str | None) -> bool:
    """Whether a page is for people who have not signed in too; so is one that does not exist."""
    return getattr(current_app.view_functions.get(endpoint or ""), "access", "public") == "public"


def signed_in(view: View) -> View:
    """For pages about the person who asks. The view gets that person and shows only what is theirs."""

    @wraps(view)
    def guarded(**ids: Any) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            if request.method == "GET" and request.path != "/":
                flash(_("Sign in to see this page."), "info")
            return redirect(url_for("identity.sign_in", next=_here()))
        return view(current_user._get_current_object(), **ids)  # the person, not Flask-Login's stand-in

    return _declare(guarded, "signed in")


def holds(permission: Permission) -> Callable[[View], View]:
    """For lists and pages that start something: the person must hold the permission in some organisation."""

    def decorate(view: View) -> View:
        @signed_in
        @wraps(view)
        def guarded(me: Any, **ids: Any) -> ResponseReturnValue:
            if not can_anywhere(me, permission):
                abort(403)
            return view(me, **ids)

        return _declare(guarded, f"holds {permission}")

    return decorate


def requires(
    permission: Permission, find: Callable[..., S | None], *, fresh: bool = False
) -> Callable[[Callable[[S, Any], ResponseReturnValue]], View]:
    """Find the subject, check it, and hand it (never its id) to the view, with the person who asks.

    `fresh` is for deciding and for releasing money: the password must have been given within the last minutes. Only
    somebody who may do it is asked for it. A form that grew old while it stood open is not lost: the page that asks
    carries it along.
    """

    def decorate(view: Callable[[S, Any], ResponseReturnValue]) -> View:
        @signed_in
        @wraps(view)
        def guarded(me: Any, **ids: Any) -> ResponseReturnValue:
            subject = _checked(find(**ids), permission, me)
            if fresh and (asked := _password_asked(me)) is not None:
                return asked
            return view(subject, me)

        guarded.asks_for_password = fresh  # type: ignore[attr-defined]
        return _declare(guarded, permission)

    return decorate


def _password_asked(me: Actor) -> ResponseReturnValue | None:
    """The page that asks for the password, before a form is shown or in place of what one would have done."""
    if current_app.extensions["is_fresh"]():
        return None
    if request.method == "GET":
        return redirect(url_for("identity.confirm_sign_in", next=_here(), back=came_from()))
    asked: ResponseReturnValue | None = current_app.extensions["asks_for_password"](me)
    return asked


def came_from() -> str | None:
    """The page of this portal where the link or the button was pressed; never another site's."""
    page = urlsplit(request.referrer or "")
    if page.netloc != request.host or not page.path.startswith("/"):
        return None
    return f"{page.path}?{page.query}" if page.query else page.path


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def _checked(subject: S | None, permission: Permission, me: Actor) -> S:
    """Unknown and unreadable look the same from outside (404); readable but not allowed is 403."""
    if subject is None or not can(me, permission.to_read, subject):
        abort(404)
    if not can(me, permission, subject):
        abort(403)
    return subject


def _declare(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    app.extensions.setdefault("is_fresh", lambda: False)

    @app.before_request
    def closed_by_default() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if view is not None and request.endpoint != "static" and not hasattr(view, "access"):
            raise RuntimeError(f"{request.endpoint} does not declare who may use it")
