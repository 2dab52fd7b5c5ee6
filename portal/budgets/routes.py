"""Help about the budget workbook that everybody may read: what is found in one, and what each template asks for."""

import io
from functools import lru_cache

from flask import Blueprint, abort, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from portal.adapters import spreadsheets
from portal.budgets import describing, documentation, editions, signing, specification, template
from portal.budgets.specification import Spec
from portal.core import clock
from portal.core.access import public

bp = Blueprint("budget_help", __name__, url_prefix="/help")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/budget-findings")
@public
def findings() -> ResponseReturnValue:
    return render_template("budgets/help_findings.html", chapters=documentation.for_pages(), words=documentation)


@bp.get("/budget-workbook/")
@public
def workbooks() -> ResponseReturnValue:
    specs = [specification.of(pool, number) for pool in editions.pools() for number in editions.versions(pool)[::-1]]
    return render_template("budgets/help_workbooks.html", specs=specs, describing=describing, latest=editions.latest)


@bp.get("/budget-workbook/<pool>/<int:version>")
@public
def workbook(pool: str, version: int) -> ResponseReturnValue:
    spec, latest = _spec(pool, version), editions.latest(pool)
    return render_template("budgets/help_workbook.html", spec=spec, describing=describing, latest=latest,
                           year=clock.today().year)  # fmt: skip


@bp.get("/budget-workbook/<pool>/<int:version>/blank.xlsx")
@public
def blank(pool: str, version: int) -> ResponseReturnValue:
    """The template as it is before anybody fills it in. It holds nothing but the pool's own rules."""
    spec, language = _spec(pool, version), str(get_locale())
    data = _written(spec.pool, spec.version, language, clock.today().isoformat(), signing.key())
    return send_file(io.BytesIO(data), mimetype=XLSX, as_attachment=True, download_name=f"budget_{pool}_{version}.xlsx")


def _spec(pool: str, version: int) -> Spec:
    try:
        return specification.of(pool, version)
    except LookupError:
        abort(404)


@lru_cache(maxsize=16)
def _written(pool: str, version: int, language: str, _day: str, key: bytes) -> bytes:
    """Made once a day, so that nobody can keep us busy by asking again and again."""
    made_at = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    request = template.Request(made_at=made_at, language=language, key=key)
    return spreadsheets.write(template.plan(specification.of(pool, version), request))
