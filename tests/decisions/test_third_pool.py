"""A pool that nobody has written code for: a row, its sections, its rules and its workbook are enough."""

import json
import shutil
from datetime import UTC, date, datetime

import pytest

from portal.applications import actions as applications
from portal.applications import catalogue, checking, fitting, submitting, titles
from portal.applications.documents import document_of
from portal.applications.fields import Field, Kind, SectionSpec
from portal.applications.rules import Status
from portal.applications.sections import BASIS
from portal.applications.sections_running import ATTACHMENTS, BUDGET, DECLARATIONS, PHASES
from portal.budgets import editions
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.permissions import Role
from portal.core.text import Text
from portal.decisions import actions as decisions
from portal.decisions import assessing
from portal.decisions.rules import Advice, Outcome, Ruling
from portal.eligibility import rules
from portal.eligibility.document import problems_in
from portal.identity.models import Municipality
from portal.pools import criteria, guidelines
from portal.pools.rules import GuidelineStatus
from portal.pools.settings import Settings
from portal.projects.models import Project
from tests.support.documents import LONG, complete_document

WEIGHTS = {"balance": 0, "goals": 30, "budget": 20, "mentoring": 50}  # its guideline asks for nothing else
OWN = {
    "code": "mentoring", "title_da": "Mentorernes virke", "title_en": "What the mentors do",
    "help_da": "Om mentorerne har tid nok.", "help_en": "Whether the mentors have the time.",
    "sections": ["why_mentors"],
}  # fmt: skip
ASKED_FOR = ("goals", "budget", "mentoring")
NOW = datetime(2010, 10, 1, 8, tzinfo=UTC)
POOL = "mentors"


def said(english: str) -> Text:
    return Text(english, {})


WHY = SectionSpec(
    "why_mentors",
    (said("why the companies need mentors"),),
    said("Two lines of words."),
    (
        Field("need", Kind.LONG_TEXT, said("The need"), required=True),
        Field("companies", Kind.LINES, said("Companies"), required=True,
              columns=(Field("name", Kind.TEXT, said("Company"), required=True),
                       Field("mentors", Kind.INTEGER, said("Mentors"), required=True))),
    ),
)  # fmt: skip
ASKED = {"G-01", "G-02", "G-03", "G-04", "G-05", "G-06", "G-07", "G-08", "G-09", "G-10", "G-17", "G-18", "G-19", "G-23"}


@pytest.fixture
def pool(make, monkeypatch, tmp_path):
    """Only data: no branch anywhere knows its name."""
    folder = tmp_path / "templates"
    shutil.copytree(editions.FOLDER, folder)
    template = json.loads((folder / "upskilling_1.json").read_text("utf-8")) | {"pool": POOL}
    (folder / f"{POOL}_1.json").write_text(json.dumps(template), "utf-8")
    monkeypatch.setattr(editions, "FOLDER", folder)
    monkeypatch.setitem(catalogue.POOLS, POOL, (BASIS, WHY, PHASES, BUDGET, ATTACHMENTS, DECLARATIONS))
    monkeypatch.setitem(titles.TITLES, WHY.key, said("Why mentors"))
    monkeypatch.setitem(rules.BY_POOL, POOL, tuple(each for each in rules.COMMON if each.id in ASKED))
    return make.pool(code=POOL, prefix="MENT", title_da="Mentorpuljen", title_en="The mentor pool",
                     own_criteria=[OWN])  # fmt: skip


@pytest.fixture
def case(make, pool):
    region = make.region(code="BR-SD")
    varde = make.job_centre(region, code="JC-0573", name="Jobcenter Varde", cvr="29189811", ean="5798005000013")
    make.save(Municipality(code="0573", name="Varde", region_code="1083", job_centre=varde))
    window = {"period_start": date(2010, 11, 1), "expected_grant_on": date(2010, 11, 1)}
    guideline = signed(pool, make.person(Role.CASEWORKER, region), make.person(Role.DIRECTOR, region))
    round_ = make.round(guideline=guideline, reference="MENT-2010-SYD", **window)
    make.invitation(round_, varde)
    return round_, varde


def signed(pool, caseworker, director):
    """Drafted, weighed and signed by those who do it on the pages."""
    with clock.at(datetime(2010, 9, 1, 8, tzinfo=UTC)):
        draft = guidelines.draft(pool, caseworker.memberships[0].organisation, 2010, by=caseworker)
        guidelines.edit(draft, Settings(weights=WEIGHTS), "", seen=draft.version, by=caseworker)
        db.session.flush()
        guidelines.sign(draft, seen=draft.version, by=director)
        db.session.flush()
    return draft


def typed(whole: dict) -> dict:
    kept = whole["sections"]
    for name in ("confirmed_name", "confirmed_title", "confirmed_at"):
        kept["declarations"].pop(name)
    why = {"need": LONG, "companies": [{"name": "Lager og Transport A/S", "mentors": 3}]}
    return {
        "basis": {**kept["basis"], "partners": []}, "why_mentors": why, "phases": kept["phases"],
        "declarations": kept["declarations"],
    }  # fmt: skip


