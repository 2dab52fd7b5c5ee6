"""The groups the region has judged at special risk of long-term unemployment."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.pools import RiskGroupForm
from portal.core import clock
from portal.core.access import holds
from portal.core.permissions import Permission
from portal.identity.models import Person
from portal.pools import queries, rounds
from portal.pools.routes import bp


@bp.get("/risk-groups")
@holds(Permission.POOL_READ)
def risk_groups(me: Person) -> ResponseReturnValue:
    return render_template("pools/risk_groups.html", groups=queries.risk_groups_seen_by(me))


@bp.route("/risk-groups/new", methods=["GET", "POST"])
@holds(Permission.POOL_DRAFT)
def new_risk_group(me: Person) -> ResponseReturnValue:
    regions = queries.regions_drafted_by(me)
    form = RiskGroupForm(data={"judged_on": clock.today()})
    form.region.choices = [(each.id, each.name) for each in regions]
    if form.fits(lambda: rounds.problems_with_the_group(form.name.data or "", form.judged_on.data)):
        region = next(each for each in regions if each.id == form.region.data)
        facts = (form.name.data or "", form.judged_on.data, form.reason.data or "")
        with form.showing_refusals():
            rounds.judge_at_risk(region, *facts, by=me)
            flash(_("The group is on the list."), "success")
            return redirect(url_for("pools.risk_groups"))
    return render_template("pools/risk_group_form.html", form=form), form.status
