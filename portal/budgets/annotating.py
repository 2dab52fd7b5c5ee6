"""The person's own workbook with the cells marked that something was found in, and a sheet that says what. Pure."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from portal.adapters import spreadsheet_patch, spreadsheet_patch_rebuild, spreadsheets
from portal.adapters.spreadsheet_form import Place, Unreadable, address
from portal.adapters.spreadsheet_patch_form import Marks, Report, ReportLine
from portal.adapters.spreadsheet_patch_xml import NotSound
from portal.adapters.spreadsheet_xml import ADDRESS, place_of
from portal.budgets import judging
from portal.budgets.findings import Finding, Severity, blocks, grouped, short
from portal.budgets.labels import Words
from portal.budgets.reading import Reading
from portal.core import clock

log = logging.getLogger(__name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = Words("Fejlrapport", "Error report")
SUFFIX = Words("_med_markeringer.xlsx", "_annotated.xlsx")
Corrections = Mapping[str, Mapping[str, Any]]  # by Sheet!A1
NO_CORRECTIONS: Corrections = MappingProxyType({})
SEVERITIES = {
    Severity.BLOCK: Words("Skal rettes", "Must be corrected"),
    Severity.WARN: Words("Se på det", "Look at this"),
    Severity.INFO: Words("Til orientering", "For your information"),
}
HEADINGS = (
    Words("Hvad", "What"),
    Words("Ark", "Sheet"),
    Words("Celle", "Cell"),
    Words("Kolonne", "Column"),
    Words("Der stod", "It said"),
    Words("Det fandt vi", "What we found"),
    Words("Sådan retter du", "How to correct it"),
)
CORRECTED = Words("Rettet på siden", "Corrected on the page")
USED = Words("Vi bruger »{text}«. Rettet af {by}.", 'We use "{text}". Corrected by {by}.')
USED_EMPTY = Words("Vi læser cellen som tom. Rettet af {by}.", "We read the cell as empty. Corrected by {by}.")
TOO = Words(
    "Ret det også her i filen, hvis du vil uploade den igen.",
    "Correct it in this file too, if you will upload it again.",
)
ROW = Words("Række {row}", "Row {row}")
NONE = Words("Der er ingen fejl i budgettet", "There are no errors in the budget")
ONE = Words("1 ting skal rettes, før budgettet kan bruges", "One thing must be corrected before the budget can be used")
MANY = Words(
    "{count} ting skal rettes, før budgettet kan bruges",
    "{count} things must be corrected before the budget can be used",
)
OF = Words(
    "Filens reference er {reference}. Den blev gennemgået {when} {by}. Listen har {count}.",
    "The file's reference is {reference}. It was checked on {when} {by}. The list has {count}.",
)
BY = Words("efter skemaets version {version}", "by version {version} of the template")
BY_NONE = Words("uden et kendt skema", "without a known template")
LINES = Words("{count} linjer", "{count} lines")
ONE_LINE = Words("1 linje", "1 line")
SOME = Words("{kept} af {count} linjer", "{kept} of {count} lines")
HOW = Words(
    "Røde celler skal rettes. Gule celler skal du se på. Blå celler er til orientering. Klik på en celle i listen for "
    "at gå til den. Ret tallene her i filen, gem den, og upload den igen. Dette ark læses ikke.",
    "Red cells must be corrected. Look at yellow cells. Blue cells are for your information. Click on a cell in the "
    "list to go to it. Correct the figures in this file, save it and upload it again. This sheet is not read.",
)
REBUILT = Words(
    "Vi har skrevet arket om til en ny fil, fordi din fil har et format, vi ikke kan sætte mærker i. Tal, tekster og "
    "datoer er med. Formler, farver, billeder og makroer er ikke med. Din egen fil er gemt, som du sendte den.",
    "We have written your workbook as a new file, because yours has a format that we cannot put marks in. Figures, "
    "texts and dates are in it. Formulas, colours, pictures and macros are not. Your own file is kept as you sent it.",
)


@dataclass(frozen=True)
class Annotated:
    data: bytes
    media_type: str
    name_suffix: str  # behind the name without its ending
    rebuilt: bool


def can_be(found: Reading) -> bool:
    """A file that could not be read at all has no copy with marks; nor one that may not be kept."""
    return not any(each.code == found.refused and each.level in ("file", "cell") for each in found.findings)


def annotated(
    data: bytes, found: Reading, language: str, *, count: int | None = None, at: datetime | None = None,
    corrections: Corrections = NO_CORRECTIONS,
) -> Annotated | None:  # fmt: skip
    """None when the file cannot be read. `count` is how many findings there were, if not all were kept.

    Corrections made on the page are told and marked; what stands in the person's own cells stays.
    """
    if not can_be(found):
        return None
    language = "en" if language == "en" else "da"
    findings = found.sorted()
    marks, suffix = marks_of(findings, corrections), SUFFIX[language]
    count = (count or len(found.findings)) + len(corrections)
    told = partial(report, data, found, language, count, at or clock.now(), corrections=corrections)
    try:
        return Annotated(spreadsheet_patch.patched(data, marks, told()), XLSX, suffix, False)
    except NotSound as reason:
        log.info("workbook %s is rebuilt: %s", judging.reference_of(data), reason)
    try:
        book = spreadsheets.read(data)
    except Unreadable:
        return None
    return Annotated(spreadsheet_patch_rebuild.rebuilt(book, marks, told(rebuilt=True)), XLSX, suffix, True)


def marks_of(findings: Iterable[Finding], corrections: Corrections = NO_CORRECTIONS) -> Marks:
    """The most serious of what was found in each cell; a correction is for information."""
    marks: dict[str, dict[Place, str]] = {}
    for each in sorted(findings, key=lambda one: list(Severity).index(one.severity)):
        if each.sheet and each.cell and ADDRESS.fullmatch(each.cell):
            marks.setdefault(each.sheet, {}).setdefault(place_of(each.cell), each.severity.value)
    for sheet, _mark, cell in (where.rpartition("!") for where in corrections):
        marks.setdefault(sheet, {}).setdefault(place_of(cell), Severity.INFO.value)
    return marks


def report(
    data: bytes, found: Reading, language: str, count: int, at: datetime, *, rebuilt: bool = False,
    corrections: Corrections = NO_CORRECTIONS,
) -> Report:  # fmt: skip
    """What the sheet says, line by line."""
    findings = found.sorted()
    things = len(grouped(blocks(findings)))  # counted as on the page
    title = (NONE if not things else ONE if things == 1 else MANY)[language].format(count=things)
    words = [REBUILT[language]] if rebuilt else []
    lines = (*(_line(each, language) for each in findings), *_corrected(corrections, language))
    words += [_of(data, found, language, (len(lines), count), at), HOW[language]]
    return Report(
        name=SHEET[language],
        title=title,
        words=tuple(words),
        headings=tuple(each[language] for each in HEADINGS),
        lines=lines,
    )


def _of(data: bytes, found: Reading, language: str, lines: tuple[int, int], at: datetime) -> str:
    kept, count = lines
    how_many = SOME if count > kept else ONE_LINE if count == 1 else LINES
    version = BY if found.version else BY_NONE
    return OF[language].format(
        reference=judging.reference_of(data),
        when=_when(at, language),
        by=version[language].format(version=found.version),
        count=how_many[language].format(count=count, kept=kept),
    )


def _when(at: datetime, language: str) -> str:
    local = at.astimezone(clock.COPENHAGEN)
    day = f"{local.day}.{local.month}.{local.year}"
    return f"{day} {'kl.' if language == 'da' else 'at'} {local:%H.%M}"


def _line(finding: Finding, language: str) -> ReportLine:
    row = ROW[language].format(row=finding.row) if finding.row else ""
    cell = finding.cell if finding.cell and ADDRESS.fullmatch(finding.cell) else ""
    message = finding.message(language).removeprefix(f"{finding.cell}: ")
    texts = (
        SEVERITIES[finding.severity][language],
        finding.sheet or "",
        finding.cell or row,
        finding.column,
        finding.seen,
        message[:1].upper() + message[1:],
        finding.fix(language),
    )
    target = cell or (address(finding.row, 1) if finding.row else "")
    return ReportLine(finding.severity.value, texts, (finding.sheet or "") if target else "", target)


def _corrected(corrections: Corrections, language: str) -> Iterator[ReportLine]:
    """What was corrected on the page: the cell, what stands there, and what is used now."""
    for where, each in corrections.items():
        sheet, _mark, cell = where.rpartition("!")
        used = (USED if each["text"] else USED_EMPTY)[language].format(text=short(each["text"]), by=each["by"])
        texts = (CORRECTED[language], sheet, cell, each["column"], each["seen"], used, TOO[language])
        yield ReportLine(Severity.INFO.value, texts, sheet, cell)
