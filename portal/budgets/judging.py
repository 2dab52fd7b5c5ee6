"""One workbook, judged: read it, or say why not. What the command line and the upload page both ask. Pure."""

import gc
import hashlib
import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from portal.adapters import spreadsheets
from portal.adapters.spreadsheet_form import Unreadable
from portal.budgets import basics, correcting, peeking, reading, specification, totals
from portal.budgets.basics import Fact
from portal.budgets.findings import MOST_SHOWN, Finding
from portal.budgets.limits import Limits
from portal.budgets.mapping import NOTHING, Known
from portal.budgets.reading import Reading
from portal.core import cpr
from portal.core.errors import Refusal

log = logging.getLogger(__name__)
WHOLE = ("", "zip", "xls", "ods", "mimetype")  # no part that anybody would know by its name
EXTENSION = re.compile(r"\.[a-z0-9]{1,6}")


def reference_of(data: bytes) -> str:
    """What to tell the people who help: the beginning of the file's SHA-256."""
    return hashlib.sha256(data).hexdigest()[:8].upper()


def judge(
    data: bytes, name: str, *, pool: str | None = None, limits: Limits | None = None, reference: str = "",
    key: bytes = b"", mapping: Known = NOTHING, corrections: Mapping[str, Any] | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> Reading:  # fmt: skip
    """A file that cannot be read is a reading with one finding and no lines. A Refusal when too many come at once."""
    try:
        with much_at_once():
            return _judged(data, corrections or {}, facts or {}, limits, pool=pool, file_name=name, reference=reference,
                           key=key, mapping=mapping)  # fmt: skip
    except Unreadable as refusal:
        return Reading(pool=pool or "", refused=refusal.code, findings=[as_finding(refusal, data, name)])
    except Refusal:  # too many at once: nothing is wrong with the file
        raise
    except Exception as error:  # a fault of ours: the person gets a reference, and the log gets no word of the file
        log.error("workbook %s could not be judged: %s", reference_of(data), type(error).__name__)
        finding = as_finding(Unreadable("file_corrupt"), data, name)
        return Reading(pool=pool or "", refused=finding.code, findings=[finding])


def _judged(
    data: bytes, corrections: Mapping[str, Any], facts: Mapping[str, Fact], limits: Limits | None, **known: Any
) -> Reading:  # fmt: skip
    """When this returns the cells are gone, so nobody goes through them in search of garbage."""
    book = spreadsheets.read(data)
    correcting.laid_over(book, corrections)
    found = reading.read(book, limits, **known)
    found.findings = correcting.without_echo(found.findings, corrections)
    if found.version is not None:
        found.findings += basics.differences(book, specification.of(found.pool, found.version), facts)
    found.glimpse = peeking.glimpse(book) if found.can_be_shown else []
    return found


@contextmanager
def much_at_once() -> Iterator[None]:
    """Tens of thousands of cells are made and none is garbage: looking for it would take a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def as_finding(refusal: Unreadable, data: bytes, name: str) -> Finding:
    extension = os.path.splitext(name)[1].lower()
    unnamed = {"da": "noget uden endelse", "en": "without an extension"}
    params: dict[str, Any] = {"id": reference_of(data), "ext": extension if EXTENSION.fullmatch(extension) else unnamed}
    if refusal.params.get("part", "") in WHOLE:
        params["part"] = {"da": "indholdet", "en": "its content"}
    said = {key: value for key, value in refusal.params.items() if key not in params}
    return Finding(refusal.code, params={**params, **said})


def as_json(file: str, found: Reading, language: str = "da") -> dict[str, Any]:
    """One line of `flask budgets check --json`."""
    count, shown = len(found.findings), found.sorted()[:MOST_SHOWN]
    if count > MOST_SHOWN:
        shown.append(Finding("more_findings", params={"count": count, "max": MOST_SHOWN}))
    return {
        "file": file,
        "readable": found.refused in ("", "template_unknown", "template_other_pool", "template_ambiguous"),
        "lines": len(found.budget.lines),
        "total_ore": int(totals.of(found.budget).total),
        "granted_ore": int(totals.sought(found.budget) or totals.granted(found.budget)),
        "problems": [_problem(each, language) for each in shown],
    }


def _problem(finding: Finding, language: str) -> dict[str, str | None]:
    return {
        "sheet": finding.sheet and cpr.hidden(finding.sheet),
        "cell": finding.cell,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.text(language),
    }
