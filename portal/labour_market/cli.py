"""`flask labour-market figures`: the figures of an indicator as they stand, or as they stood on a past day."""

import json
from datetime import date, datetime

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from portal.core.commands import Day, failed, language_option
from portal.core.language import in_language
from portal.core.text import _
from portal.labour_market import figure_queries as queries
from portal.labour_market import indicators

labour_market = AppGroup("labour-market", help="Indicator figures.")


@labour_market.command("figures")
@click.option("--indicator", required=True, help="The code, such as langtidsledige.")
@click.option("--area", default=queries.COUNTRY[0], show_default=True, help="The code, such as JC-0573 or BR-SD.")
@click.option("--on", "on", type=Day(), help="As the figures stood at the end of this day.")
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
@language_option
def figures(indicator: str, area: str, on: datetime | None, as_json: bool, language: str) -> None:
    """Period, figure, revision, source and day of retrieval, oldest first."""
    known = _known(indicator, language)
    day: date | None = on.date() if on else None
    rows = [
        {"period": point.period.code, "figure": f"{row.figure.decimal.normalize():f}", "revision": row.revision,
         "source": row.imported.source, "retrieved_on": row.imported.retrieved_on.isoformat()}
        for point in queries.series(known.code, [area], day)
        for row in point.rows.values()
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps({"indicator": known.code, "area": area, "unit": known.unit.value, "figures": rows}))
        return
    click.echo(f"{known.titles[language]}, {in_language(known.unit.label, language)}, {area}")
    headings = [in_language(each, language) for each in HEADINGS]
    _print_table([headings, *([str(value) for value in each.values()] for each in rows)])


HEADINGS = (_("Period"), _("Figure"), _("Revision"), _("Source"), _("Retrieved"))


def _print_table(rows: list[list[str]]) -> None:
    """In columns as wide as what stands in them."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(each.ljust(width) for each, width in zip(row, widths, strict=True)).rstrip())


def _known(code: str, language: str) -> indicators.Indicator:
    found = indicators.all_of_them().get(code)
    if found is None:
        with force_locale(language):
            raise failed(_("There is no indicator “%(code)s”.", code=code))
    return found
