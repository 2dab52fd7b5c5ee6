"""Guidelines: read by everybody when signed, drafted by a caseworker, compared, and signed by the director."""

from collections.abc import Iterable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forms.guidelines import GuidelineForm, fields_of, guideline_form
from forms.pools import NewGuidelineForm, SignForm
from portal.core import clock
from portal.core.access import holds, requires, signed_in
from portal.core.errors import Problem
from portal.core.permissions import Permission
from portal.core.text import Text
from portal.identity.models import Person
from portal.pools import guidelines, queries, wording
from portal.pools.doubts import Version, doubts
from portal.pools.models import Guideline
from portal.pools.routes import bp
from portal.pools.rules import GuidelineStatus
from portal.pools.settings import Settings


@bp.get("/guidelines")
@signed_in
def all_guidelines(me: Person) -> ResponseReturnValue:
    return render_template("pools/guidelines.html", guidelines=queries.guidelines_for(me))


@bp.get("/guidelines/<int:guideline_id>")
@signed_in
def guideline(me: Person, guideline_id: int) -> ResponseReturnValue:
    found = queries.readable_guideline(me, guideline_id) or abort(404)
    lines = wording.lines(Settings.from_json(found.settings), found.pool.criteria, pool=found.pool.code)
    told = _doubts(found) if found.status is GuidelineStatus.DRAFT else []
    return render_template("pools/guideline.html", guideline=found, lines=lines, doubts=told)


@bp.get("/guidelines/<int:guideline_id>/compare")
@signed_in
def compare(me: Person, guideline_id: int) -> ResponseReturnValue:
    found = queries.readable_guideline(me, guideline_id) or abort(404)
    return render_template("pools/compare.html", guideline=found, **_changes(found))


@bp.route("/guidelines/new", methods=["GET", "POST"])
@holds(Permission.POOL_DRAFT)
def new_guideline(me: Person) -> ResponseReturnValue:
    regions, pools, language = queries.regions_drafted_by(me), queries.all_pools(), str(get_locale())
    form = NewGuidelineForm(data={"year": clock.today().year})
    form.region.choices = [(each.id, each.name) for each in regions]
    form.pool.choices = [(each.id, each.title(language)) for each in pools]
    if form.validate_on_submit():
        region = next(each for each in regions if each.id == form.region.data)
        pool = next(each for each in pools if each.id == form.pool.data)
        with form.showing_refusals():
            made = guidelines.draft(pool, region, form.year.data, by=me)
            flash(_("The draft is made, as a copy of the latest signed version. Write what changes."), "success")
            return redirect(url_for("pools.edit_guideline", guideline_id=made.id))
    return render_template("pools/new_guideline.html", form=form), form.status


@bp.route("/guidelines/<int:guideline_id>/edit", methods=["GET", "POST"])
@requires(Permission.POOL_DRAFT, queries.find_guideline)
def edit_guideline(draft: Guideline, me: Person) -> ResponseReturnValue:
    guidelines.refuse_when_signed(draft)
    stored = Settings.from_json(draft.settings)
    stands = fields_of(stored, draft.words, draft.version)
    form = guideline_form(draft.pool.criteria, stored, pool=draft.pool.code, **stands)
    if form.fits(lambda: _problems(form, draft)):
        with form.showing_refusals():
            guidelines.edit(draft, form.settings, form.words.data or "", seen=form.seen, by=me)
            flash(_("Your changes are saved."), "success")
            return redirect(url_for("pools.guideline", guideline_id=draft.id))
    return render_template("pools/guideline_form.html", form=form, guideline=draft), form.status


def _problems(form: GuidelineForm, draft: Guideline) -> Iterable[Problem]:
    """What the rules say of figures that can be read, though the words may have to be written anew."""
    return guidelines.problems(form.settings, draft) if form.errors.keys() <= {"words"} else ()


@bp.route("/guidelines/<int:guideline_id>/sign", methods=["GET", "POST"])
@requires(Permission.POOL_SIGN, queries.find_guideline, fresh=True)
def sign_guideline(draft: Guideline, me: Person) -> ResponseReturnValue:
    guidelines.refuse_when_signed(draft)
    form = SignForm(obj=draft)
    if form.validate_on_submit():
        with form.showing_refusals():
            guidelines.sign(draft, seen=form.seen, by=me)
            flash(_("The guideline is signed. From now on rounds can be bound to it."), "success")
            return redirect(url_for("pools.guideline", guideline_id=draft.id))
    lines = wording.lines(Settings.from_json(draft.settings), draft.pool.criteria, pool=draft.pool.code)
    facts = _changes(draft) | {"doubts": _doubts(draft)}
    return render_template("pools/sign.html", guideline=draft, form=form, lines=lines, **facts), form.status


def _doubts(draft: Guideline) -> list[Text]:
    """Years and days that lie in the past, or that were copied from the version of another year."""
    before, with_addendum = queries.previous_of(draft), draft.pool.allots
    copied = version_of(before) if before else None
    return doubts(version_of(draft), copied, with_addendum=with_addendum, today=clock.today())


def version_of(found: Guideline) -> Version:
    return Version(found.year, Settings.from_json(found.settings))


def _changes(found: Guideline) -> dict[str, object]:
    """Against the version before, or nothing when this is the first."""
    before = queries.previous_of(found)
    settings = Settings.from_json(before.settings) if before else Settings.from_json(found.settings)
    differences = wording.differences(settings, Settings.from_json(found.settings), found.pool.criteria)
    return {"before": before, "differences": differences, "other_words": before and before.words != found.words}
