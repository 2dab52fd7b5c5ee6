"""Results reviews for tests: one that is begun, and the workbook that would fill it."""

from typing import Any

from portal.adapters import spreadsheets
from portal.core import clock
from portal.results import layout, review_workbook, reviewing

VALUES = {
    layout.Type.COUNT: 312_500, layout.Type.WHOLE: 4_000, layout.Type.CHANGE: -3_200, layout.Type.SHARE: 2_500,
    layout.Type.MONEY: 74_300_00,
}  # fmt: skip


def complete(year: int) -> dict[str, Any]:
    """Every figure of every table."""
    tables = {
        table.key: {line.code: {each.key: VALUES[each.type] for each in table.columns} for line in table.lines}
        for table in layout.tables(year)
    }
    return {"facts": {"population": 33_400, "source": "jobindsats.dk", "retrieved_on": "2011-02-14"}, "tables": tables}


def workbook(review, content=None, language="da") -> bytes:
    content = layout.empty_content() if content is None else content
    asked = review_workbook.Request(reviewing.about(review), content, clock.now(), language)
    return spreadsheets.write(review_workbook.plan(asked))


def csv(review, *rows: str, **facts: str) -> bytes:
    said = {"centre": review.job_centre.code, "year": str(review.year), **facts}
    lines = ["table;line;column;value", *(f"facts;;{name};{value}" for name, value in said.items()), *rows]
    return "\r\n".join(lines).encode()
