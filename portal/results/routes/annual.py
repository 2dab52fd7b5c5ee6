"""The annual report: the list of editions, compiling one, the draft with its comments, and signing it."""

from functools import partial

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.annual import CommentForm, CompileForm, FreezeForm
from forms.base import ButtonForm
from portal.adapters import charts, tables
from portal.core import lists, workflow
from portal.core.access import holds, requires
from portal.core.language import chosen
from portal.core.permissions import Permission
from portal.decisions.history import timeline
from portal.identity.models import Person
from portal.results import annual, annual_queries, annual_rules
from portal.results import annual_showing as showing
from portal.results.annual_models import AnnualReport
from portal.results.annual_queries import Wanted
from portal.results.annual_rules import FREEZE, AnnualStatus
from portal.results.annual_tables import BY_KEY
from portal.results.routes.blueprint import bp

ALL = "all"


@bp.get("/annual")
@holds(Permission.RESULTS_READ)
def annual_list(me: Person) -> ResponseReturnValue:
    wanted, language = _wanted(), str(chosen())
    found, number = annual_queries.listed(me, wanted)
    return render_template(
        "results/annual/index.html",
        editions=found,
        number=number,
        pages=max(-(-number // annual_queries.PAGE), 1),
        wanted=wanted,
        years=annual_queries.years(me),
        pools=_pools(),
        drafts=annual_queries.drafts(me),
        language_code=language,
    )


def _wanted() -> Wanted:
    asked = {name: lists.kept(request.args.get(name, "")) for name in ("year", "scope")}
    return Wanted(**asked, page=min(max(request.args.get("page", 1, type=int), 1), 10_000))


def _pools() -> dict[str, str]:
    """The scopes by their value: every pool, and all of them together."""
    return {ALL: _("All pools"), **{each.code: each.title(str(chosen())) for each in annual_queries.pools()}}


def annual_download(me: Person, kind: str) -> ResponseReturnValue:
    scopes = _pools()
    header = [_("Edition"), _("Region"), _("Year"), _("Pool"), _("Signed"), _("Signed by"), _("SHA-256"), _("Invented")]
    rows = [
        (each.reference, each.report.region.name, each.report.year, scopes.get(each.report.scope or ALL, ""),
         each.signed_at, each.signed_by.name, each.sha256, _("yes") if each.content["invented"] else _("no"))
        for each in annual_queries.editions(me, _wanted())
    ]  # fmt: skip
    return tables.download(kind, "aarsrapporter", header, rows)


for each in ("csv", "xlsx"):
    view = holds(Permission.RESULTS_READ)(partial(annual_download, kind=each))
    bp.add_url_rule(f"/annual.{each}", f"annual_list_{each}", view, methods=["GET"])


@bp.route("/annual/begin", methods=["GET", "POST"])
@holds(Permission.RESULTS_COMPILE)
def annual_begin(me: Person) -> ResponseReturnValue:
    form, regions = CompileForm(), annual_queries.regions_compiled_by(me)
    form.region.choices = [(each.id, each.name) for each in regions]
    form.pool.choices = list(_pools().items())
    if form.validate_on_submit():
        region = next(each for each in regions if each.id == form.region.data)
        with form.showing_refusals():
            report = annual.begin(region, form.year.data, annual_queries.pool(form.pool.data or ""), by=me)
            return redirect(url_for("results.annual_show", annual_id=report.id))
    return render_template("results/annual/begin.html", form=form), form.status


@bp.get("/annual/<int:annual_id>")
@requires(Permission.RESULTS_READ, annual_queries.find)
def annual_show(report: AnnualReport, me: Person) -> ResponseReturnValue:
    return _draft(report, CommentForm())


@bp.post("/annual/<int:annual_id>/compile")
@requires(Permission.RESULTS_COMPILE, annual_queries.find)
def annual_again(report: AnnualReport, me: Person) -> ResponseReturnValue:
    form = ButtonForm()
    if form.validate_on_submit():
        annual.again(report, seen=form.seen, by=me)
        return redirect(url_for("results.annual_show", annual_id=report.id))
    return _draft(report, CommentForm())


@bp.post("/annual/<int:annual_id>/comments")
@requires(Permission.RESULTS_COMPILE, annual_queries.find)
def annual_comment(report: AnnualReport, me: Person) -> ResponseReturnValue:
    form = CommentForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            annual.comment(report, form.words.data or "", by=me)
            flash(_("The comment is kept with the draft."), "success")
            return redirect(url_for("results.annual_show", annual_id=report.id, _anchor="comments"))
    return _draft(report, form)


@bp.route("/annual/<int:annual_id>/sign", methods=["GET", "POST"])
@requires(Permission.RESULTS_FREEZE, annual_queries.find, fresh=True)
def annual_sign(report: AnnualReport, me: Person) -> ResponseReturnValue:
    workflow.require(report, FREEZE)
    form = FreezeForm(obj=report)
    if form.validate_on_submit():
        with form.showing_refusals():
            edition = annual.freeze(report, form.words.data or "", seen=form.seen, by=me)
            flash(_("Edition %(number)s is frozen and sent.", number=edition.number), "success")
            return redirect(url_for("results.annual_edition", edition_id=edition.id))
    language = str(chosen())
    found = [each.as_json() for each in annual.changed(report)]
    page = render_template(
        "results/annual/sign.html",
        report=report,
        form=form,
        heading=showing.heading(report.facts, language),
        changes=showing.changes(found, report.facts, language),
        totals=[each for each in showing.shown(report.facts, language) if each.table.drawn],
    )
    return page, form.status


@bp.get("/annual/<int:annual_id>/<table>.svg")
@requires(Permission.RESULTS_READ, lambda annual_id, table: annual_queries.find(annual_id))
def annual_picture(report: AnnualReport, me: Person) -> ResponseReturnValue:
    if report.status is AnnualStatus.COMPILING:
        abort(404)
    return picture_of(report.facts)


def picture_of(content: showing.Content) -> Response:
    """The picture that the address names, of a draft or of an edition."""
    language, key = str(chosen()), str((request.view_args or {}).get("table", ""))
    drawn = showing.picture(showing.one(content, key, language), language) if key in BY_KEY else None
    if drawn is None:
        abort(404)
    return charts.answer(drawn)


def _draft(report: AnnualReport, form: CommentForm) -> ResponseReturnValue:
    language, ready = str(chosen()), report.status is not AnnualStatus.COMPILING
    since = report.facts["last_year"] if ready else None
    found = [each.as_json() for each in annual.changed(report)] if ready else []
    page = render_template(
        "results/annual/draft.html",
        report=report,
        form=form,
        button=ButtonForm(obj=report),
        ready=ready,
        given_up=annual.given_up(report),
        heading=annual_rules.title_of(report.year, report.region.name),
        pool=_pools().get(report.scope or ALL, report.scope),
        laid_out=showing.shown(report.facts, language) if ready else [],
        alt=partial(showing.alt, language=language),
        drawn=partial(showing.picture, language=language),
        pools=showing.pools(report.facts, language) if ready else [],
        since=since,
        last_year=showing.changes(since["differences"], report.facts, language) if since else [],
        changes=showing.changes(found, report.facts, language),
        events=timeline(report.reference),
    )
    return page, form.status
