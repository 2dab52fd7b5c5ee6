"""PDF papers that can be read aloud (PDF/UA): templates in templates/pdf/, set by typst from plain values.

What people wrote travels as JSON beside the template and is only ever text, never part of the template.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from flask_babel import force_locale

from portal.core.language import shown
from portal.core.text import Text, _

FOLDER = Path(__file__).parents[2] / "templates" / "pdf"
COMMON: Mapping[str, Text] = {
    "page": _("Page"),
    "of": _("of"),
    "reference": _("Case"),
    "round": _("Round"),
    "job_centre": _("Job centre"),
}
WORDS: Mapping[str, Mapping[str, Text]] = {
    "receipt": {
        "submitted_at": _("Received"),
        "signed_name": _("Signed by"),
        "sha256": _("Fingerprint of what was submitted (SHA-256)"),
        "requested": _("Applied for"),
        "answers": _("What was submitted"),
        "verdicts": _("The check at submission"),
        "rule": _("Rule"),
        "outcome": _("Result"),
        "found": _("What was found"),
    },
    "letter": {
        "decision": _("Decision"),
        "facts": _("The facts of the case"),
        "considerations": _("Main considerations"),
        "legal_basis": _("Legal basis"),
        "conditions": _("Conditions of the grant"),
        "waivers": _("Rules set aside"),
        "acceptance": _("Acceptance"),
        "appeal": _("Appeal"),
        "draft": _("Draft: nothing has been decided"),
    },
    "invented": {},
    "yearly_report": {
        "period": _("The project's period"),
        "version": _("Version"),
        "sha256": _("Fingerprint of what was signed (SHA-256)"),
        "post": _("Item"),
        "source": _("Source"),
        "no_answer": _("No answer"),
    },
    "grant_letter": {
        "heading": _("Grant letter"),
        "answer": _("The answer"),
        "parts": _("The addendum holds:"),
        "legal_basis": _("Legal basis"),
        "appeal": _("Appeal"),
    },
    "settlement": {
        "outcome": _("Result"),
        "figures": _("How it was reckoned"),
        "post": _("Item"),
        "amount": _("Amount"),
        "remark": _("Remarks"),
        "legal_basis": _("Legal basis"),
        "appeal": _("Appeal"),
    },
}


def render(template: str, data: Mapping[str, Any], language: str) -> bytes:
    """The paper as PDF/UA bytes. Sentences, dates and amounts are put into the language of the paper."""
    with force_locale(language):
        words = {**COMMON, **WORDS.get(template, {}), **data.get("words", {})}
        spoken = json.dumps(_plain({**data, "words": words, "language": language}), ensure_ascii=False)
    made: bytes = typst.compile(
        FOLDER / f"{template}.typ",
        root=FOLDER,
        font_paths=_fonts(),
        sys_inputs={"data": spoken},
        format="pdf",
        pdf_standards="ua-1",
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts that typst brings, so that a letter looks the same everywhere; found once per process."""
    return typst.Fonts(include_system_fonts=False)


def _plain(value: Any) -> Any:
    """Nested lists and dicts whose leaves are the strings a reader should see."""
    match value:
        case Mapping():
            return {str(name): _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case None:
            return ""
        case bool():
            return value
        case _:
            return str(shown(value))
