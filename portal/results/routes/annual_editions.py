"""A frozen edition: its page, its pictures, and its files. Job centres see those of their region."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from portal.adapters import files, tables
from portal.core.access import holds
from portal.core.language import DEFAULT, chosen
from portal.core.permissions import Permission
from portal.decisions.letters import inline
from portal.identity.models import Person
from portal.results import annual, annual_files, annual_papers, annual_queries
from portal.results import annual_showing as showing
from portal.results.annual_models import AnnualEdition
from portal.results.routes.annual import picture_of
from portal.results.routes.blueprint import bp

View = Callable[..., ResponseReturnValue]


def readable(view: Callable[[AnnualEdition], ResponseReturnValue]) -> View:
    """Hand over the edition. One of another region looks as if it did not exist."""

    @holds(Permission.RESULTS_READ)
    @wraps(view)
    def guarded(me: Person, edition_id: int, **_place: Any) -> ResponseReturnValue:
        edition = annual_queries.find_edition(me, edition_id)
        return view(edition) if edition is not None else abort(404)

    return guarded


@bp.get("/annual/editions/<int:edition_id>")
@readable
def annual_edition(edition: AnnualEdition) -> ResponseReturnValue:
    language, content = str(chosen()), edition.content
    since = content["last_year"]
    return render_template(
        "results/annual/edition.html",
        edition=edition,
        report=edition.report,
        content=content,
        heading=showing.heading(content, language),
        holds=annual.holds(edition),
        laid_out=showing.shown(content, language),
        alt=partial(showing.alt, language=language),
        drawn=partial(showing.picture, language=language),
        pools=showing.pools(content, language),
        since=since,
        last_year=showing.changes(since["differences"], content, language) if since else [],
        changes=showing.changes(content["changed"], content, language),
    )


@bp.get("/annual/editions/<int:edition_id>/<table>.svg")
@readable
def annual_edition_picture(edition: AnnualEdition) -> ResponseReturnValue:
    return picture_of(edition.content)


@bp.get("/annual/editions/<int:edition_id>/report.pdf")
@readable
def annual_pdf(edition: AnnualEdition) -> ResponseReturnValue:
    """In Danish byte for byte as it was signed; in English made from the same figures."""
    name = f"{edition.reference}.pdf"
    if chosen() == DEFAULT:
        return inline(files.read(edition.paper_sha256), name)
    by = edition.signed_by
    signed = annual_papers.Signed(by.name, by.title, edition.signed_at, edition.sha256)
    return inline(annual_papers.pdf_of(edition.content, signed, str(chosen())), name)


@bp.get("/annual/editions/<int:edition_id>/tables.xlsx")
@readable
def annual_xlsx(edition: AnnualEdition) -> ResponseReturnValue:
    made = annual_files.xlsx_of(edition.content, edition.signed_at, str(chosen()))
    return _download(made, tables.MEDIA_TYPES["xlsx"], f"{edition.reference}.xlsx")


@bp.get("/annual/editions/<int:edition_id>/tables.zip")
@readable
def annual_csv(edition: AnnualEdition) -> ResponseReturnValue:
    made = annual_files.csv_of(edition.content, str(chosen()))
    return _download(made, "application/zip", f"{edition.reference}-csv.zip")


def _download(content: bytes, media_type: str, name: str) -> Response:
    answer = Response(content, content_type=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