def test_it_runs_from_draft_to_project(session, make, browse, case):
    round_, varde = case
    writer, manager = make.person(Role.WRITER, varde), make.person(Role.MANAGER, varde)
    caseworker, director = make.person(Role.CASEWORKER, round_.region), make.person(Role.DIRECTOR, round_.region)
    pages, whole = (browse(writer), browse(caseworker)), complete_document()
    budget = whole["sections"]["budget"]
    with clock.at(NOW):
        draft = applications.begin(round_, varde, "Mentorer i Varde", by=writer)
        assert [each.key for each in draft.sections] == [each.key for each in catalogue.POOLS[POOL]]
        for key, answers in typed(whole).items():
            section = draft.section(key)
            applications.save(section, answers, seen=section.version, complete=True, auto=False, by=writer)
        section = draft.section("budget")
        applications.save_budget(draft, budget, seen=section.version, origin="form", by=writer)
        session.commit()
        assert problems_in(document_of(draft), fitting.schema_for(document_of(draft))) == []
        assert [(each.rule, str(each.found)) for each in checking.verdicts(draft) if each.blocks] == []
    assert pages[0].get(f"/applications/{draft.id}/sections/why_mentors").heading == "Why mentors"
    with clock.at(NOW):
        submitting.submit(draft, seen=draft.version, name=manager.name, title="Jobcenterchef", by=manager)
        session.commit()
    page = pages[1].get(f"/desk/{draft.id}/scores")
    assert "Lager og Transport A/S" in page.soup.select_one("[aria-label='Mentorernes virke'] details").text
    assert page.all("main .pp-panel > p:first-child") == ["Vægt 30 af 100", "Vægt 20 af 100", "Vægt 50 af 100"]
    marks = {f"points_{each}": "4" for each in ASKED_FOR} | {f"why_{each}": "God sammenhæng." for each in ASKED_FOR}
    assert page.submit(**marks).status == 200
    with clock.at(NOW):
        assessing.recommend(draft, Advice(Outcome.FULL, draft.requested, "Bevilg."), seen=draft.version, by=caseworker)
        session.commit()
    page = pages[1].get(f"/desk/{draft.id}")
    assert "Lager og Transport A/S" in " ".join(page.all("main"))
    assert page.all("#scores + table tbody th") == ["Mål", "Holdbart budget", "Mentorernes virke"]
    assert "40 af 50" in page.all("#scores + table td.num")
    page = browse(director).get(f"/desk/{draft.id}/decision")
    assert page.all("#advice ~ table tbody th")[-1] == "Mentorernes virke"
    with clock.at(NOW):
        decision = decisions.decide(draft, Ruling(Outcome.FULL, draft.requested), seen=draft.version, by=director)
        session.commit()
    project = session.query(Project).filter_by(decision_id=decision.id).one()
    assert draft.status is Status.GRANTED
    assert project.milestones


def test_its_own_criterion_is_weighed_on_the_page_of_its_guideline(make, browse, pool):
    region = make.region()
    caseworker = make.person(Role.CASEWORKER, region)
    draft = guidelines.draft(pool, region, 2010, by=caseworker)
    make.session.commit()
    page = browse(caseworker).get(f"/pools/guidelines/{draft.id}/edit")
    assert page.soup.select_one("label[for=weight_mentoring]").text.startswith("Vægt: Mentorernes virke")
    assert "Om mentorerne har tid nok." in page.soup.text
    shown = page.submit(weight_job_directed="0", weight_mentoring="25")
    assert shown.status == 200
    assert draft.settings["weights"]["mentoring"] == 25
    assert "Whether the mentors have the time." in browse(caseworker).get(shown.path + "?language=en").soup.text


def test_its_own_criterion_is_unknown_to_every_other_pool(make):
    other = make.guideline(status=GuidelineStatus.DRAFT, signed_at=None)
    with pytest.raises(Refusal, match="not scored on mentoring"):
        guidelines.edit(other, Settings(weights=WEIGHTS), "", seen=other.version, by=other.drafted_by)


def test_a_score_keeps_its_name_when_the_pool_no_longer_has_the_criterion():
    (gone,) = criteria.named((), ["mentoring"])
    assert (gone.code, str(gone.title)) == ("mentoring", "mentoring")


def test_what_its_own_sections_ask_for_is_asked_for_by_the_common_rule(make, case):
    round_, varde = case
    writer = make.person(Role.WRITER, varde)
    with clock.at(NOW):
        draft = applications.begin(round_, varde, "Mentorer i Varde", by=writer)
        verdict = next(each for each in checking.verdicts(draft) if each.rule == "G-08")
    assert "Why mentors: The need is not answered" in str(verdict.found)
    assert "Why mentors: there are no lines" in str(verdict.found)


def test_a_document_of_another_pool_does_not_fit(case):
    document = complete_document() | {"pool": POOL}
    told = {each.field for each in problems_in(document, fitting.schema_for(document))}
    assert {"sections.why_mentors", "sections.target_group"} <= told
