"""A consultant grant from allotment and letter, through the addendum, to the running project: without a browser."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from docx import Document

from portal.applications import actions as applications
from portal.applications import belonging, budget_desk, checking, sharing, submitting
from portal.applications.rules import Status
from portal.budgets.lines import from_json
from portal.core import clock
from portal.core.errors import Conflict, Refusal
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions import actions as decisions
from portal.decisions import assessing
from portal.decisions.rules import Advice, Mark, Outcome, Ruling
from portal.identity.models import Municipality
from portal.pools import allotments, criteria, queries
from portal.pools.settings import Settings
from portal.projects import actions as projects
from portal.projects import figures
from portal.projects.models import Project
from tests.support.addendum import complete_addendum
from tests.support.standing import standing

SEPTEMBER = datetime(2010, 9, 3, 8, tzinfo=UTC)
AMOUNT = Ore(2_100_000_00)
SETTINGS = replace(Settings(), earliest_cost_date=date(2010, 9, 15), require_sparring=False)


@standing
def round_(make):
    region = make.region(code="BR-SD")
    pool = make.pool(code="consultants", prefix="VIRK", allots=True)
    guideline = make.guideline(pool=pool, region=region, settings=SETTINGS.to_json())
    return make.round(
        guideline=guideline, reference="VIRK-2010-SYD", title="Virksomhedskonsulenter 2010",
        frame=Ore(4_000_000_00), largest_grant=Ore(3_000_000_00), opens_at=SEPTEMBER,
        closes_at=datetime(2010, 10, 15, 10, tzinfo=UTC), period_start=date(2010, 9, 15),
        period_end=date(2013, 12, 31), expected_grant_on=date(2010, 9, 15),
    )  # fmt: skip


@standing
def varde(make, round_):
    number = {"cvr": "29189811", "ean": "5798005000013"}
    centre = make.job_centre(round_.region, code="JC-0573", name="Jobcenter Varde", **number)
    make.save(Municipality(code="0573", name="Varde", region_code="1083", job_centre=centre))
    return centre


@standing
def people(make, round_, varde):
    return {
        "writer": make.person(Role.WRITER, varde, title="Projektleder", telephone="00000000"),
        "manager": make.person(Role.MANAGER, varde, title="Jobcenterchef"),
        "caseworker": make.person(Role.CASEWORKER, round_.region),
        "director": make.person(Role.DIRECTOR, round_.region, title="Regionsdirektør"),
    }


@standing
def letter(round_, varde, people):
    with clock.at(SEPTEMBER):
        allotments.allot(round_, {varde.id: AMOUNT}, by=people["caseworker"])
        return allotments.send_letters(round_, seen={varde.id: AMOUNT}, by=people["director"])[0]


def typed() -> dict:
    """What people type, with shared lines in the sections that show them."""
    stands = complete_addendum()["sections"]
    stands["number_goals"]["goals"] = [
        {
            **{name: each[name] for name in ("target_group", "instrument", "baseline", "baseline_period")},
            "baseline_source": each["baseline_source"],
            **{f"goal_{one['year']}": one["persons"] for one in each["goals"]},
        }
        for each in stands["budget"]["goals"]
    ]
    names = ("title", "date", "responsible", "result")
    stands["results"]["milestones"] = [{name: each[name] for name in names} for each in stands["budget"]["milestones"]]
    kept = ("job_centre", "function", "start", "end", "share", "monthly_wage_ore", "pension_percent", "sought_ore",
            "caseload", "visits")  # fmt: skip
    position = {name: stands["budget"]["positions"][0][name] for name in kept} | {"sought_ore": 150_000_000}
    stands["positions"]["positions"] = [position]
    stands["basis"] |= {"title": "Konsulenter i Varde", "period_start": "2010-09-15", "period_end": "2013-12-31"}
    for name in ("confirmed_name", "confirmed_title", "confirmed_at"):
        stands["declarations"].pop(name)
    for name in ("budget", "attachments", "sparring"):
        stands.pop(name)
    return stands


@standing
def draft(round_, varde, people, letter):
    with clock.at(SEPTEMBER):
        made = applications.begin(round_, varde, "Konsulenter i Varde", by=people["writer"])
        for key, answers in typed().items():
            section = made.section(key)
            applications.save(section, answers, seen=section.version, complete=True, auto=False, by=people["writer"])
    return made


def judged(application, rule):
    return next(each for each in checking.verdicts(application) if each.rule == rule)


def test_the_letter_is_kept_sent_and_asks_for_the_answer(round_, varde, people, letter, mails):
    assert queries.allotted(round_, "JC-0573") == AMOUNT
    assert [each.job_centre for each in queries.invitations(round_)] == [varde]
    (mail,) = [each for each in mails() if people["manager"].email in each["To"]]
    assert "2.100.000" in mail.get_body().get_content()
    assert [each.get_filename() for each in mail.iter_attachments()] == ["bevillingsskrivelse-VIRK-2010-SYD-0573.pdf"]


def test_what_is_sent_stands_and_nothing_beyond_the_frame_is_written(make, round_, varde, people, letter):
    other = make.job_centre(round_.region)
    with clock.at(SEPTEMBER), pytest.raises(Refusal) as refused:
        allotments.allot(round_, {varde.id: Ore(1_00), other.id: Ore(3_999_999_01)}, by=people["caseworker"])
    said = {problem.field: str(problem.text) for problem in refused.value.problems}
    assert said.keys() == {f"amount_{varde.id}", f"amount_{other.id}", None}
    assert "What is sent stands" in said[f"amount_{varde.id}"]
    assert "more than the frame" in said[None]


def test_a_letter_is_not_sent_on_amounts_that_have_changed(round_, varde, people):
    with clock.at(SEPTEMBER):
        allotments.allot(round_, {varde.id: AMOUNT}, by=people["caseworker"])
        with pytest.raises(Conflict):
            allotments.send_letters(round_, seen={varde.id: Ore(1_00)}, by=people["director"])
        assert allotments.waiting(round_)


def test_positions_goals_and_milestones_have_one_home(draft):
    budget = from_json(draft.section("budget").answers)
    assert [each.function for each in budget.positions] == ["Virksomhedskonsulent"]
    assert budget.persons(2013) == 110
    assert budget.lines[0].category == "11"
    assert sum(each.total for each in budget.financing) == budget.lines[0].total
    assert "positions" not in draft.section("positions").answers
    shown = sharing.answers_of(draft.section("number_goals"))["goals"]
    assert [each["goal_2013"] for each in shown] == ["60", "20", "30"]
    assert draft.places == 110


def test_the_budget_is_complete_when_the_positions_it_follows_from_are(draft, people):
    """Nothing is left to fill in on the budget's page, so nobody could call it complete there."""
    budget, section = draft.section("budget"), draft.section("positions")
    budget.complete = False
    with clock.at(SEPTEMBER):
        for complete in (False, True):
            applications.save(section, typed()["positions"], seen=section.version, complete=complete, auto=False,
                              by=people["writer"])  # fmt: skip
            assert budget.complete is complete


