"""What everybody may read: the guide to one's role, the accessibility statement, how information is handled."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.core.access import public
from portal.core.permissions import Role
from portal.identity.guide import STEPS
from portal.identity.routes import bp


@bp.get("/guide")
@public
def guide() -> ResponseReturnValue:
    held = {each.role for each in current_user.memberships} if current_user.is_authenticated else set()
    own = [role for role in Role if role in held]
    others = [role for role in Role if role not in held]
    return render_template("identity/guide.html", own=own, others=others, steps=STEPS)


@bp.get("/was")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("identity/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("identity/privacy.html")
