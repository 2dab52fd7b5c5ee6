"""`flask labour-market figures`: the figures of an indicator as they stand, or as they stood on a past day."""

import json
from datetime import date, datetime

import click
from flask.cli import AppGroup

from portal.core.language import in_language
from portal.labour_market import figure_queries as queries
from portal.labour_market import indicators

labour_market = AppGroup("labour-market", help="Indicator figures.")


@labour_market.command("figures")
@click.option("--indicator", required=True, help="The code, such as langtidsledige.")
@click.option("--area", default=queries.COUNTRY[0], show_default=True, help="The code, such as JC-0573 or BR-SD.")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="As the figures stood at the end of this day.")
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
def figures(indicator: str, area: str, on: datetime | None, as_json: bool) -> None:
    """Period, figure, revision, source and day of retrieval, oldest first."""
    known = indicators.all_of_them().get(indicator)
    if known is None:
        raise click.ClickException(f"There is no indicator {indicator!r}.")
    day: date | None = on.date() if on else None
    rows = [
        {"period": point.period.code, "figure": str(row.figure.decimal.normalize()), "revision": row.revision,
         "source": row.imported.source, "retrieved_on": row.imported.retrieved_on.isoformat()}
        for point in queries.series(known.code, [area], day)
        for row in point.rows.values()
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps({"indicator": known.code, "area": area, "unit": known.unit.value, "figures": rows}))
        return
    click.echo(f"{known.titles['da']}, {in_language(known.unit.label, 'da')}, {area}")
    for each in rows:
        click.echo("  ".join(str(value) for value in each.values()))
