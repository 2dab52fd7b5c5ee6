"""Many applications and projects at once, as copies of granted ones: for the lists, which read no further than that."""

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert, select

from portal.applications.models import Application
from portal.core.audit import Event
from portal.core.db import db
from portal.core.money import Ore
from portal.decisions.models import Decision
from portal.identity.models import Organisation
from portal.projects.models import Milestone, Project

AT_ONCE = 5_000
Row = dict[str, Any]


def add(number: int) -> None:
    """So many more applications, each with a decision, an event, a project and two milestones.

    Every other is of the first job centre.
    """
    project = db.session.scalars(select(Project).order_by(Project.id)).first()
    assert project is not None, "the demonstration data holds no project"
    centres = _centres(project)
    made = (_copied(project, each, centres) for each in range(number))
    while some := list(islice(made, AT_ONCE)):
        for model in (Application, Decision, Event, Project, Milestone):
            db.session.execute(insert(model.__table__), [row for rows in some for row in rows[model.__tablename__]])
    db.session.commit()


def _centres(project: Project) -> list[int]:
    """That of the project, and the others of its region."""
    rows = select(Organisation.id).where(Organisation.region_id == project.application.round.region_id)
    own = project.application.job_centre_id
    return [own, *(each for each in db.session.scalars(rows.order_by(Organisation.id)) if each != own)]


def _copied(project: Project, number: int, centres: list[int]) -> dict[str, list[Row]]:
    """Ids far above those that are there; what must be unique, and what is sorted by, differs from row to row."""
    one = 1_000_000 + number
    submitted_at = project.application.submitted_at
    assert submitted_at is not None
    centre = centres[0] if number % 2 else centres[1 + number // 2 % (len(centres) - 1)]
    application = _row(project.application) | {
        "id": one, "reference": f"OPK-X-{number:06}", "title": f"Kopi {number * 7919 % 100_003:06}",
        "requested": Ore(project.granted + number), "job_centre_id": centre,
        "submitted_at": submitted_at - timedelta(seconds=number * 7919 % 100_003),
    }  # fmt: skip
    decision = _row(project.decision) | {"id": one, "application_id": one}
    copy = _row(project) | {"id": one, "application_id": one, "decision_id": one, "job_centre_id": centre,
                            "title": application["title"]}  # fmt: skip
    milestones = [_row(each) | {"id": 2 * one + place, "project_id": one}
                  for place, each in enumerate(islice(project.milestones, 2))]  # fmt: skip
    event = _event(one, application["reference"], submitted_at)
    return {"application": [application], "decision": [decision], "event": [event], "project": [copy],
            "milestone": milestones}  # fmt: skip


def _event(one: int, reference: str, at: datetime) -> Row:
    """Outside of the chain, which no page follows."""
    return {"id": one, "at": at, "what": "decision.made", "subject": reference, "by_id": None, "details": {},
            "previous_hash": "", "hash": str(one)}  # fmt: skip


def _row(kept: Any) -> Row:
    table: Table = kept.__table__
    return {each.name: getattr(kept, each.key) for each in table.columns}
