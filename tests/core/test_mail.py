"""Mail goes by real SMTP when a server is named, else into a folder; always through the outbox."""

import socket
from email import policy
from email.parser import BytesParser

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from jinja2 import DictLoader

from portal.adapters import mail
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


class KnownOnly:
    """A server that takes mails from one account alone."""

    def __call__(self, _server, _session, _envelope, _mechanism, given):
        known = (given.login, given.password) == (b"portalen", b"12345678")
        return AuthResult(success=known, handled=known)  # unhandled, else the server leaves the refusal unsaid


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


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # without a certificate, on this machine alone
@pytest.mark.parametrize(("password", "sent"), [(12345678, 1), ("wrong", 0)])
def test_a_server_that_asks_who_it_is_gets_the_account(session, app, monkeypatch, password, sent):
    kept, port = Inbox(), free_port()
    asks = {"authenticator": KnownOnly(), "auth_required": True, "auth_require_tls": False}
    controller = Controller(kept, hostname="127.0.0.1", port=port, **asks)
    controller.start()
    settings = {"SERVER": "127.0.0.1", "PORT": port, "USERNAME": "portalen", "PASSWORD": password}
    for name, value in settings.items():  # a password of digits comes out of the environment as a number
        monkeypatch.setitem(app.config, f"MAIL_{name}", value)
    put("a")
    try:
        assert outbox.run_pending() == sent
    finally:
        controller.stop()
    assert len(kept.letters) == sent


def test_nothing_is_sent_to_a_server_that_cannot_encrypt_when_that_is_asked(session, app, inbox, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_STARTTLS", True)
    put("a")
    assert outbox.run_pending() == 0
    assert inbox.letters == []


def test_a_part_that_is_left_out_of_a_mail_leaves_no_second_blank_line(app, session, mails, monkeypatch):
    words = "Emne\n\nKære Rikke\n\n{% if no %}Mere{% endif %}\n  \n\nVenlig hilsen\nPuljeportalen\n"
    with app.test_request_context():
        loader = DictLoader({"email/test.txt": words})
        monkeypatch.setattr(app.jinja_env, "loader", loader)
        mail.send_later("test", to="rikke@example.dk", key="a", no=False)
    text = mails()[-1].get_content().replace("\r\n", "\n")
    assert text == "Kære Rikke\n\nVenlig hilsen\nPuljeportalen\n"
