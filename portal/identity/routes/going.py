"""Where to go next: only to pages of our own, and only to such as can be opened by a link."""

from urllib.parse import urlsplit

from flask import current_app, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.core.access import came_from
from portal.identity.models import Person


def onward() -> str:
    """The page the person was on the way to, else the start page."""
    return _own_page_in("next")


def back() -> str:
    """The page the person came from, else the start page."""
    return _own_page_in("back")


def before() -> str:
    """The page that a form stood on, when its answer is another page; else the start page."""
    return _own_page(came_from() or "")


def _own_page_in(name: str) -> str:
    return _own_page(request.args.get(name, ""))


def _own_page(asked: str) -> str:
    return asked if is_own_page(asked) else url_for("identity.start")


def is_own_page(asked: str) -> bool:
    if not asked.startswith("/") or asked.startswith(("//", "/\\")) or not asked.isprintable():
        return False
    try:
        endpoint, _ids = current_app.url_map.bind("").match(urlsplit(asked).path, method="GET")
    except (HTTPException, RequestRedirect, ValueError):
        return False
    return bool(endpoint != "identity.sign_in")


def enter(person: Person, token: str) -> None:
    """A new cookie for a new session: nothing is taken over from before but the language of the person."""
    session.clear()
    session["_user_id"], session["language"] = token, person.language


def leave() -> None:
    """Forget the person, not the language of the reader."""
    kept = {name: session[name] for name in ("language",) if name in session}
    session.clear()
    session.update(kept)


def address() -> str:
    return request.remote_addr or ""


def browser() -> str:
    return request.headers.get("User-Agent", "")
