"""The page of an application that was granted leads to its project."""

import pytest

from portal.core.permissions import Role


@pytest.mark.parametrize("role", [Role.WRITER, Role.MANAGER])
def test_the_application_leads_to_the_project_it_became(make, browse, case, role):
    application = case.application
    page = browse(make.person(role, application.job_centre)).get(f"/applications/{application.id}")
    ways = {each.text: each["href"] for each in page.soup.select("section[aria-labelledby=said-heading] a")}
    assert ways["Gå til projektet"] == f"/projects/{case.project.id}"
