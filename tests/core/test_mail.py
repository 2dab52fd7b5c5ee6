"""Mail goes by real SMTP when a server is named, else into a folder; always through the outbox."""

import socket
from email import policy
from email.parser import BytesParser

import pytest
from aiosmtpd.controller import Controller

from portal.adapters import mail  # noqa: F401 - registers the handler that sends
from portal.core import outbox


class Inbox:
    def __init__(self) -> None:
        self.letters = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the name aiosmtpd asks for
        self.letters.append(BytesParser(policy=policy.default).parsebytes(envelope.content))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@pytest.fixture
def inbox(app, monkeypatch):
    kept = Inbox()
    port = free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setitem(app.config, "MAIL_SERVER", "127.0.0.1")
    monkeypatch.setitem(app.config, "MAIL_PORT", port)
    yield kept
    controller.stop()


def put(key: str) -> None:
    outbox.put("mail.send", key=key, to="rikke@example.dk", subject="Ansøgning modtaget", body="Kære Rikke\n",
               attachments=[])  # fmt: skip


def test_a_mail_goes_by_smtp(session, inbox):
    put("a")
    assert outbox.run_pending() == 1
    [letter] = inbox.letters
    assert (letter["To"], letter["Subject"]) == ("rikke@example.dk", "Ansøgning modtaget")
    assert letter.get_content().strip() == "Kære Rikke"


def test_a_long_subject_keeps_its_spaces(session, inbox):
    subject = "Milepælen »Hold 1 begynder« skal være nået 17. maj 2011, og så må den flyttes én gang til"
    outbox.put("mail.send", key="long", to="rikke@example.dk", subject=subject, body="Kære Rikke\n", attachments=[])
    outbox.run_pending()
    assert [letter["Subject"] for letter in inbox.letters] == [subject]


def test_without_a_server_it_becomes_a_file(session, mails):
    put("a")
    assert [each["Subject"] for each in mails()] == ["Ansøgning modtaget"]


def test_a_server_that_does_not_answer_loses_nothing(session, app, monkeypatch, mails):
    monkeypatch.setitem(app.config, "MAIL_SERVER", "127.0.0.1")
    monkeypatch.setitem(app.config, "MAIL_PORT", 9)
    put("a")
    assert outbox.run_pending() == 0
    assert outbox.waiting() == 1
