"""E-mail: rendered in the reader's language, queued with its cause, sent by SMTP or kept as .eml files.

Words live in templates/email/<name>.txt; the first line is the subject.
"""

import hashlib
import re
import smtplib
import ssl
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale

from portal.adapters import files
from portal.core import clock, language, outbox


class WholeSubjects(EmailPolicy):
    """Python's own folding loses the space between two words that are encoded apart: "skal værenået"."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() != "subject" or str(value).isascii():
            return super().fold_binary(name, value)
        encoded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {encoded}{self.linesep}".encode()


BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
POLICY = WholeSubjects(linesep="\r\n")
Attachment = tuple[str, str]  # the name the reader sees, and the SHA-256 under which the file is kept


def send_later(
    template: str,
    *,
    to: str,
    key: str,
    language_code: str = language.DEFAULT,
    attachments: tuple[Attachment, ...] = (),
    **context: Any,
) -> None:
    """Queue one mail. `key` says which event it is about: the same key is the same mail and is sent once."""
    with force_locale(language_code):  # the language of the reader, not of the person whose click sent it
        subject, _blank, body = render_template(f"email/{template}.txt", **context).split("\n", 2)
    body = BLANK_LINES.sub("\n\n", body)  # a part that is left out leaves its blank line
    outbox.put(
        "mail.send", key=f"mail:{key}:{to}", to=to, subject=subject.strip(), body=body, attachments=list(attachments)
    )


@outbox.handles("mail.send", patient=True)
def _send(to: str, subject: str, body: str, attachments: list[list[str]]) -> None:
    message = EmailMessage(policy=POLICY)
    message["From"], message["To"], message["Subject"] = current_app.config["MAIL_FROM"], to, subject
    message["Date"], message["Message-ID"] = format_datetime(clock.now()), make_msgid(domain="puljeportalen.example")
    message.set_content(body)
    for name, sha256 in attachments:
        message.add_attachment(files.read(sha256), maintype="application", subtype="pdf", filename=name)
    deliver = _by_smtp if current_app.config["MAIL_SERVER"] else _to_folder
    deliver(message)


def _by_smtp(message: EmailMessage) -> None:
    asked = current_app.config
    with smtplib.SMTP(asked["MAIL_SERVER"], asked["MAIL_PORT"], timeout=20) as server:
        if asked["MAIL_STARTTLS"]:
            server.starttls(context=ssl.create_default_context())
        if asked["MAIL_USERNAME"]:
            server.login(str(asked["MAIL_USERNAME"]), str(asked["MAIL_PASSWORD"]))
        server.send_message(message)


def _to_folder(message: EmailMessage) -> None:
    folder = Path(current_app.config["MAIL_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True)
    content = message.as_bytes()
    name = f"{_stamp(clock.now())}-{hashlib.sha256(content).hexdigest()[:8]}.eml"
    (folder / name).write_bytes(content)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S%f")
