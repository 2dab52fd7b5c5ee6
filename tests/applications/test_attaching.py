"""Attachments are taken in by what they are, can be removed and brought back, and are handed out as files."""

import io
import zipfile
from contextvars import Context

import pytest

from portal.adapters import files
from portal.applications import attaching, queries
from portal.applications.documents import document_of
from portal.applications.models import Attachment
from portal.applications.rules import SectionKey, Status
from portal.core import audit
from portal.core.errors import Conflict, Refusal
from portal.core.permissions import Role
from tests.applications.cases import whole_application
from tests.support.standing import standing

PDF = b"%PDF-1.7 et bilag"


def office(*parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for part in ("[Content_Types].xml", *parts):
            packed.writestr(zipfile.ZipInfo(part), "<x/>")  # dated 1980, whenever the tests begin
    return target.getvalue()


@standing
def application(make):
    return whole_application(make)


@standing
def writer(make, application):
    return make.person(Role.WRITER, application.job_centre)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"), (b"\x89PNG\r\n\x1a\n..", "png"), (b"\xff\xd8\xff\xe0..", "jpg"),
        (office("word/document.xml"), "docx"), (office("xl/workbook.xml"), "xlsx"),
        (office("xl/workbook.xml", "xl/vbaProject.bin"), ""), (office("other.xml"), ""), (b"PK\x03\x04 broken", ""),
        (b"MZ\x90", ""), (b"<html>", ""), (b"", ""),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_says(content, kind):
    assert attaching.kind_of(content) == kind


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Bilag\\aftale.pdf", "aftale.pdf"), ("../../etc/aftale.pdf", "aftale.pdf"),
        ("a\u202efdp.pdf", "a fdp.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"), ("linje\nto.pdf", "linje to.pdf"),
    ],
)  # fmt: skip
def test_a_name_is_only_a_name(typed, kept):
    assert attaching.bare_name(typed) == kept


def test_an_attachment_is_kept_byte_for_byte_and_stands_in_the_document(application, writer):
    kept = attaching.attach(application, "aftale.pdf", PDF, by=writer)
    assert files.read(kept.sha256) == PDF
    assert (kept.media_type, kept.size, kept.scan) == ("application/pdf", len(PDF), "not_scanned")
    assert [each["name"] for each in document_of(application)["sections"]["attachments"]["files"]] == ["aftale.pdf"]
    assert application.section(SectionKey.ATTACHMENTS).saved_by_id == writer.id
    assert audit.of(application.reference)[-1].what == "attachment.added"


