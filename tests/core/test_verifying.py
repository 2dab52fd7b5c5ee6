"""`flask audit verify` finds what somebody with the keys to the database has done, and says it in words."""

import json

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from portal.core import audit, verifying
from portal.core.audit import Event
from portal.core.permissions import Role
from portal.pools import guidelines
from portal.pools.models import Guideline


@pytest.fixture(autouse=True)
def own_notes(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "FILES_FOLDER", str(tmp_path))


@pytest.fixture
def sql(session):
    """`sql("UPDATE …", id=7)`: what somebody with the keys to the database does, once the guards are gone."""
    on_table = " ON event" if session.bind.dialect.name == "postgresql" else ""
    for verb in ("update", "delete"):
        session.execute(text(f"DROP TRIGGER event_no_{verb}{on_table}"))
    return lambda words, **values: session.execute(text(words), values)


@pytest.fixture
def verify(app, session):
    """The exit code, and what the command says, in English."""

    def run(*more: str) -> tuple[int, list[str]]:
        session.commit()
        session.expire_all()
        answer = app.test_cli_runner().invoke(args=["audit", "verify", "--language", "en", *more])
        return answer.exit_code, answer.output.splitlines()

    return run


def end_of(session) -> Event:
    return session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()


def test_a_chain_that_holds_says_how_long_it_is_and_where_it_ends(app, chain, verify):
    last = chain[-1]
    words = f"The last is event {last.id}, {last.hash}. Ends noted before that still stand: 0."
    assert verify() == (0, ["Events: 4. The chain holds.", words])
    danish = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (danish.exit_code, danish.output.splitlines()[0]) == (0, "Hændelser: 4. Kæden holder.")


@pytest.mark.parametrize(
    "forged",
    [
        "at = '2010-01-01 00:00:00+00:00'", "what = 'test.undone'", "subject = 'CASE-7'", "by_id = NULL",
        "previous_hash = 'x'", "hash = 'x'", """details = '{"number": 7}'""",
    ],
)  # fmt: skip
def test_whatever_of_an_event_is_altered_is_found(chain, sql, verify, forged):
    position = chain[1].id
    sql(f"UPDATE event SET {forged} WHERE id = :id", id=position)  # noqa: S608 - words of this test
    code, said = verify()
    assert code == 1
    assert said[0].startswith(f"The chain breaks at event {position} (")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_deleted_event_is_found_at_the_one_after_it(chain, sql, verify, place):
    after = chain[place + 1].id
    sql("DELETE FROM event WHERE id = :id", id=chain[place].id)
    code, said = verify()
    assert (code, said[0].split(" (")[0]) == (1, f"The chain breaks at event {after}")


def test_events_that_have_changed_places_are_found(chain, sql, verify):
    one, other = chain[1].id, chain[2].id
    for before, after in ((one, 999), (other, one), (999, other)):
        sql("UPDATE event SET id = :after WHERE id = :before", after=after, before=before)
    code, said = verify()
    assert (code, said[0].split(" (")[0]) == (1, f"The chain breaks at event {one}")


def test_an_event_that_was_put_in_between_is_found(session, chain, sql, verify):
    last, before = chain[-1].id, chain[2]
    sql("UPDATE event SET id = :after WHERE id = :before", after=last + 1, before=last)
    session.expunge_all()
    false = Event(id=last, at=before.at, what="test.false", subject="CASE-2", by_id=None, details={})
    false.previous_hash = before.hash
    false.hash = audit.digest(false)
    session.add(false)
    code, said = verify()
    assert (code, said[0].split(" (")[0]) == (1, f"The chain breaks at event {last + 1}")


def test_an_event_that_cannot_be_read_is_named(session, chain, sql, verify):
    position, spoil = chain[2].id, "UPDATE event SET details = '{' WHERE id = :id"
    if session.bind.dialect.name == "postgresql":  # a cell that is no JSON cannot be there
        with pytest.raises(DatabaseError):
            sql(spoil, id=position)
        return
    sql(spoil, id=position)
    assert verify() == (1, [f"The chain breaks at event {position}: it cannot be read."])


def test_an_end_that_is_cut_off_is_missed_when_it_was_noted(chain, sql, verify):
    verifying.note_the_end()
    cut = chain[-1]
    gone = f"The chain ended with event {cut.id} ({cut.hash}) on "
    sql("DELETE FROM event WHERE id = :id", id=cut.id)
    code, said = verify()
    assert code == 1
    assert said[0].startswith(gone)
    audit.record("test.done", "CASE-9", by=None)  # what is written afterwards takes its place, and hides nothing
    assert verify()[1][0].startswith(gone)


