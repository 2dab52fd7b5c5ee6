"""Every page of every role, in both languages, over the demonstration data: as it is met by following the links."""

from collections import Counter, defaultdict
from functools import cache

import pytest
from sqlalchemy import func, select

from portal.core.db import db
from portal.core.permissions import Role
from portal.demo import people
from tests.support.pages import Browser
from tests.support.sentences import foreign_words, pairs
from tests.system.walking import Walk, Walker

pytestmark = pytest.mark.slow
WALKERS = {
    "nobody": None,
    "writer, Varde": people.account(Role.WRITER, "JC-0573"),
    "writer, Odense": people.account(Role.WRITER, "JC-0461"),
    "writer, Svendborg": people.account(Role.WRITER, "JC-0479"),
    "manager, Varde": people.account(Role.MANAGER, "JC-0573"),
    "manager, Sønderborg": people.account(Role.MANAGER, "JC-0540"),
    "manager, Kolding": people.account(Role.MANAGER, "JC-0621"),
    "manager, Vejle": people.account(Role.MANAGER, "JC-0630"),
    "reader, Varde": people.account(Role.READER, "JC-0573"),
    "caseworker": people.account(Role.CASEWORKER, people.REGION),
    "director": people.account(Role.DIRECTOR, people.REGION),
    "controller": people.account(Role.CONTROLLER, people.REGION),
    "reader, region": people.account(Role.READER, people.REGION),
    "admin": people.account(Role.ADMIN, people.OPERATOR),
}
NOT_LINKED = {
    "static": "a file",
    "package": "a file",
    "healthz": "for machines",
    "readyz": "for machines",
    "labour_market.figures_svg": "a picture on a page",
    "results.annual_picture": "a picture on a page",
    "results.annual_edition_picture": "a picture on a page",
    "projects.goal_svg": "a picture on a page",
    "projects.plan_svg": "a picture on a page",
    "pools.confirm_invitations": "its address names what was chosen on the page before",
    "results.explain_differences": "linked where a claimed figure differs",
    "results.remove": "linked where nothing is written in a review yet",
    "identity.welcome": "its address stands in a mail",
    "identity.new_password": "its address stands in a mail",
    "identity.confirm_sign_in": "comes when the password is too old",
}
FIRST_PAGE = {"nobody": "/sign-in"}


@pytest.fixture(scope="module")
def walk(demo):
    """`walk(who, language)` walks once and remembers; nobody changes a row by looking."""
    asked: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)

    @cache
    def walked(who: str, language: str) -> Walk:
        walker = Walker(demo, WALKERS[who], language, asked[language])
        before = row_counts()
        done = walker.all_from(FIRST_PAGE.get(who, "/"))
        after = row_counts()
        done.wrong += [f"looking changed {table}" for table in after if after[table] != before[table]]
        return done

    return walked


IN_ENGLISH = pytest.mark.once  # the same pages in other words


# Other centres in the same roles: their cases are in other states.
ALIKE = {"writer, Odense", "writer, Svendborg", "manager, Sønderborg", "manager, Kolding", "manager, Vejle"}
# On PostgreSQL those walk who see most: the others ask it the same questions.
ON_BOTH = {"writer, Varde", "manager, Varde", "caseworker", "controller"}


@pytest.mark.parametrize(
    ("who", "language"),
    [
        *(pytest.param(who, "da") for who in WALKERS if who in ON_BOTH),
        *(pytest.param(who, "da", marks=pytest.mark.once) for who in WALKERS if who not in ON_BOTH),
        *(pytest.param(who, "en", marks=IN_ENGLISH) for who in WALKERS if who not in ALIKE),
    ],
)
def test_every_page_that_can_be_reached(walk, who, language):
    done = walk(who, language)
    assert done.wrong == []
    assert len(done.seen) >= 3, "the walk came somewhere"


@pytest.mark.once
def test_every_page_of_the_program_was_reached_by_somebody(demo, walk):
    reached = {endpoint for who in WALKERS for endpoint in walk(who, "da").seen}
    pages = {rule.endpoint for rule in demo.url_map.iter_rules() if "GET" in (rule.methods or set())}
    assert pages - reached - set(NOT_LINKED) == set()


def row_counts() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) for table in db.metadata.sorted_tables
    }


@pytest.mark.parametrize(
    "who", [name for name, account in WALKERS.items() if account and account.role is not Role.ADMIN]
)
def test_the_start_page_says_what_to_do_or_that_there_is_nothing(demo, who):
    page = Browser(demo.test_client(), people.person(WALKERS[who])).get("/")
    reader = WALKERS[who].role in {Role.READER, Role.CONTROLLER}
    assert page.all("ol.tasks h3") or reader, page.all("main")


def test_the_chosen_language_is_remembered(demo):
    browser = Browser(demo.test_client(), people.person(people.DIRECTOR))
    assert browser.get("/").soup.html["lang"] == "da"
    assert browser.get("/?language=en").soup.html["lang"] == "en"
    assert browser.get("/pools/").soup.html["lang"] == "en"
    assert browser.get("/pools/?language=klingon").soup.html["lang"] == "en"


def test_a_foreign_word_on_a_page_would_be_found(demo):
    page = Browser(demo.test_client(), people.person(people.DIRECTOR)).get("/")
    english, _danish = next(pair for pair in sorted(pairs()) if "%" not in pair[0] and "Sign out" in pair[0])
    page.tree.xpath("//h1")[0].text = english
    assert foreign_words(page.tree) == {english}
