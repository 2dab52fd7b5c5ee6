"""What the name of a file promises, and whether its content is that. Pure."""

from collections.abc import Mapping
from typing import Any

from portal.budgets.labels import Words

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".ods"})
PROMISES: Mapping[str, frozenset[str]] = {
    "pdf": frozenset({".pdf"}),
    "image": frozenset({".png", ".gif", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".svg", ".heic", ".avif"}),
    "rtf": frozenset({".rtf"}),
    "word": frozenset({".doc", ".docx", ".docm", ".dot", ".dotx"}),
    "powerpoint": frozenset({".ppt", ".pptx", ".pptm"}),
    "open_document": frozenset({".odt", ".odp", ".odg"}),
    "numbers": frozenset({".numbers"}),
    "gnumeric_or_gzip": frozenset({".gnumeric", ".gz", ".tgz"}),
    "xlsb": frozenset({".xlsb"}),
    "old_excel": frozenset({".xls"}),
    "xml_2003": frozenset({".xml"}),
    "fods": frozenset({".fods"}),
    "html": frozenset({".html", ".htm"}),
    "xml": frozenset({".xml"}),
    "text": frozenset({".csv", ".txt", ".tsv"}),
    "archive": frozenset({".zip", ".7z", ".rar"}),
    "program": frozenset({".exe"}),
    "ole": frozenset({".doc", ".ppt", ".msg"}),
}
KNOWN = WORKBOOKS.union(*PROMISES.values())
OTHERWISE = Words("Filen hedder {ext}, men indholdet er", "The file is named {ext} but contains")
AS_NAMED = Words("Filen kan ikke læses som budget: den er", "The file cannot be read as a budget: it is")


def named(extension: Any, kind: Any, language: str) -> str:
    """How a sentence about the kind of a file begins: its name is set against it only where they contradict."""
    otherwise = extension in KNOWN and extension not in PROMISES.get(str(kind), ())
    return OTHERWISE[language].format(ext=extension) if otherwise else AS_NAMED[language]