def test_its_size_is_told_in_positions_and_the_persons_they_are_for(browse, session, draft, people):
    """Not in places, which are the upskilling pool's."""
    session.commit()
    facts = browse(people["writer"]).get(f"/applications/{draft.id}").soup.select_one("dl.pp-facts").text
    for words in ("Stillinger", "1 årsværk", "110 personer i planens sidste år"):
        assert words in facts
    assert "Pladser" not in facts


def test_a_workbook_writes_what_the_sections_show_and_whoever_had_one_open_is_told(draft, people):
    section = draft.section("number_goals")
    seen, content = section.version, dict(draft.section("budget").answers)
    content["goals"] = content["goals"][:1]
    budget = draft.section("budget")
    with clock.at(SEPTEMBER):
        applications.save_budget(draft, content, seen=budget.version, origin="workbook", by=people["manager"])
        assert len(sharing.answers_of(section)["goals"]) == 1
        with pytest.raises(Conflict):
            applications.save(section, typed()["number_goals"], seen=seen, complete=True, auto=False,
                              by=people["writer"])  # fmt: skip


def test_more_than_the_allotment_is_refused_in_a_sentence(draft, people):
    section = draft.section("positions")
    positions = typed()["positions"]["positions"]
    positions[0]["sought_ore"] = int(AMOUNT) + 100
    with clock.at(SEPTEMBER):
        applications.save(section, {"positions": positions}, seen=section.version, complete=True, auto=False,
                          by=people["writer"])  # fmt: skip
        verdict = judged(draft, "G-19")
    assert verdict.blocks
    assert (
        str(verdict.found).replace("\N{NO-BREAK SPACE}", " ")
        == "2.100.001 kr. is sought, 1 kr. above the 2.100.000 kr. allotted to the job centre."
    )
    assert budget_desk.of(draft).limits.largest_grant == AMOUNT


def test_every_rule_of_the_pool_is_judged_and_the_draft_may_be_submitted(draft):
    with clock.at(SEPTEMBER):
        verdicts = checking.verdicts(draft)
    assert [each.rule for each in verdicts if each.rule.startswith("VIRK")] == [
        f"VIRK-{number:02}" for number in range(1, 17) if number != 13
    ]
    assert [(each.rule, str(each.found)) for each in verdicts if each.blocks] == []