@pytest.mark.parametrize(
    ("name", "content", "problems"),
    [
        ("tom.pdf", b"", 1), ("virus.exe", b"MZ", 1), ("regneark.pdf", office("xl/workbook.xml"), 1),
        ("010190-1234.pdf", PDF, 1), ("010190-1234.pdf", b"", 2), ("010190-1234.exe", b"MZ", 2),
        ("stor.pdf", PDF + b"0" * 10_485_760, 1), ("uden", PDF, 1),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_refused_for_every_reason_and_not_listed(application, writer, name, content, problems):
    with pytest.raises(Refusal) as refused:
        attaching.attach(application, name, content, by=writer)
    assert len(refused.value.problems) == problems
    assert "010190-1234" not in " ".join(str(each.text) for each in refused.value.problems)
    assert queries.attachments(application) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("makro.docx", office("word/document.xml", "word/vbaProject.bin"), "Filen indeholder makroer"),
        ("laast.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "Filen er låst med en adgangskode"),
        ("noter.txt", b"hej", "Filens indhold er ikke en af de typer, der kan vedhæftes: pdf, docx, xlsx, png, jpg."),
    ],
)
def test_a_file_that_is_not_taken_is_told_why_and_what_to_do(browse, application, writer, name, content, said):
    page = browse(writer).get(f"/applications/{application.id}/sections/attachments")
    error = page.submit(form="#attach", file=(io.BytesIO(content), name)).all("#file-error")[0]
    assert said in error
    assert "Gem den" in error


def test_two_files_of_one_name_can_be_told_apart(application, writer):
    names = [attaching.attach(application, name, PDF + name.encode() + bytes([place]), by=writer).name
             for place, name in enumerate(("aftale.pdf", "AFTALE.pdf", "aftale.pdf"))]  # fmt: skip
    assert names == ["aftale.pdf", "AFTALE (2).pdf", "aftale (3).pdf"]
    first = queries.attachments(application)[0]
    attaching.remove(first, by=writer)
    attaching.attach(application, "aftale.pdf", PDF + b"ny", by=writer)
    attaching.bring_back(first, by=writer)
    assert first.name == "aftale (4).pdf"  # the name it had is another's now
    assert audit.of(application.reference)[-1].details["name"] == first.name


def test_the_same_file_twice_is_named_and_a_full_list_says_so(application, writer, monkeypatch):
    attaching.attach(application, "aftale.pdf", PDF, by=writer)
    with pytest.raises(Refusal, match=r"aftale\.pdf"):
        attaching.attach(application, "igen.pdf", PDF, by=writer)
    monkeypatch.setattr(attaching, "MOST_FILES", 1)
    with pytest.raises(Refusal, match="1 attachments"):
        attaching.attach(application, "mere.pdf", PDF + b"2", by=writer)


def test_a_removed_attachment_can_be_brought_back(application, writer):
    kept = attaching.attach(application, "aftale.pdf", PDF, by=writer)
    attaching.remove(kept, by=writer)
    attaching.remove(kept, by=writer)
    assert queries.attachments(application) == []
    assert attaching.removed(application) == [kept]
    attaching.bring_back(kept, by=writer)
    assert queries.attachments(application) == [kept]
    happened = [each.what for each in audit.of(application.reference)]
    assert happened == ["attachment.added", "attachment.removed", "attachment.restored"]


def test_a_submitted_application_takes_no_files(application, writer):
    kept = attaching.attach(application, "aftale.pdf", PDF, by=writer)
    application.status = Status.SUBMITTED
    for change in (
        lambda: attaching.attach(application, "ny.pdf", PDF + b"2", by=writer),
        lambda: attaching.remove(kept, by=writer),
        lambda: attaching.bring_back(kept, by=writer),
    ):
        with pytest.raises(Conflict):
            change()


def upload(page, name: str, content: bytes):
    token = page.soup.select_one("#attach [name=csrf_token]")["value"]
    return page.browser.fetch("POST", page.path, {"csrf_token": token, "file": (io.BytesIO(content), name)})


def test_a_file_is_attached_removed_and_brought_back_on_the_page(session, browse, application, writer):
    page = browse(writer).get(f"/applications/{application.id}/sections/attachments")
    assert "Der er ikke vedhæftet noget." in page.soup.text
    page = upload(page, "Aftale med lageret.pdf", PDF)
    assert page.all("tbody th") == ["Aftale med lageret.pdf"]
    (kept,) = session.query(Attachment).all()
    gone = page.browser.get(f"/applications/{application.id}/attachments/{kept.id}/remove").submit()
    assert gone.all("tbody th") == []
    back = gone.submit("main details form")
    assert back.all("tbody th") == ["Aftale med lageret.pdf"]
    assert page.browser.get(f"{page.path}?language=en").heading == "Attachments"


@pytest.mark.parametrize(("name", "content"), [("x.exe", b"MZ"), ("", b""), ("010190-1234.pdf", PDF)])
def test_a_refused_upload_is_answered_beside_the_field(session, browse, application, writer, name, content):
    page = browse(writer).get(f"/applications/{application.id}/sections/attachments")
    answer = upload(page, name, content)
    assert answer.status == 422
    assert answer.errors
    assert answer.soup.select_one("#file")["aria-describedby"] == "file-error"
    assert "010190-1234" not in answer.soup.text
    assert session.query(Attachment).all() == []


def test_a_file_is_handed_out_as_a_download_and_never_shown(make, browse, application, writer):
    kept = attaching.attach(application, "aftale.pdf", PDF, by=writer)
    path = f"/applications/{application.id}/attachments/{kept.id}/file"
    reader = browse(make.person(Role.READER, application.job_centre))
    answer = Context().run(reader.client.get, path)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for stranger in (
        make.person(Role.WRITER, make.job_centre()), make.person(Role.CASEWORKER, application.round.region)
    ):  # fmt: skip
        assert browse(stranger).get(path).status == 404
    other = make.application(job_centre=application.job_centre, round=application.round)
    assert browse(writer).get(f"/applications/{other.id}/attachments/{kept.id}/file").status == 404


def test_the_section_is_marked_complete_and_not_complete_again(session, browse, application, writer):
    path = f"/applications/{application.id}/sections/attachments"
    browse(writer).get(path).submit("#mark", complete="y")
    session.refresh(application.section(SectionKey.ATTACHMENTS))
    assert application.section(SectionKey.ATTACHMENTS).complete
    page = browse(writer).get(path)
    assert page.soup.select_one("#complete").has_attr("checked")


def test_a_reader_sees_the_list_without_anything_to_press(make, browse, application, writer):
    attaching.attach(application, "aftale.pdf", PDF, by=writer)
    reader = make.person(Role.READER, application.job_centre)
    page = browse(reader).get(f"/applications/{application.id}/sections/attachments")
    assert page.all("tbody th") == ["aftale.pdf"]
    assert not page.soup.select("main form")
    assert browse(reader).fetch("POST", page.path).status in {400, 403}


def test_everything_wrong_with_a_file_is_told_at_once(session, browse, application, writer):
    page = browse(writer).get(f"/applications/{application.id}/sections/attachments")
    page = upload(page, "Om 010170-1234.pdf", b"<html>")
    assert (page.status, len(page.errors)) == (422, 2)
    assert "010170" not in " ".join(page.errors)
    assert session.query(Attachment).count() == 0
