"""Inviting job centres to a round, with the reason and the indicator it rests on; their managers get a mail."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from flask import current_app, url_for

from portal.adapters import mail
from portal.core import audit, clock
from portal.core.db import db
from portal.core.errors import Conflict, Problem, refuse_if
from portal.core.text import _
from portal.identity.links import address_of
from portal.identity.models import Organisation, Person
from portal.pools import queries
from portal.pools.models import Invitation, Round
from portal.pools.periods import problem_with_the_period
from portal.pools.rules import centre_of, figure_of, problem_with_the_figure, problems_with_an_invitation


@dataclass(frozen=True)
class Grounds:
    """Why these job centres: one reason and one indicator, with its value for each of them."""

    reason: str
    indicator: str
    period: str


def invite(this_round: Round, values: Mapping[int, str], grounds: Grounds, *, by: Person) -> list[Invitation]:
    """Invite the job centres whose ids are the keys of `values`; each value is the centre's own figure."""
    audit.wait_for_turn()  # two colleagues who invite in the same instant come one after the other
    free = {centre.id: centre for centre in queries.not_invited(this_round)}
    problems = list(_cannot_invite(this_round))
    refuse_if([*problems, *problems_with(values, grounds, {each: centre.name for each, centre in free.items()})])
    if values.keys() - free.keys():
        raise Conflict(Problem(_("A colleague has invited one of these job centres already. Open the page again.")))
    invited = [_invite(this_round, free[each], value, grounds, by) for each, value in values.items()]
    db.session.flush()
    managers = queries.managers(list(values))
    for invitation in invited:
        _tell(invitation, managers[invitation.job_centre_id])
        audit.record("invitation.sent", this_round, by=by, job_centre=invitation.job_centre.code)
    return invited


def _cannot_invite(this_round: Round) -> Iterator[Problem]:
    cancelled = this_round.is_cancelled
    return problems_with_an_invitation(this_round.closes_at, now=clock.now(), cancelled=cancelled)


def refuse_when_closed(this_round: Round) -> None:
    for problem in _cannot_invite(this_round):
        raise Conflict(problem)


def problems_with(values: Mapping[int, str], grounds: Grounds, names: Mapping[int, str]) -> list[Problem]:
    """`names` are the job centres' own, so that it is said which figure cannot be read."""
    problems = [] if values else [Problem(_("Choose at least one job centre."), "job_centres")]
    for each, value in values.items():
        if found := problem_with_the_figure(names.get(each, ""), value):
            problems.append(Problem(found, figure_of(each)))
    for field in ("reason", "indicator", "period"):
        if not getattr(grounds, field).strip():
            problems.append(Problem(_("Fill this in: the job centre sees it in its invitation."), field))
    if grounds.period.strip() and (unread := problem_with_the_period(grounds.period)):
        problems.append(Problem(unread, "period"))
    return problems


def left_over(typed: Mapping[int, str], chosen: Collection[int], names: Mapping[int, str]) -> Iterator[Problem]:
    """A figure that somebody typed for a job centre and did not choose it: nothing that is typed vanishes unsaid."""
    for each, value in typed.items():
        if value.strip() and each not in chosen:
            sentence = _(
                "%(centre)s has a figure but is not chosen. Choose the job centre, or delete the figure.",
                centre=names[each],
            )
            yield Problem(sentence, centre_of(each))


def where_to_begin(this_round: Round) -> str:
    """The address at which an application is begun, once the room of applications stands; else the round's page."""
    if "applications.begin" in current_app.view_functions:
        return url_for("applications.begin", round_id=this_round.id)
    return url_for("pools.show", round_id=this_round.id)


def _invite(this_round: Round, centre: Organisation, value: str, grounds: Grounds, by: Person) -> Invitation:
    invitation = Invitation(
        round=this_round,
        job_centre=centre,
        reason=grounds.reason,
        indicator=grounds.indicator,
        indicator_value=value,
        indicator_period=grounds.period,
        sent_at=clock.now(),
        sent_by_id=by.id,
    )
    db.session.add(invitation)
    return invitation


def _tell(invitation: Invitation, managers: list[Person]) -> None:
    for manager in managers:
        mail.send_later(
            "round_invitation",
            to=manager.email,
            key=f"invitation:{invitation.id}",
            language_code=manager.language,
            invitation=invitation,
            manager=manager,
            href=address_of("pools.show", round_id=invitation.round_id),
        )
