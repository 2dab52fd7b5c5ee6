"""What every page shares: forgery protection, headers, helpers in templates, and pages that say no."""

import hashlib
import secrets
import traceback
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, jsonify, render_template, request, send_from_directory, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from portal.core import clock, cpr, language, menu
from portal.core.access import came_from, is_public, public
from portal.core.db import db
from portal.core.errors import SAVED_BY_A_COLLEAGUE, Conflict, Problem, Refusal
from portal.core.permissions import Permission, Subject, can, can_anywhere
from portal.core.text import _

SENTENCES = {
    400: _("The form is too old or came from another place. Open the page again and try once more."),
    403: _("You do not have the role that this page needs."),
    404: _("There is no such page, or it is not for you."),
    405: _("This page cannot be used that way. Go back and use the buttons of the page."),
    413: _("The file is larger than 10 MB. Make it smaller, and upload it again."),
    429: _("Too many attempts. Wait a few minutes, and try again."),
}
SIGNED_OUT = _(
    "You are signed out, so nothing was saved in the portal. What you typed in a section or a report is kept in this "
    "browser, and is put back when you sign in and open the page again."
)
PRIVATE = _(
    "What was searched for contains a number that looks like a CPR number. Search for something else: such numbers are "
    "not kept here, and must not stand in an address."
)
OTHERWISE = _("Something went wrong with us. Nothing was saved. Try again, or write to us with the number below.")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
TOO_LARGE, TOO_MANY = 413, 429
A_YEAR = 365 * 24 * 60 * 60
PACKAGES = Path(__file__).parents[2] / "node_modules"
SERVED = {"dkfds": PACKAGES / "dkfds" / "dist", "htmx": PACKAGES / "htmx.org" / "dist"}


class RowNumber(IntegerConverter):
    """`<int:…_id>` in an address. A number that no column can hold is a page that does not exist."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=2**31 - 1)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
    if hops := int(app.config["PROXIES"]):  # else everybody would have the address of the proxy
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    CSRFProtect(app)
    app.jinja_env.undefined = StrictUndefined  # a misspelt variable fails a test instead of printing nothing
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.globals.update(menu=menu.visible, language_query=_language_query)
    app.jinja_env.globals.update(can=_can, can_anywhere=_can_anywhere, asset=asset, P=Permission, now=clock.now)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(StaleDataError, _saved_at_the_same_moment)
    app.register_error_handler(HTTPException, _failed)
    app.log_exception = _log_exception  # type: ignore[method-assign]
    app.before_request(_name_the_request)
    app.before_request(_refuse_cpr_in_the_address)
    app.after_request(_add_headers)
    app.url_defaults(_name_by_content)
    app.get_send_file_max_age = _kept_for  # type: ignore[method-assign, assignment]
    app.add_url_rule("/packages/<name>/<path:file>", "package", public(package))


def package(name: str, file: str) -> Response:
    """A file of the design system or of htmx, from the folder npm put it in."""
    answer: Response = send_from_directory(SERVED.get(name, PACKAGES / "none"), file, max_age=86400)
    return answer


def _name_by_content(endpoint: str, values: dict[str, Any]) -> None:
    """A script or style sheet of ours is asked for with a mark of what it says, so that a browser may keep it."""
    if endpoint == "static" and (file := Path(str(current_app.static_folder)) / str(values.get("filename"))).is_file():
        values.setdefault("v", _mark(file, file.stat().st_mtime_ns))


@cache
def _mark(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]


def _kept_for(_file: str | None) -> int | None:
    """Seconds: what is asked for with its mark never changes; all else is asked for each time."""
    return A_YEAR if "v" in request.args else None


def asset(name: str, file: str) -> str:
    return url_for("package", name=name, file=file)


def _can(permission: Permission, subject: Subject) -> bool:
    return bool(current_user.is_authenticated and can(current_user, permission, subject))


def _can_anywhere(permission: Permission) -> bool:
    return bool(current_user.is_authenticated and can_anywhere(current_user, permission))


def _language_query(code: str) -> str:
    """The page's own question with another language, so that a filter survives the switch."""
    kept = {name: value for name, value in request.args.items(multi=True) if name != "language"}
    return urlencode([*(pair for pair in kept.items() if not cpr.places(pair)), ("language", code)])


def _name_the_request() -> None:
    g.request_id = secrets.token_hex(4)


def _log_exception(exc_info: Any) -> None:
    """Under the number that the page shows. The rule and not the address, which may hold a link that lets one in."""
    told = cpr.hidden("".join(traceback.format_exception(*exc_info)))
    current_app.logger.error("number %s: %s %s\n%s", g.get("request_id"), request.method, request.url_rule, told)


def _refuse_cpr_in_the_address() -> None:
    """What is searched for stands in the address, which browsers and proxies keep. The page does not repeat it."""
    if cpr.places([*request.args.keys(), *request.args.values()]):
        raise Refusal(Problem(PRIVATE))


def _say(sentences: list[object], code: int, about: object = None) -> tuple[str, int]:
    back, links = came_from() if code == TOO_LARGE else None, menu.links_to(about)
    return render_template("errors/page.html", sentences=sentences, code=code, back=back, links=links), code


def _refused(refusal: Refusal) -> tuple[str | Response, int]:
    if request.headers.get("X-Autosave") == "1":  # a script asks, and shows the words beside the form
        said = " ".join(str(language.shown(each.text)) for each in refusal.problems)
        words = gettext("%(what)s What you typed is kept in this browser.", what=said)
        return jsonify(words=words, closed=refusal.status == Conflict.status), refusal.status
    return _say([each.text for each in refusal.problems], refusal.status, refusal.about)


def _saved_at_the_same_moment(_error: StaleDataError) -> tuple[str | Response, int]:
    """The version column did not match: someone saved between our SELECT and our UPDATE."""
    db.session.rollback()
    return _refused(Conflict(SAVED_BY_A_COLLEAGUE))


def _failed(error: HTTPException) -> tuple[str, int] | HTTPException:
    db.session.rollback()  # a broken transaction must not break the page that says so
    code = error.code or 500
    if 300 <= code < 400:
        return error
    if isinstance(error, CSRFError) and not current_user.is_authenticated and not is_public(request.endpoint):
        back = url_for("identity.sign_in", next=came_from() or request.path)
        return render_template("errors/signed_out.html", sentence=SIGNED_OUT, sign_in=back), code
    return _say([SENTENCES.get(code, OTHERWISE)], code)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.status_code == TOO_MANY:
        response.headers.setdefault("Retry-After", "60")
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint not in {"static", "package"}:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
