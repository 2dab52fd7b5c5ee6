"""A section that its writers call complete is only green when no must of it is unmet."""

import pytest

from portal.applications import checking
from portal.applications.states import Correction, section_state, unmet_in
from portal.core.permissions import Role
from tests.applications.cases import typed_sections, whole_application

CHANGED = Correction(asked=True, begun=True)
MADE = Correction(asked=True, begun=True, made=True)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"unmet": 0}, "Complete"),
        ({"unmet": 1}, "Complete, but one must is not met"),
        ({"unmet": 2}, "Complete, but 2 musts are not met"),
        ({"unmet": 2, "correction": Correction(asked=True)}, "Sent back"),
        ({"complete": False, "correction": CHANGED}, "Sent back: changed, but not called complete"),
        ({"correction": MADE}, "Corrected"),
        ({"unmet": 1, "correction": MADE}, "Complete, but one must is not met"),
        ({"unmet": 2, "complete": False}, "Begun"),
    ],
)
def test_a_state_says_whether_the_musts_are_met(facts, expected):
    usual = {"complete": True, "begun": True}
    assert str(section_state(**usual | facts).words) == expected


def finished(make):
    application = whole_application(make)
    for section in application.sections:
        section.complete = True
    return application


def test_every_complete_section_of_a_whole_application_is_green(make, browse):
    application = finished(make)
    page = browse(make.person(Role.WRITER, application.job_centre)).get(f"/applications/{application.id}")
    assert {each.split()[-1] for each in page.all(".tasks--sections .pp-state")} == {"Færdigt"}


def test_a_budget_that_breaks_a_must_says_so_and_leads_to_the_verdict(make, session, browse):
    application = finished(make)
    budget = typed_sections()["budget"]
    budget["financing"] = []
    application.section("budget").answers = budget
    session.commit()
    broken = [each.rule for each in unmet_in(checking.verdicts(application), "budget")]
    assert "G-09" in broken
    page = browse(make.person(Role.WRITER, application.job_centre)).get(f"/applications/{application.id}")
    row = next(each for each in page.soup.select(".tasks--sections > li") if "Budget" in each.h3.text)
    assert "krav er ikke opfyldt" in row.select_one(".pp-state").text
    links = [each["href"] for each in row.select("ul a")]
    assert links == [f"#{each}" for each in broken]
    assert all(page.soup.find(id=each) for each in broken)
    assert "13 af 13 afsnit er færdige" in page.soup.text


def test_a_rule_that_looks_everywhere_is_not_laid_on_one_section(make):
    application = make.application()
    everywhere = {each.rule for each in checking.verdicts(application) if len(each.where) > 2}
    assert everywhere
    assert not everywhere & {each.rule for each in unmet_in(checking.verdicts(application), "background")}
