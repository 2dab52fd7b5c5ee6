"""Projects: the list, the page, accepting the grant, and the milestones."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.projects import AcceptForm, DoneForm, PressForm
from portal.adapters import tables
from portal.core import clock, lists, menu, workflow
from portal.core.access import holds, requires
from portal.core.language import shown
from portal.core.permissions import Permission, Side, places
from portal.decisions.history import timeline
from portal.decisions.queries import waivers_of
from portal.identity.models import Person
from portal.projects import actions, figures, queries, rules, waits
from portal.projects.following import Reached
from portal.projects.models import Milestone, Project
from portal.projects.queries import Wanted
from portal.projects.routes.blueprint import bp
from portal.projects.rules import ACCEPT, MARK


@bp.get("")
@holds(Permission.PROJECT_READ)
def index(me: Person) -> ResponseReturnValue:
    wanted = asked()
    projects, number = queries.listed(me, wanted)
    return render_template(
        "projects/index.html",
        projects=projects,
        number=number,
        wanted=wanted,
        most=lists.MOST,
        more=lists.more(number, wanted.page, queries.PAGE, len(projects)),
        states=queries.STATES,
        filters=waits.FILTERS,
        today=clock.today(),
        standing=standing,
        question={"words": wanted.words, "status": wanted.status, "waits": wanted.waits},
    )


def asked() -> Wanted:
    page = request.args.get("page", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    what = request.args.get("waits", "")
    sort = request.args.get("sort", "")
    order = (sort, request.args.get("down") == "1") if sort in queries.ORDERS else ("ends", True)
    return Wanted(
        request.args.get("words", "")[:200],
        request.args.get("status", ""),
        max(number, 1),
        what,
        *order,
        waits.of(what),
    )


def standing(milestone: Milestone) -> rules.MilestoneState:
    days = (milestone.due_on, milestone.done_on, milestone.seen_at)
    closed = milestone.project.status is rules.ProjectStatus.CLOSED
    return rules.state(*days, milestone.reached, today=clock.today(), closed=closed)


def download(me: Person, kind: str) -> ResponseReturnValue:
    today, header = clock.today(), [
        _("Case"), _("Title"), _("Job centre"), _("State"), _("Granted, kr."), _("Starts"), _("Ends"),
        _("Milestones"), _("Milestones done"),
    ]  # fmt: skip
    rows = [
        (
            each.reference, each.title, each.application.job_centre.name, each.state_words(today), each.granted,
            each.starts_on, each.ends_on, len(each.milestones), sum(1 for one in each.milestones if one.done_on),
        )
        for each in queries.everything(me, asked())
    ]  # fmt: skip
    return tables.download(kind, "projekter", header, rows)


for each in ("csv", "xlsx"):
    view = holds(Permission.PROJECT_READ)(partial(download, kind=each))
    bp.add_url_rule(f"/list.{each}", f"index_{each}", view, methods=["GET"])


@bp.get("/<int:project_id>")
@requires(Permission.PROJECT_READ, queries.find)
def show(project: Project, me: Person) -> ResponseReturnValue:
    in_the_region = project.application.round.region_id in places(me, Permission.PROJECT_READ)[Side.GRANTING]
    return render_template(
        "projects/show.html",
        project=project,
        budget=figures.budget(project),
        standing=standing,
        buttons={each.id: PressForm(formdata=None, data={"version": each.version}) for each in project.milestones},
        timeline=timeline(project.reference, set() if in_the_region else menu.INSIDE),
        waivers=waivers_of(project.application),
        in_the_region=in_the_region,
        late=rules.is_too_late(project.accept_before, now=clock.now()),
        today=clock.today(),
        money=figures.money(project),
        used=figures.cost(project),
    )


@bp.route("/<int:project_id>/accept", methods=["GET", "POST"])
@requires(Permission.PROJECT_ACCEPT, queries.find)
def accept(project: Project, me: Person) -> ResponseReturnValue:
    workflow.require(project, ACCEPT)
    form = AcceptForm(data={"version": project.version})
    if not project.decision.conditions:
        form.without_conditions()
    if form.validate_on_submit():
        with form.showing_refusals():
            actions.accept(project, seen=form.seen, by=me)
            flash(_accepted(project), "success")
            return redirect(url_for("projects.show", project_id=project.id))
    late = rules.is_too_late(project.accept_before, now=clock.now())
    page = render_template(
        "projects/accept.html", project=project, form=form, budget=figures.budget(project), today=clock.today(),
        late=late,
    )  # fmt: skip
    return page, form.status


def _accepted(project: Project) -> str:
    if project.starts_on > clock.today():
        return str(_("The grant is accepted. The project begins on %(day)s.", day=shown(project.starts_on)))
    return str(_("The grant is accepted. The project is running."))


@bp.route("/<int:project_id>/milestones/<int:milestone_id>", methods=["GET", "POST"])
@requires(Permission.PROJECT_EDIT, queries.find_milestone)
def done(milestone: Milestone, me: Person) -> ResponseReturnValue:
    workflow.require(milestone.project, MARK)
    today = clock.today()
    begun = milestone.markable_from <= today
    form = DoneForm(data={"version": milestone.version, "done_on": today if begun else None})
    if form.is_submitted():
        form.validate()
        said = form.done_on.data, form.done_note.data or ""
        form.also(actions.problems_with_done(milestone, *said))
        with form.showing_refusals():
            if not form.errors:
                actions.mark(milestone, *said, seen=form.seen, by=me, reached=Reached.of(form.reached.data))
                flash(
                    _("The milestone is marked as done. You can take it back until the region has seen it."), "success"
                )
                return back_to(milestone)
    return render_template("projects/done.html", milestone=milestone, form=form), form.status


@bp.post("/<int:project_id>/milestones/<int:milestone_id>/undo")
@requires(Permission.PROJECT_EDIT, queries.find_milestone)
def undo(milestone: Milestone, me: Person) -> ResponseReturnValue:
    actions.unmark(milestone, seen=PressForm().seen, by=me)
    flash(_("The milestone is no longer marked as done."), "success")
    return back_to(milestone)


@bp.post("/<int:project_id>/milestones/<int:milestone_id>/seen")
@requires(Permission.PROJECT_FOLLOW, queries.find_milestone)
def seen(milestone: Milestone, me: Person) -> ResponseReturnValue:
    actions.see(milestone, seen=PressForm().seen, by=me)
    flash(_("It is noted that you have seen the milestone."), "success")
    return back_to(milestone)


def back_to(milestone: Milestone) -> ResponseReturnValue:
    return redirect(url_for("projects.show", project_id=milestone.project_id, _anchor="milestones"))
