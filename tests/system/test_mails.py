"""Every mail of the demonstration, as it waits to be sent."""

import pytest
from sqlalchemy import select

from portal.core.db import db
from portal.core.outbox import OutboxRow


@pytest.fixture(scope="module")
def queued(demo) -> list[dict[str, str]]:
    with demo.app_context():
        return [each.payload for each in db.session.scalars(select(OutboxRow).filter_by(name="mail.send"))]


def test_no_mail_has_a_hole_of_blank_lines_in_it(queued):
    assert len({each["subject"] for each in queued}) > 20
    holes = {each["subject"] for each in queued if "\n\n\n" in each["body"] or not each["body"].strip()}
    assert holes == set()


def test_every_mail_begins_with_a_greeting_and_has_a_subject_of_one_line(queued):
    assert [each["subject"] for each in queued if not each["subject"] or "{" in each["subject"]] == []
    assert [each["subject"] for each in queued if not each["body"].startswith(("Kære ", "Dear "))] == []
