"""The start page answers: what now?"""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import menu
from portal.core.access import signed_in
from portal.identity.routes import bp


@bp.get("/")
@signed_in
def start(me: Any) -> ResponseReturnValue:
    return render_template("identity/start.html", tasks=menu.tasks_of(me))
