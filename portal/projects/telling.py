"""Mails about a project: to the region's people, or to the job centre's."""

from typing import Any

from flask import current_app

from portal.adapters import mail
from portal.core.permissions import Role
from portal.identity.models import Person
from portal.identity.queries import people_with
from portal.projects.models import Project


def the_region(template: str, project: Project, *, key: str, roles: tuple[Role, ...] = (Role.CASEWORKER,),
               path: str = "", **context: Any) -> None:  # fmt: skip
    """Every caseworker of the region, or those with the named roles. `key` makes the same mail go out once."""
    _tell(template, project, people_with(roles, project.application.round.region_id), key=key, path=path, **context)


def the_job_centre(template: str, project: Project, *, key: str, path: str = "", **context: Any) -> None:
    """The manager and the writers."""
    people = people_with((Role.MANAGER, Role.WRITER), project.application.job_centre_id)
    _tell(template, project, people, key=key, path=path, **context)


def _tell(template: str, project: Project, people: list[Person], *, key: str, path: str, **context: Any) -> None:
    href = f"{current_app.config['BASE_URL']}/projects/{project.id}{path}"
    for person in people:
        mail.send_later(
            template, to=person.email, key=key, language_code=person.language, project=project, person=person,
            href=href, **context,
        )  # fmt: skip
