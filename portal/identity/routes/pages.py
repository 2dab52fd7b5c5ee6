"""What everybody may read: the guide to one's role, the accessibility statement, how information is handled."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core.access import public
from portal.identity.routes import bp


@bp.get("/guide")
@public
def guide() -> ResponseReturnValue:
    return render_template("identity/guide.html")


@bp.get("/was")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("identity/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("identity/privacy.html")
