"""What was found in a workbook: a stable code, the place, and the sentence in Danish and English. Pure."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Self

from portal.adapters.spreadsheet_xml import ADDRESS, place_of
from portal.budgets import file_names
from portal.budgets.labels import Words
from portal.core import cpr

MOST_KEPT, MOST_SHOWN, MOST_SEEN = 2_000, 200, 60
MOST_LOOKED_AT = 10 * MOST_SEEN  # of a text that is to be quoted
SHORTEST_CPR = 10
SAME_YEAR = re.compile(r"\b(\d{4})–\1\b")


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


THINGS: Mapping[str, Words] = {
    "pdf": Words("en PDF-fil", "a PDF file"),
    "image": Words("et billede", "a picture"),
    "rtf": Words("et tekstdokument (RTF)", "a text document (RTF)"),
    "word": Words("et Word-dokument", "a Word document"),
    "powerpoint": Words("en PowerPoint-præsentation", "a PowerPoint presentation"),
    "open_document": Words("et OpenDocument, der ikke er et regneark", "an OpenDocument that is no spreadsheet"),
    "numbers": Words("et regneark fra Apple Numbers", "a spreadsheet from Apple Numbers"),
    "gnumeric_or_gzip": Words("et regneark fra Gnumeric eller en pakket fil", "a Gnumeric or packed file"),
    "xlsb": Words("en binær Excel-projektmappe (.xlsb)", "a binary Excel workbook (.xlsb)"),
    "old_excel": Words("et regneark fra Excel 4 eller ældre", "a spreadsheet from Excel 4 or older"),
    "xml_2003": Words("et XML-regneark fra Excel 2003", "an Excel 2003 XML spreadsheet"),
    "fods": Words("et fladt OpenDocument-regneark (.fods)", "a flat OpenDocument spreadsheet (.fods)"),
    "lock_file": Words("Excels låsefil, hvis navn begynder med ~$", "Excel's lock file, whose name begins with ~$"),
    "html": Words("en HTML-tabel", "an HTML table"),
    "xml": Words("en XML-fil", "an XML file"),
    "text": Words("en tekstfil (CSV)", "a text file (CSV)"),
    "archive": Words("en pakket fil (zip)", "a packed file (zip)"),
    "program": Words("et program", "a program"),
    "ole": Words("en gammel Office-fil, der ikke er et regneark", "an old Office file that is no spreadsheet"),
    "unknown": Words("noget, vi ikke kender", "something we do not know"),
    "DOCTYPE": Words("en DOCTYPE-erklæring", "a DOCTYPE declaration"),
    "deep_xml": Words("XML i for mange lag", "XML in too many layers"),
    "long_text": Words("en tekst, der er længere end Excels grænse", "a text longer than Excel's limit"),
    "duplicate_parts": Words("to dele med samme navn", "two parts of the same name"),
    "compression": Words("en pakkemetode, Excel ikke bruger", "a compression that Excel does not use"),
}

IN_EXCEL = Words(
    "Åbn filen i Excel, vælg Filer > Gem som, og vælg Excel-projektmappe (.xlsx).",
    "Open the file in Excel, choose File > Save As, and choose Excel Workbook (.xlsx).",
)
FROM_HERE: Mapping[str, Words] = {
    **dict.fromkeys(("xlsb", "xml_2003", "fods", "html", "text", "old_excel"), IN_EXCEL),
    "numbers": Words(
        "I Numbers hedder Gem som: Arkiv > Eksporter til > Excel. Upload den nye fil (.xlsx).",
        "In Numbers, Save As is called File > Export To > Excel. Upload the new file (.xlsx).",
    ),
    "gnumeric_or_gzip": Words(
        "Åbn filen i Gnumeric, vælg Filer > Gem som, og vælg Microsoft Excel (.xlsx).",
        "Open the file in Gnumeric, choose File > Save As, and choose Microsoft Excel (.xlsx).",
    ),
}
ELSE = Words(
    "Upload selve regnearket. Har du det åbent i Excel, så vælg Gem som, og vælg Excel-projektmappe (.xlsx).",
    "Upload the spreadsheet itself. If it is open in Excel, choose Save As, and choose Excel Workbook (.xlsx).",
)


UNSAID: Mapping[str, Words] = {  # where a finding does not say it itself
    "fill": Words("Skriv en værdi, eller vælg fra listen.", "Enter a value, or choose from the list."),
    "income": Words("", ""),
    "most": Words("Skriv et mindre tal.", "Enter a smaller number."),
    "right": Words(
        "Ret årstallet i overskriften. Hører kolonnen ikke til budgettet, så slet den.",
        "Correct the year in the heading. If the column does not belong to the budget, delete it.",
    ),
}


@dataclass(frozen=True)
class Finding:
    code: str
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    column: str = ""
    seen: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    given: Severity | None = None  # where the place makes it milder than the catalogue says

    @property
    def severity(self) -> Severity:
        return self.given or Severity(catalogue()[self.code]["severity"])

    @property
    def level(self) -> str:
        return catalogue()[self.code]["level"]

    def message(self, language: str = "da") -> str:
        return self._filled(language if language == "en" else "da", language)

    def fix(self, language: str = "da") -> str:
        return self._filled("fix_en" if language == "en" else "fix_da", language)

    def text(self, language: str = "da") -> str:
        """What is wrong, and what to do about it."""
        return f"{self.message(language)} {self.fix(language)}".strip()

    def beside(self, language: str = "da") -> str:
        """The same in a table that already names the cell."""
        words = self.text(language).removeprefix(f"{self.cell}: ")
        return words[:1].upper() + words[1:]

    def _filled(self, key: str, language: str) -> str:
        place = {"cell": self.cell or "", "sheet": self.sheet or "", "row": self.row or "", "label": self.column}
        given = {name: _in_words(name, value, language) for name, value in self.params.items()}
        values = {name: str(value) for name, value in place.items()} | {"seen": self.seen} | given
        values = {name: words[language] for name, words in UNSAID.items()} | values
        values["how"] = FROM_HERE.get(str(self.params.get("kind")), ELSE)[language]
        values["named"] = file_names.named(given.get("ext"), self.params.get("kind"), language)
        said = catalogue()[self.code][key].format_map(_Gaps(values)).strip()
        said = SAME_YEAR.sub(
            r"\1", said.replace("kr..", "kr.")
        )  # an amount at the end of a sentence brings its own full stop
        return cpr.hidden(said) if len(said) >= SHORTEST_CPR else said  # a sheet, too, may be called so

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity.value,
            "level": self.level,
            "sheet": self.sheet,
            "cell": self.cell,
            "row": self.row,
            "column": self.column,
            "seen": self.seen,
            "params": dict(self.params),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        kept = {name: data[name] for name in ("code", "sheet", "cell", "row", "column", "seen", "params")}
        return cls(**kept, given=Severity(data["severity"]))


class _Gaps(dict[str, str]):
    """A sentence with a value that nobody gave says so little rather than fail."""

    def __missing__(self, _key: str) -> str:
        return "–"


def _in_words(name: str, value: Any, language: str) -> str:
    """A thing by its name, and words in the reader's language."""
    if isinstance(value, Mapping):
        return str(value.get(language, ""))
    return THINGS[value][language] if name in ("kind", "what") and value in THINGS else str(value)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every code with its severity and its sentences; printed as a page of the documentation too."""
    path = Path(__file__).parent / "templates" / "findings.json"
    found: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8"))
    return found


def short(seen: str) -> str:
    """What stood there, but never more than a glimpse of it."""
    line = " ".join(seen[:MOST_LOOKED_AT].split())
    if len(line) >= SHORTEST_CPR:
        line = cpr.hidden(line)
    return line if len(line) <= MOST_SEEN else line[: MOST_SEEN - 1] + "…"


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """What blocks comes first; within that by sheet, row and column, as one reads."""
    order = list(Severity)
    return sorted(
        findings, key=lambda each: (order.index(each.severity), each.sheet or "", each.row or 0, _column(each))
    )


def _column(finding: Finding) -> int:
    return place_of(finding.cell)[1] if finding.cell and ADDRESS.fullmatch(finding.cell) else 0


def blocks(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.severity is Severity.BLOCK]


@dataclass(frozen=True)
class Group:
    """Findings of one code in one column: one thing to do, in these cells."""

    code: str
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        return self.findings[0]


def grouped(findings: Iterable[Finding]) -> list[Group]:
    groups: dict[tuple[str, str | None, str], list[Finding]] = {}
    for each in findings:
        groups.setdefault((each.code, each.sheet, each.column), []).append(each)
    return [Group(code, tuple(found)) for (code, _sheet, _column), found in groups.items()]


def milder(finding: Finding) -> Finding:
    return replace(finding, given=Severity.WARN)
