"""What this room finds to do for a person: begin an application, sign a draft, invite, and a deadline ahead."""

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for

from portal.core import clock
from portal.core.menu import Task
from portal.core.permissions import Permission, Side, can, places
from portal.core.text import _
from portal.identity.models import Person
from portal.pools import queries
from portal.pools.invitations import where_to_begin
from portal.pools.models import Round
from portal.pools.rules import Phase

AHEAD = timedelta(days=14)


def tasks(person: Person) -> Iterator[Task]:
    yield from _to_begin(person)
    yield from _to_sign(person)
    yield from _to_look_after(person)


def _to_begin(person: Person) -> Iterator[Task]:
    """Invitations that nobody at the job centre has taken up."""
    writes = places(person, Permission.APPLICATION_EDIT)[Side.APPLYING]
    for invitation in queries.invitations_of(person):
        this_round = invitation.round
        mine = invitation.job_centre_id in writes and queries.phase_of(this_round) is Phase.OPEN
        if mine and not queries.is_answered(invitation):
            why = _("%(reason)s %(indicator)s, %(period)s: %(value)s.", reason=invitation.reason,
                    indicator=invitation.indicator, period=invitation.indicator_period,
                    value=invitation.indicator_value)  # fmt: skip
            words = _("Begin the application: %(round)s", round=this_round.title)
            if this_round.pool.allots:
                words = _("Begin the addendum: %(round)s", round=this_round.title)
            yield Task(words, why, where_to_begin(this_round), this_round.closes_at)


def _to_sign(person: Person) -> Iterator[Task]:
    for draft in queries.drafts_to_sign(person):
        words = _("Sign the guideline %(year)s version %(number)s", year=str(draft.year), number=draft.number)
        why = _("Drafted by %(name)s. No round can be bound to it before you have signed.", name=draft.drafted_by.name)
        yield Task(words, why, url_for("pools.guideline", guideline_id=draft.id))


def _to_look_after(person: Person) -> Iterator[Task]:
    """For those who plan rounds: nobody is invited yet, or the deadline is near."""
    own = places(person, Permission.POOL_DRAFT)[Side.GRANTING]
    for this_round in queries.rounds_for(person) if own else ():
        stands = not this_round.is_cancelled and clock.now() < this_round.closes_at
        if this_round.region_id in own and stands:
            yield from _of_a_round(this_round, person)


def _to_allot(this_round: Round, person: Person) -> Iterator[Task]:
    """For the caseworker to write the amounts, then for the director to send the letters."""
    allotted = queries.allotments(this_round)
    if not allotted:
        why = _("No job centre knows yet what it can have of the round.")
        href = url_for("pools.allot", round_id=this_round.id)
        yield Task(_("Allot amounts in %(round)s", round=this_round.title), why, href, this_round.opens_at)
    waiting = [each for each in allotted if each.sent_at is None]
    if waiting and can(person, Permission.POOL_SIGN, this_round):
        why = _("Job centres that wait for their grant letter: %(number)s.", number=len(waiting))
        href = url_for("pools.send_letters", round_id=this_round.id)
        yield Task(_("Send the grant letters of %(round)s", round=this_round.title), why, href, this_round.opens_at)


def _of_a_round(this_round: Round, person: Person) -> Iterator[Task]:
    page = url_for("pools.show", round_id=this_round.id)
    if this_round.pool.allots:
        yield from _to_allot(this_round, person)
    elif this_round.by_invitation and not queries.invited(this_round):
        why = _("The round is only for invited job centres, and nobody is invited yet.")
        href = url_for("pools.invite", round_id=this_round.id)
        yield Task(_("Invite job centres to %(round)s", round=this_round.title), why, href, this_round.opens_at)
    if this_round.closes_at - clock.now() < AHEAD:
        why = _("After the deadline nobody can submit. Remind those who are still writing.")
        yield Task(_("The round %(round)s closes", round=this_round.title), why, page, this_round.closes_at)
