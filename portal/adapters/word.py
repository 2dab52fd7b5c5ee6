"""Papers as Word documents (.docx): headings, paragraphs and tables, in a language that a screen reader knows."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import force_locale

from portal.core.language import shown

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGES: Mapping[str, str] = {"da": "da-DK", "en": "en-GB"}
MANY_COLUMNS = 5
SMALL = 8  # points, where a table has many columns


def render(paper: Mapping[str, Any], language: str) -> bytes:
    """`title`, `facts` as pairs, and `sections` with a title and parts: a question with a text or with a table."""
    from docx import Document

    with force_locale(language):
        document = Document()
        _properties(document, _plain(paper["title"]), language)
        headings = Headings(document)
        headings.add("Title", paper["title"])
        for name, value in paper["facts"]:
            _term(document, _plain(name), _plain(value))
        for section in paper["sections"]:
            headings.add("Heading 1", section["title"])
            for part in section["parts"]:
                headings.add("Heading 2", part["question"])
                _part(document, part)
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


class Headings:
    """The library looks through every style of the document for each heading; here it does so once for each level."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.known: dict[str, str] = {}

    def add(self, style: str, text: object) -> None:
        if style not in self.known:
            self.known[style] = self.document.styles[style].style_id
        self.document.add_paragraph(_plain(text))._p.style = self.known[style]


def _properties(document: Any, title: str, language: str) -> None:
    """The document's own language and title, so that it is read aloud in Danish and named by its title."""
    from docx.oxml.ns import qn

    document.core_properties.title = title
    document.core_properties.author = "Puljeportalen"
    document.core_properties.comments = ""
    document.core_properties.language = LANGUAGES[language]
    marks = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    spoken = marks.find(qn("w:lang"))
    if spoken is None:
        spoken = marks.makeelement(qn("w:lang"), {})
        marks.append(spoken)
    spoken.set(qn("w:val"), LANGUAGES[language])


def _term(document: Any, name: str, value: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{name}: ").bold = True
    paragraph.add_run(value)


def _part(document: Any, part: Mapping[str, Any]) -> None:
    if part.get("rows"):
        _table(document, part["header"], part["rows"])
    for paragraph in _plain(part.get("text", "")).split("\n\n"):
        if paragraph:
            document.add_paragraph(paragraph)


def _table(document: Any, header: Sequence[object], rows: Sequence[Sequence[object]]) -> None:
    table = document.add_table(rows=0, cols=len(header))
    table.style = "Table Grid"
    small = len(header) > MANY_COLUMNS
    _row(table, header, small=small, heading=True)
    for row in rows:
        _row(table, row, small=small)
    document.add_paragraph()


def _row(table: Any, values: Sequence[object], *, small: bool, heading: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    row = table.add_row()
    for cell, value in zip(row.cells, values, strict=True):
        run = cell.paragraphs[0].add_run(_plain(value))
        if heading:
            run.bold = True
        if small:
            run.font.size = Pt(SMALL)
    if heading:  # repeated on each page, and read aloud as the heading of its columns
        marks = row._tr.get_or_add_trPr()
        marks.append(marks.makeelement(qn("w:tblHeader"), {}))


def _plain(value: object) -> str:
    """As people read it, without the signs that a Word document cannot hold."""
    return "".join(sign for sign in str(shown(value)) if sign in "\n\t" or ord(sign) >= ord(" "))
