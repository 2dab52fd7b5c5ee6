"""A case knows the worst answer to a must and its points, so that the desk filters and sorts by them off an index."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

AT_ONCE = 500
GRAVEST_FIRST = ("not_met", "cannot_tell", "waived", "met")
CHECK = "ck_application_outcome"
WEIGHTS = {"job_directed": 25, "balance": 20, "goals": 20, "target_precision": 10, "should_elements": 15, "budget": 10}
COUNTED = "ix_application_region_id_round_id_status_requested"
INDEXES = {
    "ix_application_region_id_round_id_status_worst_must_requested": (
        "region_id", "round_id", "status", "worst_must", "requested",
    ),
    "ix_application_worst_must_region_id_reference": ("worst_must", "region_id", "reference"),
    "ix_application_status_region_id_points_in_tenths_reference": (
        "status", "region_id", "points_in_tenths", "reference",
    ),
}  # fmt: skip

application = sa.table(
    "application", sa.column("id"), sa.column("round_id"), sa.column("submitted_at"), sa.column("worst_must"),
    sa.column("points_in_tenths"),
)  # fmt: skip
submission = sa.table(
    "submission", sa.column("application_id"), sa.column("number"), sa.column("content", sa.JSON())
)  # fmt: skip
score = sa.table(
    "score", sa.column("application_id"), sa.column("criterion"), sa.column("points"), sa.column("voided_at")
)  # fmt: skip
this_round = sa.table("round", sa.column("id"), sa.column("guideline_id"))
guideline = sa.table("guideline", sa.column("id"), sa.column("settings", sa.JSON()))


def upgrade() -> None:
    """The table is not built anew: SQLite would then look at its indexes in another order, and choose others."""
    listed = ", ".join(f"'{each}'" for each in ("met", "not_met", "cannot_tell", "waived"))
    kept = f"VARCHAR(40) DEFAULT 'met' NOT NULL CONSTRAINT {CHECK} CHECK (worst_must IN ({listed}))"
    op.execute(f"ALTER TABLE application ADD COLUMN worst_must {kept}")
    op.execute("ALTER TABLE application ADD COLUMN points_in_tenths INTEGER DEFAULT 0 NOT NULL")
    for ids in _submitted():
        _set("worst_must", _worst(ids))
        _set("points_in_tenths", _points(ids))
    op.drop_index(COUNTED, "application")
    for name, columns in INDEXES.items():
        op.create_index(name, "application", list(columns))


def _submitted() -> Iterator[Sequence[int]]:
    """What has been submitted, so many at once."""
    last = 0
    own = application.c.id
    while True:
        rows = sa.select(own).where(application.c.submitted_at.is_not(None), own > last).order_by(own).limit(AT_ONCE)
        if not (ids := op.get_bind().scalars(rows).all()):
            return
        yield ids
        last = ids[-1]


def _worst(ids: Sequence[int]) -> dict[int, str]:
    """Of the latest submissions, where it is another than that all are met."""
    rows = sa.select(submission.c.application_id, submission.c.content["verdicts"])
    rows = rows.where(submission.c.application_id.in_(ids)).order_by(submission.c.number)
    found = {}
    for application_id, verdicts in op.get_bind().execute(rows):
        said = {each["outcome"] for each in verdicts or [] if each["severity"] == "must"}
        found[application_id] = next((each for each in GRAVEST_FIRST if each in said), "met")
    return {application_id: worst for application_id, worst in found.items() if worst != "met"}


def _points(ids: Sequence[int]) -> dict[int, int]:
    """The totals of those whose every criterion has its points, by the weights of their guidelines."""
    rows = sa.select(score.c.application_id, score.c.criterion, score.c.points)
    given: dict[int, dict[str, int]] = {}
    standing = rows.where(score.c.application_id.in_(ids), score.c.voided_at.is_(None))
    for application_id, criterion, points in op.get_bind().execute(standing):
        given.setdefault(application_id, {})[criterion] = points
    joined = application.join(this_round, this_round.c.id == application.c.round_id).join(
        guideline, guideline.c.id == this_round.c.guideline_id
    )
    weights = sa.select(application.c.id, guideline.c.settings).select_from(joined)
    found = {}
    for application_id, settings in op.get_bind().execute(weights.where(application.c.id.in_(list(given)))):
        found[application_id] = _tenths(given[application_id], settings.get("weights", WEIGHTS))
    return found


def _tenths(points: dict[str, int], weights: dict[str, int]) -> int:
    if not all(code in points for code, weight in weights.items() if weight > 0):
        return 0
    return int(sum(Decimal(weights.get(code, 0) * each) / 5 for code, each in points.items()) * 10)


def _set(column: str, found: dict[int, int] | dict[int, str]) -> None:
    if found:
        change = sa.update(application).where(application.c.id == sa.bindparam("one"))
        rows = [{"one": application_id, "value": value} for application_id, value in found.items()]
        op.get_bind().execute(change.values({column: sa.bindparam("value")}), rows)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "application")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(CHECK), type_="check")
        batch_op.drop_column("points_in_tenths")
        batch_op.drop_column("worst_must")
        batch_op.create_index(COUNTED, ["region_id", "round_id", "status", "requested"])
