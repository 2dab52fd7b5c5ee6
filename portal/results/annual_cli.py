"""`flask results compile`: annual reports in the foreground, with their progress on standard error."""

import click

from portal.core.db import commit_command, db
from portal.core.errors import Refusal
from portal.core.outbox import LEASE
from portal.identity.models import Organisation
from portal.pools.models import Pool
from portal.results import annual, annual_queries
from portal.results.annual_models import AnnualReport
from portal.results.cli import results

__all__ = ["results"]


@results.command("compile")
@click.option("--region", "codes", multiple=True, help="The code of an employment region, such as BR-SD. Default: all.")
@click.option("--year", "years", type=int, multiple=True, required=True, help="A year that is over; may be repeated.")
@click.option("--pool", "pool_code", default="", help="The code of one pool. Default: all of them in one report.")
def compile_reports(codes: tuple[str, ...], years: tuple[int, ...], pool_code: str) -> None:
    """Gather annual reports, one after the other and piece by piece. The director signs each on its page."""
    pool = annual_queries.pool(pool_code) if pool_code else None
    if pool_code and pool is None:
        raise click.ClickException(f"There is no pool {pool_code}.")
    for region_id in _regions(codes):
        for year in years:
            _compile(region_id, year, pool)


def _regions(codes: tuple[str, ...]) -> list[int]:
    """By id: what was loaded for one report is forgotten before the next."""
    known = annual_queries.regions()
    for code in codes:
        if code not in known:
            raise click.ClickException(f"There is no employment region {code}.")
    return [known[code] for code in codes or known]


def _compile(region_id: int, year: int, pool: Pool | None) -> None:
    region = db.session.get_one(Organisation, region_id)
    try:
        report = annual.begin(region, year, pool, by=None, hold=LEASE)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    commit_command()
    _gather(report)
    click.echo(report.reference)


def _gather(report: AnnualReport) -> None:
    """The worker goes on where this was killed, when its hold has run out."""
    while annual.gather(report):
        annual.queue(report, LEASE)
        commit_command()
        click.echo(f"{report.reference}: {report.done} of {report.total} projects", err=True)
    commit_command()
