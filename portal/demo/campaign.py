"""The campaign for company centres in Nordjylland, as an example of a goal from baseline to target.

The figures are those of the region's own mapping; that the goal stands with this project is invented.
"""

from datetime import date
from decimal import Decimal

from portal.core import clock
from portal.core.db import db
from portal.demo import spending
from portal.projects import goals
from portal.projects.goal_models import Goal
from portal.projects.models import Project

SOURCE = "Beskæftigelsesregion Nordjylland: kortlægning af den virksomhedsrettede indsats, 6. december 2010, side 19"
WORDS = "Eksempel: personer i match 2 i virksomhedsrettet aktivitet, kampagnen for virksomhedscentre i Nordjylland"
WRITTEN = clock.in_copenhagen(2010, 12, 14, 10)


def add(project: Project) -> None:
    """About 500 in the second half of 2009, about 650 in August 2010, and about 1,000 wanted in June 2011."""
    goal = Goal(
        project=project, number=len(project.goals) + 1, words=WORDS, unit="persons", baseline="500",
        baseline_when="2009-12-31", baseline_source=SOURCE, method="Fuldtidspersoner efter jobindsats.dk",
        targets=[["2011-06-30", "1000"]], measurements=[],
    )  # fmt: skip
    db.session.add(goal)
    db.session.flush()
    with clock.at(WRITTEN):
        note = "Et rundt tal: kilden siger »ca. 650 personer« i august 2010."
        goals.measure(goal, date(2010, 8, 31), Decimal(650), SOURCE, note, by=spending.writer(project))
