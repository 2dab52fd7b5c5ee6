"""An uploaded workbook on its way back: with marks in it, or as it came."""

from pathlib import PurePath

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from portal.adapters import files
from portal.applications import budget_desk
from portal.applications.budget_blueprint import BLIND, bp, download
from portal.applications.budget_desk import ImportPage
from portal.budgets import annotating
from portal.budgets.rules import NO_COPY
from portal.core.access import requires
from portal.core.errors import Refusal
from portal.core.permissions import Permission
from portal.identity.models import Person


@bp.get("/imports/<int:import_id>/annotated.xlsx")
@requires(Permission.APPLICATION_READ, budget_desk.find_import)
def annotated(page: ImportPage, me: Person) -> ResponseReturnValue:
    """The workbook with what was found marked in it, without macros. Made when it is asked for."""
    kept, language = page.kept, str(get_locale())
    said = {where: {**each, "text": page.corrected_to(where, each["text"], language)}
            for where, each in kept.corrections.items()}  # fmt: skip
    copy = annotating.annotated(
        files.read(kept.sha256), page.reading, language, count=kept.result.get("count"), at=kept.created_at,
        corrections=said,
    )  # fmt: skip
    if copy is None:
        raise Refusal(NO_COPY)
    return download(copy.data, PurePath(kept.name).stem + copy.name_suffix, copy.media_type)


@bp.get("/imports/<int:import_id>/original")
@requires(Permission.APPLICATION_READ, budget_desk.find_import)
def original(page: ImportPage, me: Person) -> ResponseReturnValue:
    """The file as it came, never shown in the browser. What may run on a person's machine is told first."""
    if page.kept.result.get("removed"):
        abort(404)
    if page.warned and "anyway" not in request.args:
        return render_template("budgets/original.html", page=page, application=page.application)
    return download(files.read(page.kept.sha256), page.kept.name, BLIND)
