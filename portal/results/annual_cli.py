"""`flask results compile`: annual reports in the foreground, with their progress on standard error."""

import click
from flask_babel import force_locale

from portal.core.commands import Whole, failed, language_option, say
from portal.core.db import commit_command, db
from portal.core.errors import Refusal
from portal.core.outbox import LEASE
from portal.core.text import _
from portal.identity.models import Organisation
from portal.pools.models import Pool
from portal.results import annual, annual_queries
from portal.results.annual_models import AnnualReport
from portal.results.cli import in_words, results

__all__ = ["results"]


@results.command("compile")
@click.option("--region", "codes", multiple=True, help="The code of an employment region, such as BR-SD. Default: all.")
@click.option(
    "--year", "years", type=Whole(2010), multiple=True, required=True, help="A year that is over; may be repeated."
)
@click.option("--pool", "pool_code", default="", help="The code of one pool. Default: all of them in one report.")
@language_option
def compile_reports(codes: tuple[str, ...], years: tuple[int, ...], pool_code: str, language: str) -> None:
    """Gather annual reports, one after the other and piece by piece. The director signs each on its page."""
    with force_locale(language):
        pool, regions = _pool(pool_code), _regions(codes)
    for region_id in regions:
        for year in years:
            _compile(region_id, year, pool, language)


def _pool(code: str) -> Pool | None:
    """None for all of them."""
    pool = annual_queries.pool(code) if code else None
    if code and pool is None:
        raise failed(_("There is no pool %(code)s.", code=code))
    return pool


def _regions(codes: tuple[str, ...]) -> list[int]:
    """By id: what was loaded for one report is forgotten before the next."""
    known = annual_queries.regions()
    for code in codes:
        if code not in known:
            raise failed(_("There is no employment region %(code)s.", code=code))
    return [known[code] for code in codes or known]


def _compile(region_id: int, year: int, pool: Pool | None, language: str) -> None:
    region = db.session.get_one(Organisation, region_id)
    try:
        report = annual.begin(region, year, pool, by=None, hold=LEASE)
    except Refusal as refused:
        raise in_words(refused, language) from None
    commit_command()
    _gather(report, language)
    click.echo(report.reference)


def _gather(report: AnnualReport, language: str) -> None:
    """The worker goes on where this was killed, when its hold has run out."""
    while annual.gather(report):
        annual.queue(report, LEASE)
        commit_command()
        values = {"reference": report.reference, "done": report.done, "all": report.total}
        with force_locale(language):
            say(_("%(reference)s: %(done)s of %(all)s projects", **values), err=True)
    commit_command()
