"""`flask budgets`: the template, and what the portal says about workbooks."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.adapters import spreadsheets
from portal.adapters.spreadsheets import LARGEST_FILE
from portal.budgets import judging, specification, template
from portal.budgets.findings import Finding
from portal.budgets.reading import Reading
from portal.core import clock
from portal.core.money import Ore

budgets_cli = AppGroup("budgets", help="Budget workbooks: the template, and what is wrong with a filled one.")
POOL = click.Choice(["upskilling", "consultants"])
LANGUAGE = click.Choice(["da", "en"])


@budgets_cli.command("template")
@click.option("--pool", type=POOL, required=True)
@click.option("--version", type=int, default=None, help="Default: the newest.")
@click.option("--language", type=LANGUAGE, default="da", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=None)
def write_template(pool: str, version: int | None, language: str, output: Path | None) -> None:
    """Write a blank workbook to fill in."""
    try:
        spec = specification.of(pool, version)
    except LookupError:
        raise click.ClickException(f"There is no budget template for the pool {pool} in that version yet.") from None
    request = template.Request(made_at=clock.now(), language=language)
    data = spreadsheets.write(template.plan(spec, request))
    target = output or Path(f"budget_{pool}_{spec.version}.xlsx")
    try:
        target.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written: {error.strerror}.") from None
    click.echo(f"{target} ({len(data)} bytes)", err=True)


@budgets_cli.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per file and line.")
@click.option("--pool", type=POOL, default=None, help="Default: the pool the workbook names.")
@click.option("--language", type=LANGUAGE, default="da", show_default=True)
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...], as_json: bool, pool: str | None, language: str) -> None:
    """Say of every file what was read and what is wrong. Exit code 0 when every file could be judged."""
    unjudged = 0
    for file in files:
        found = _judged(file, pool)
        unjudged += found.refused == "file_missing"
        answer = judging.as_json(str(file), found, language)
        click.echo(json.dumps(answer, ensure_ascii=False) if as_json else _in_words(file, found, language))
    if unjudged:
        context.exit(1)


def _judged(file: Path, pool: str | None) -> Reading:
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError:
        return Reading(pool=pool or "", refused="file_missing", findings=[Finding("file_missing")])
    return judging.judge(data, file.name, pool=pool)


def _in_words(file: Path, found: Reading, language: str) -> str:
    """For people at a terminal."""
    answer = judging.as_json(str(file), found, language)
    total, granted = Ore(answer["total_ore"]).short, Ore(answer["granted_ore"]).short
    lines = [f"{file}: {answer['lines']} lines, {total} kr., applied for {granted} kr."]
    for each in answer["problems"]:
        place = "!".join(part for part in (each["sheet"], each["cell"]) if part)
        lines.append(f"  {each['severity']:5} {each['code']:22} {place}: {each['message']}")
    return "\n".join(lines)
