"""The signed report on paper, from what was frozen. Papers are in Danish."""

from datetime import date
from typing import Any

from portal.adapters import pdf
from portal.core.language import DEFAULT
from portal.core.text import _
from portal.results import report_blocks
from portal.results.report_models import ReportVersion, YearlyReport


def paper(signed: ReportVersion, report: YearlyReport) -> bytes:
    """The PDF as it is stored and mailed."""
    content = signed.content
    data = {
        "reference": content["reference"],
        "title": content["title"],
        "round": content["round"],
        "heading": _("Yearly report %(year)s", year=str(content["year"])),
        "centre": content["centre"],
        "period": _("%(start)s to %(end)s", start=_day(content, 0), end=_day(content, 1)),
        "version": _("Version %(number)s, signed by %(name)s on %(moment)s", number=signed.number,
                     name=signed.signed_by.name, moment=signed.signed_at),
        "sha256": signed.sha256,
        "sections": [_section(each) for each in content["sections"]],
    }  # fmt: skip
    return pdf.render("yearly_report", data, DEFAULT)


def _day(content: dict[str, Any], place: int) -> date:
    return date.fromisoformat(content["period"][place])


def _section(section: dict[str, Any]) -> dict[str, Any]:
    answers = [[each["question"][DEFAULT], each["text"]] for each in section["answers"]]
    return {
        "title": section["title"][DEFAULT],
        "blocks": [_block(each) for each in section["blocks"]],
        "answers": answers,
    }


def _block(block: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {"words": row["words"][DEFAULT], "cells": [report_blocks.thawed(cell, DEFAULT) for cell in row["cells"]],
         "source": _said(row), "note": row["note"][DEFAULT]}
        for row in block["rows"]
    ]  # fmt: skip
    columns = [each[DEFAULT] for each in block["columns"]]
    right = [report_blocks.in_figures(block, place) for place in range(len(columns))]
    return {
        "title": block["title"][DEFAULT],
        "columns": columns,
        "right": right,
        "rows": rows,
        "empty": block["empty"][DEFAULT],
    }


def _said(row: dict[str, Any]) -> object:
    """Source and day, in one."""
    source = row["source"][DEFAULT]
    return _("%(source)s, %(day)s", source=source, day=date.fromisoformat(row["on"])) if row["on"] else source
