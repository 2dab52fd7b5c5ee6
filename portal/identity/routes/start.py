"""The start page answers: what now?"""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import clock, menu
from portal.core.access import signed_in
from portal.identity import guide, start_blocks
from portal.identity.models import Person
from portal.identity.routes import bp


@bp.get("/")
@signed_in
def start(me: Person) -> ResponseReturnValue:
    found = menu.tasks_of(me)
    tasks, others = [each for each in found if not each.others], [each for each in found if each.others]
    comes = [guide.COMES[role] for role in dict.fromkeys(each.role for each in me.memberships)]
    facts = {"tasks": tasks, "late": sum(task.overdue for task in tasks), "today": clock.today(), "comes": comes,
             "others": others}  # fmt: skip
    return render_template("identity/start.html", **facts, blocks=start_blocks.of(me))