def test_from_the_letter_to_the_running_project(session, round_, draft, people, browse):
    with clock.at(SEPTEMBER):
        submitting.submit(
            draft, seen=draft.version, name=people["manager"].name, title="Jobcenterchef", by=people["manager"]
        )
        session.commit()
        marks = {each.code: Mark(4, "God sammenhæng.") for each in criteria.common()}
        assessing.score(draft, marks, seen=draft.version, by=people["caseworker"])
        session.commit()
        assessing.recommend(draft, Advice(Outcome.FULL, draft.requested, "Bevilg."), seen=draft.version,
                            by=people["caseworker"])  # fmt: skip
        session.commit()
        decision = decisions.decide(draft, Ruling(Outcome.FULL, draft.requested), seen=draft.version,
                                    by=people["director"])  # fmt: skip
        session.commit()
        project = session.query(Project).filter_by(decision_id=decision.id).one()
        projects.accept(project, seen=project.version, by=people["manager"])
        session.commit()
    for path in (f"/projects/{project.id}", f"/desk/{draft.id}"):
        facts = browse(people["caseworker"]).get(path).soup.select_one("dl.pp-facts").text
        assert ("1 årsværk" in facts, "plads" in facts.lower()) == (True, False)
    assert draft.status is Status.GRANTED
    assert round_.committed == draft.requested
    assert [each.title for each in project.milestones] == [f"Mål for {year}" for year in (2010, 2011, 2012, 2013)]
    assert {each.category for each in figures.approved_lines(project)} == {"11 Løn, virksomhedskonsulenter"}
    assert [(each.instrument, each.targets[-1]) for each in project.goals] == [
        ("placement", ["2013-12-31", "60"]),
        ("private_subsidy", ["2013-12-31", "20"]),
        ("public_subsidy", ["2013-12-31", "30"]),
    ]


def test_every_page_of_the_case_opens_for_both_sides(session, browse, round_, draft, people):
    session.commit()
    writer = browse(people["writer"])
    for spec in belonging.sections_of(draft):
        assert writer.get(f"/applications/{draft.id}/sections/{spec.key}").status in {200, 302}
    said = " ".join(writer.get(f"/applications/{draft.id}/answers").all("main"))
    assert "Virksomhedspraktik" in said
    assert "Mål for 2013" in said
    with clock.at(SEPTEMBER):
        submitting.submit(
            draft, seen=draft.version, name=people["manager"].name, title="Jobcenterchef", by=people["manager"]
        )
        session.commit()
    desk = browse(people["caseworker"])
    read = " ".join(desk.get(f"/desk/{draft.id}").all("main"))
    assert "Konsulenter i Varde" in read
    assert "Mål for 2013" in read
    assert "11 Løn, virksomhedskonsulenter" in read
    assert "Virksomhedspraktik" in read
    assert "placement" not in read
    assert desk.get(f"/desk/{draft.id}/return").status == 200


def test_the_addendum_comes_out_as_pdf_and_word_from_the_draft_and_from_the_submission(session, browse, draft, people):
    session.commit()
    writer = browse(people["writer"])
    draft_pdf = writer.client.get(f"/applications/{draft.id}/paper.pdf").data
    assert draft_pdf.startswith(b"%PDF")
    read = Document(io.BytesIO(writer.client.get(f"/applications/{draft.id}/paper.docx").data))
    assert read.core_properties.title == "Tillæg til beskæftigelsesplanen: Konsulenter i Varde"
    assert read.core_properties.language == "da-DK"
    assert read.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val") == ["da-DK"]
    headings = [each.text for each in read.paragraphs if each.style.name == "Heading 1"]
    assert headings[:4] == [
        "Ansøger og partnere", "Overordnede mål og strategi", "Tillæggets målgruppe", "Mål i tal for fire år",
    ]  # fmt: skip
    goal = next(each.text for each in read.paragraphs if "Mål 2010, personer" in each.text).splitlines()
    assert goal[:2] == ["Redskab: Virksomhedspraktik", "Udgangspunkt, personer: 40"]
    assert [each.split(":")[0] for each in goal[4:]] == [f"Mål {year}, personer" for year in (2010, 2011, 2012, 2013)]
    with clock.at(SEPTEMBER):
        submitting.submit(
            draft, seen=draft.version, name=people["manager"].name, title="Jobcenterchef", by=people["manager"]
        )
    session.commit()
    signed = writer.client.get(f"/applications/{draft.id}/submissions/1/paper.docx")
    said = "\n".join(each.text for each in Document(io.BytesIO(signed.data)).paragraphs)
    assert f"Underskrevet af {people['manager'].name}, Jobcenterchef" in said
    assert writer.client.get(f"/applications/{draft.id}/submissions/1/paper.pdf").data.startswith(b"%PDF")
