"""`flask results compile`: the annual report in the foreground, with its progress on standard error."""

import click

from portal.core.db import commit_command, db
from portal.core.errors import Refusal
from portal.core.outbox import LEASE
from portal.identity.models import Organisation
from portal.identity.rules import Kind
from portal.results import annual, annual_queries
from portal.results.annual_models import AnnualReport
from portal.results.cli import results

__all__ = ["results"]


@results.command("compile")
@click.option("--region", "code", required=True, help="The code of the employment region, such as BR-SD.")
@click.option("--year", type=int, required=True, help="A year that is over.")
@click.option("--pool", "pool_code", default="", help="The code of one pool. Default: all of them in one report.")
def compile_report(code: str, year: int, pool_code: str) -> None:
    """Gather the annual report, piece by piece. The director signs it on its page."""
    region = db.session.query(Organisation).filter_by(code=code, kind=Kind.EMPLOYMENT_REGION).one_or_none()
    if region is None:
        raise click.ClickException(f"There is no employment region {code}.")
    pool = annual_queries.pool(pool_code) if pool_code else None
    if pool_code and pool is None:
        raise click.ClickException(f"There is no pool {pool_code}.")
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
        click.echo(f"{report.done} of {report.total} projects", err=True)
    commit_command()