def test_a_chain_made_anew_from_a_false_event_is_found_when_its_end_was_noted(session, chain, sql, verify):
    verifying.note_the_end()
    previous = chain[0].hash
    for number, each in enumerate(chain[1:]):
        each.details, each.previous_hash = {"number": number + 50}, previous
        previous = audit.digest(each)
        forged = {"details": json.dumps(each.details), "previous": each.previous_hash, "hash": previous}
        words = "UPDATE event SET details = :details, previous_hash = :previous, hash = :hash WHERE id = :id"
        session.expunge(each)
        sql(words, id=each.id, **forged)
    code, said = verify()
    assert code == 1
    assert "That event is no longer there." in said[0]


def test_a_chain_that_is_gone_is_missed(chain, sql, verify):
    verifying.note_the_end()
    sql("DELETE FROM event")
    code, said = verify()
    assert code == 1
    assert "That event is no longer there." in said[0]


def test_an_end_that_was_noted_elsewhere_is_looked_for(chain, verify):
    assert verify("--end", chain[1].hash)[0] == 0
    assert verify("--end", "f" * 64) == (1, [f"No event has the hash {'f' * 64}."])


def test_an_end_is_noted_once_and_again_when_the_chain_has_grown(session, chain, verify):
    for _each in range(2):
        verifying.note_the_end()
    assert len(verifying.noted()) == 1
    audit.record("test.done", "CASE-1", by=None)
    verifying.note_the_end()
    assert [each.hash for each in verifying.noted()] == [chain[-1].hash, end_of(session).hash]
    assert verify()[1][1].endswith("Ends noted before that still stand: 2.")


def test_notes_of_another_chain_in_the_same_folder_disturb_nobody(chain, verify, tmp_path):
    other = ";".join(["a" * 64, "77", "b" * 64, "2010-11-12T11:00:00+00:00"])
    (tmp_path / verifying.NOTES).write_text(f"{other}\n")
    assert verify()[0] == 0


def test_without_events_there_is_nothing_to_note_or_to_find(session, verify):
    verifying.note_the_end()
    assert verifying.noted() == []
    assert verify() == (0, ["Events: 0. The chain holds."])


def test_the_worker_notes_the_end_each_day(app, chain):
    app.test_cli_runner().invoke(args=["worker", "daily"])
    assert [each.hash for each in verifying.noted()] == [chain[-1].hash]


@pytest.fixture
def unguarded(session):
    """As for somebody who may also take the triggers of the database away."""
    on_table = " ON guideline" if session.bind.dialect.name == "postgresql" else ""
    for verb in ("update", "delete"):
        session.execute(text(f"DROP TRIGGER guideline_signed_no_{verb}{on_table}"))


@pytest.fixture
def signed(make, session):
    director = make.person(Role.DIRECTOR, region := make.region())
    guideline = guidelines.draft(make.pool(), region, 2010, by=director)
    guidelines.sign(guideline, seen=guideline.version, by=director)
    session.commit()
    return guideline


@pytest.mark.parametrize("altered", [{"words": "Noget andet"}, {"settings": {}}, {"year": 2011}, {"number": 7}])
def test_a_signed_guideline_that_was_altered_behind_the_portal_is_named(session, signed, unguarded, verify, altered):
    assert verify()[0] == 0
    reference = signed.reference
    session.execute(update(Guideline).where(Guideline.id == signed.id).values(**altered))
    code, said = verify()
    assert code == 1
    assert f"{reference} is not what was signed." in said


def test_a_signed_guideline_that_was_deleted_or_made_a_draft_again_is_missed(session, signed, unguarded, verify):
    reference = signed.reference
    session.execute(text("UPDATE guideline SET status = 'draft'"))
    assert verify() == (1, [f"{reference} is not what was signed."])
    session.execute(text("DELETE FROM guideline"))
    assert verify() == (1, [f"{reference} is not what was signed."])


def test_a_guideline_that_claims_to_be_signed_is_named(session, make, verify):
    director = make.person(Role.DIRECTOR, region := make.region())
    draft = guidelines.draft(make.pool(), region, 2010, by=director)
    session.flush()
    session.execute(text("UPDATE guideline SET status = 'signed'"))
    assert verify() == (1, [f"{draft.reference} is not what was signed."])
