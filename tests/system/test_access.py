"""The whole access matrix: every address, on one's own and on others' cases, for nobody and for every role.

What must be answered stands in access.csv. A new view fails here until somebody has written down who may use it.
"""

import pytest

from tests.system import access
from tests.system.access import COLUMNS, FORBIDDEN, NOBODY, Visitors

pytestmark = [pytest.mark.slow, pytest.mark.once]


@pytest.fixture(scope="module")
def visitors(demo) -> Visitors:
    demo.config["WTF_CSRF_CHECK_DEFAULT"] = (
        False  # the matrix is about people; forms and their tokens are tested elsewhere
    )
    return Visitors(demo)


@pytest.fixture(scope="module")
def asked(demo):
    return {each.key: each for each in access.questions(demo)}


EXPECTED = access.expected()


@pytest.mark.parametrize("key", EXPECTED, ids="-".join)
def test_everybody_gets_the_answer_that_was_decided(visitors, asked, key):
    assert key in asked, "this address is gone: write the table anew"
    visitors.changes.clear()
    assert visitors.answers(asked[key]) == EXPECTED[key]
    assert visitors.changes == [], "looking changes no table"


def test_no_address_is_left_out_of_the_table(asked):
    assert set(asked) - set(EXPECTED) == set()


WITH_PASSWORD = (
    "decisions.decide", "pools.send_letters", "pools.sign_guideline", "projects.release_instalment",
    "projects.settle_project", "results.annual_sign",
)  # fmt: skip


@pytest.mark.parametrize("endpoint", WITH_PASSWORD)
def test_only_somebody_who_may_is_asked_for_the_password(visitors, asked, endpoint, monkeypatch):
    monkeypatch.setitem(visitors.app.extensions, "is_fresh", lambda: False)
    for key in [each for each in EXPECTED if each[0] == endpoint]:
        asks = {"GET": "302", "POST": "may"}[key[1]]
        kept = FORBIDDEN | {"sign in"}
        decided = {who: answer if answer in kept else asks for who, answer in EXPECTED[key].items()}
        assert FORBIDDEN & set(decided.values())
        assert visitors.answers(asked[key]) == decided


def test_the_views_that_ask_for_the_password_are_the_ones_we_know(demo):
    ask = {name for name, view in demo.view_functions.items() if getattr(view, "asks_for_password", False)}
    assert ask == set(WITH_PASSWORD)


def test_every_view_declares_who_may_use_it(demo):
    undeclared = {name for name, view in demo.view_functions.items() if not hasattr(view, "access")}
    assert undeclared - {"static"} == set()


def test_nothing_breaks_for_anybody():
    """But for /readyz, which says that no worker runs beside the tests."""
    broken = {key[0] for key, row in EXPECTED.items() if any(answer.startswith("5") for answer in row.values())}
    assert broken <= {"readyz"}


def test_nobody_gets_past_the_public_pages():
    let_in = {key[0] for key, row in EXPECTED.items() if row[NOBODY] in {"200", "may"}}
    assert let_in == PUBLIC


PUBLIC = {
    "healthz", "package", "static",
    "identity.sign_in", "identity.sign_out", "identity.forgotten", "identity.welcome", "identity.new_password",
    "identity.accessibility", "identity.privacy", "identity.guide",
    "budget_help.findings", "budget_help.workbooks", "budget_help.workbook", "budget_help.blank",
}  # fmt: skip


def test_a_draft_is_invisible_to_everybody_but_its_own_job_centre():
    strangers = [name for name in COLUMNS[3:] if name not in {"writer JC", "manager JC", "reader JC"}]
    rows = {key: row for key, row in EXPECTED.items() if key[2] == "draft"}
    seen = {
        (key, name) for key, row in rows.items() for name in strangers if row[name] not in {"404", "403", "sign in"}
    }
    assert rows
    assert seen == set()


def test_readers_change_nothing():
    own_account = {"identity.sign_in", "identity.sign_out", "identity.forgotten", "identity.confirm_sign_in"}
    own_account |= {"identity.my_account", "identity.change_password", "identity.sign_out_everywhere"}
    own_account |= {"identity.welcome", "identity.new_password"}
    readers = [name for name in COLUMNS if name.startswith("reader")]
    may = {key[0] for key, row in EXPECTED.items() if key[1] == "POST" for name in readers if row[name] == "may"}
    assert may <= own_account


def test_a_view_that_declares_nothing_does_not_answer(demo, monkeypatch):
    monkeypatch.setitem(demo.view_functions, "identity.sign_in", lambda: "open to all")
    with pytest.raises(RuntimeError, match="does not declare who may use it"):
        demo.test_client().get("/sign-in")
