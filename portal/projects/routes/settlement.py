"""The settlement: the arithmetic, settling with a fresh sign-in, the letter, and what is repaid."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.project_money import RepaidForm, SettleForm
from portal.core import clock
from portal.core.access import requires
from portal.core.errors import Conflict
from portal.core.permissions import Permission
from portal.decisions.letters import inline
from portal.identity.models import Person
from portal.projects import closing, closing_letters, figures, instalments, queries, repaying, settlements
from portal.projects.models import Project
from portal.projects.routes.blueprint import bp
from portal.projects.rules import ProjectStatus


@bp.get("/<int:project_id>/settlement")
@requires(Permission.PROJECT_READ, queries.find)
def show_settlement(project: Project, me: Person) -> ResponseReturnValue:
    return render_template("projects/settlement.html", project=project, **_known(project))


def _known(project: Project) -> dict[str, object]:
    sum_up = settlements.settled(project) if project.settlement else settlements.reckoned(project)
    money = figures.money(project)
    return {
        "rows": closing_letters.figures_of(sum_up),
        "sum_up": sum_up,
        "obstacles": [] if project.settlement else settlements.obstacles(project),
        "money": money,
        "repayments": closing.repayments(project) if money.repaid else [],
        "owed": repaying.words(money.owed, repaying.told(project)) if money.owed else "",
        "repay_by": repaying.last_day(project, clock.today()) if sum_up.repay else None,
        "held": [each for one in project.instalments for each in instalments.held_back(one)],
    }


@bp.route("/<int:project_id>/settlement/settle", methods=["GET", "POST"])
@requires(Permission.PROJECT_RELEASE, queries.find, fresh=True)
def settle_project(project: Project, me: Person) -> ResponseReturnValue:
    if project.settlement is not None:
        raise Conflict(settlements.SETTLED_ALREADY)
    form = SettleForm(data={"version": project.version})
    if form.validate_on_submit():
        with form.showing_refusals():
            settlements.settle(project, form.words.data or "", by=me)
            flash(_("The grant is settled, and the letter is sent."), "success")
            return redirect(url_for("projects.show_settlement", project_id=project.id))
    return render_template("projects/settle.html", project=project, form=form, **_known(project)), form.status


@bp.get("/<int:project_id>/settlement/letter.pdf")
@requires(Permission.PROJECT_READ, queries.find_settled)
def settlement_letter(project: Project, me: Person) -> ResponseReturnValue:
    return inline(settlements.paper(project), f"afregning-{project.reference}.pdf")


@bp.route("/<int:project_id>/settlement/repaid", methods=["GET", "POST"])
@requires(Permission.PROJECT_RELEASE, queries.find_settled)
def repaid(project: Project, me: Person) -> ResponseReturnValue:
    money = figures.money(project)
    if not money.owed:
        raise Conflict(settlements.NOTHING_OWED)
    entered = len(closing.repayments(project))
    form = RepaidForm(data={"version": entered, "amount": money.owed, "on": clock.today()})
    if form.fits(lambda: settlements.problems_with_the_repayment(project, form.amount.data, form.on.data)):
        with form.showing_refusals():
            settlements.enter_repaid(project, form.amount.data, form.on.data, by=me, after=form.seen)
            flash(_entered(project), "success")
            return redirect(url_for("projects.show_settlement", project_id=project.id))
    page = render_template(
        "projects/repaid.html", project=project, form=form, money=money, by=repaying.told(project),
        still_open=closing.still_open(project),
    )  # fmt: skip
    return page, form.status


def _entered(project: Project) -> str:
    if project.status is ProjectStatus.CLOSED:
        return str(_("The repayment is entered. Nothing is owed any more, and the project is closed."))
    return str(_("The repayment is entered."))
