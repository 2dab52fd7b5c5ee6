"""Changes of the budget: written on the page by line and year, asked for by the manager, answered by the region."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forms.project_money import AnswerForm, ChangeForm, change_form, new_numbers
from forms.projects import PressForm
from portal.core import workflow
from portal.core.access import requires
from portal.core.errors import Problem
from portal.core.language import shown
from portal.core.money import Ore
from portal.core.permissions import Permission, can
from portal.identity.models import Person
from portal.projects import changes, figures, queries
from portal.projects.models import BudgetChange, Project
from portal.projects.routes.blueprint import bp
from portal.projects.rules import APPROVE_CHANGE, ASK_CHANGE, DISCARD_CHANGE, WRITE_CHANGE, ProjectStatus


@bp.get("/<int:project_id>/changes")
@requires(Permission.PROJECT_READ, queries.find)
def show_changes(project: Project, me: Person) -> ResponseReturnValue:
    begins = project.status is ProjectStatus.RUNNING and project.settlement is None
    waiting = any(each.status in changes.OPEN for each in project.changes)
    return render_template(
        "projects/changes.html", project=project, may_begin=begins and not waiting, limits=figures.limits(project),
        budget=figures.budget(project), versions=figures.versions(project),
        seen=[each for each in project.changes if can(me, Permission.PROJECT_READ, each)],
        form=PressForm(formdata=None, data={"version": project.version}),
    )  # fmt: skip


@bp.post("/<int:project_id>/changes")
@requires(Permission.PROJECT_EDIT, queries.find)
def begin_change(project: Project, me: Person) -> ResponseReturnValue:
    begun = changes.begin(project, by=me)
    return redirect(url_for("projects.write_change", project_id=project.id, change_id=begun.id))


@bp.get("/<int:project_id>/changes/<int:change_id>")
@requires(Permission.PROJECT_READ, queries.find_change)
def show_change(change: BudgetChange, me: Person) -> ResponseReturnValue:
    return render_template("projects/change.html", **_known(change))


def _known(change: BudgetChange) -> dict[str, Any]:
    years = years_of(change)
    asked_for = {each.number for each in changes.must_be_asked_for(change)}
    writing = change.status in WRITE_CHANGE.source
    obstacles = changes.problems(change) if writing else []
    return {"change": change, "project": change.project, "moved": changes.moved(change), "years": years,
            "asked_for": asked_for, "as_applied": changes.starts_above_the_grant(change),
            "obstacles": obstacles}  # fmt: skip


def years_of(change: BudgetChange) -> list[int]:
    """Every year of the project, and those the lines name."""
    named = {year["year"] for line in change.content.get("lines", []) for year in line.get("years", [])}
    return sorted(named | set(range(change.project.starts_on.year, change.project.ends_on.year + 1)))


@bp.route("/<int:project_id>/changes/<int:change_id>/edit", methods=["GET", "POST"])
@requires(Permission.PROJECT_EDIT, queries.find_change)
def write_change(change: BudgetChange, me: Person) -> ResponseReturnValue:
    workflow.require(change, WRITE_CHANGE)
    years, lines = years_of(change), change.content.get("lines", [])
    categories = figures.categories(change.project)
    choices = [(code, str(shown(words))) for code, words in categories.items()]
    form = change_form(lines, years, choices, _stands(change))
    if form.fits(lambda: _readable(form, changes.impossible(change, *_typed(change, form, years)))):
        with form.showing_refusals():
            changes.save(change, *_typed(change, form, years), seen=form.seen, by=me)
            _say_how_it_stands(change)
            return redirect(url_for("projects.show_change", project_id=change.project_id, change_id=change.id))
    fresh = new_numbers([int(each["number"]) for each in lines])
    page = render_template(
        "projects/write_change.html", change=change, project=change.project, form=form, years=years, lines=lines,
        fresh=fresh, used=figures.used(change.project), categories=categories,
        above=figures.above_the_grant(change.project), sums=changes.sums(change),
    )  # fmt: skip
    return page, form.status


def _typed(change: BudgetChange, form: ChangeForm, years: list[int]) -> tuple[dict[str, Any], str]:
    return _content(change.content, form, years), form.reason.data or ""


def _readable(form: ChangeForm, found: list[Problem]) -> list[Problem]:
    """Without the sums of a line with an amount that cannot be read: they would be of something else."""
    unread = {_line_of(each.name) for each in form if each.errors and each.name.startswith("line-")}
    negative = {each.name for each in form if isinstance(each.data, Ore) and each.data < 0}
    return [each for each in found if each.field in negative or _line_of(each.field or "") not in unread]


def _line_of(name: str) -> str:
    return "-".join(name.split("-")[:2])


def _say_how_it_stands(change: BudgetChange) -> None:
    """Green only for what can be sent; what it still lacks stands on the page that follows."""
    number = len(changes.problems(change))
    if not number:
        flash(_("The change is saved."), "success")
        return
    flash(ngettext("The draft is saved. It cannot be sent yet: one thing must be put right first, see below.",
                   "The draft is saved. It cannot be sent yet: %(num)d things must be put right first, see below.",
                   number), "warning")  # fmt: skip


def _stands(change: BudgetChange) -> dict[str, Any]:
    stands: dict[str, Any] = {"version": change.version, "reason": change.reason}
    for line in change.content.get("lines", []):
        stands[f"line-{line['number']}-sought"] = Ore(line.get("sought_ore") or 0)
        for year in line.get("years", []):
            stands[f"line-{line['number']}-{year['year']}"] = Ore(year.get("amount_ore") or 0)
    return stands


def _content(before: Mapping[str, Any], form: ChangeForm, years: list[int]) -> dict[str, Any]:
    """The lines as they are typed, and below them those of the empty ones that say something."""
    lines = [_line(each, form, years) for each in before.get("lines", [])]
    for number in new_numbers([int(each["number"]) for each in lines]):
        line = _line(_empty(number, form), form, years)
        if line["purpose"] or line["category"] or any(each["amount_ore"] for each in line["years"]):
            lines.append(line)
    return {**before, "lines": lines}


def _empty(number: int, form: ChangeForm) -> dict[str, Any]:
    named = {name: (form[f"line-{number}-{name}"].data or "").strip() for name in ("category", "purpose")}
    return {**named, "number": number, "unit": "pieces", "years": [], "other_ore": 0, "refund": False, "note": "",
            "function": "", "hours": None, "hourly_rate_ore": None}  # fmt: skip


def _line(before: Mapping[str, Any], form: ChangeForm, years: list[int]) -> dict[str, Any]:
    """Units and prices belonged to the old amounts, so a year whose amount is changed has its amount alone."""
    number, were = before["number"], {each["year"]: each for each in before.get("years", [])}
    made = []
    for year in years:
        amount = int(form[f"line-{number}-{year}"].data or 0)
        same = year in were and (were[year].get("amount_ore") or 0) == amount
        if same or amount or year in were:
            alone = {"year": year, "units": None, "unit_price_ore": None, "amount_ore": amount}
            made.append(dict(were[year]) if same else alone)
    sought = int(form[f"line-{number}-sought"].data or 0)
    cost = sum(each["amount_ore"] or 0 for each in made)
    other = min(before.get("other_ore") or 0, max(0, cost - sought))
    return {**before, "years": made, "sought_ore": sought, "other_ore": other, "own_ore": cost - sought - other}


@bp.route("/<int:project_id>/changes/<int:change_id>/discard", methods=["GET", "POST"])
@requires(Permission.PROJECT_EDIT, queries.find_change)
def discard_change(change: BudgetChange, me: Person) -> ResponseReturnValue:
    workflow.require(change, DISCARD_CHANGE)
    form, project = PressForm(data={"version": change.version}), change.project
    if form.validate_on_submit():
        with form.showing_refusals():
            changes.discard(change, seen=form.seen, by=me)
            flash(_("The draft is discarded. The budget is as it was."), "success")
            return redirect(url_for("projects.show_changes", project_id=project.id))
    return render_template("projects/discard_change.html", change=change, project=project, form=form), form.status


@bp.route("/<int:project_id>/changes/<int:change_id>/ask", methods=["GET", "POST"])
@requires(Permission.PROJECT_SIGN, queries.find_change)
def ask_change(change: BudgetChange, me: Person) -> ResponseReturnValue:
    workflow.require(change, ASK_CHANGE)
    form = PressForm(data={"version": change.version})
    if form.validate_on_submit():
        with form.showing_refusals():
            changes.ask(change, seen=form.seen, by=me)
            flash(_("The change is sent to the region."), "success")
            return redirect(url_for("projects.show_change", project_id=change.project_id, change_id=change.id))
    return render_template("projects/ask_change.html", form=form, **_known(change)), form.status


@bp.route("/<int:project_id>/changes/<int:change_id>/answer", methods=["GET", "POST"])
@requires(Permission.PROJECT_FOLLOW, queries.find_change)
def answer_change(change: BudgetChange, me: Person) -> ResponseReturnValue:
    workflow.require(change, APPROVE_CHANGE)
    form = AnswerForm(data={"version": change.version})
    form.offering(_("Approve the change"), _("Do not approve it"))
    if form.validate_on_submit():
        answer = changes.approve if form.approves else changes.refuse
        with form.showing_refusals():
            answer(change, form.answer.data or "", seen=form.seen, by=me)
            flash(_("The job centre is told."), "success")
            return redirect(url_for("projects.show_change", project_id=change.project_id, change_id=change.id))
    return render_template("projects/answer_change.html", form=form, **_known(change)), form.status
