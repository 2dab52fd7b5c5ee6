"""What the frame can bear: decided, this decision, left, and what the open cases ask for."""

from flask_babel import gettext, ngettext
from sqlalchemy import func, select

from portal.applications.models import Application
from portal.applications.rules import Status
from portal.core.db import db
from portal.core.errors import Problem
from portal.core.language import shown
from portal.core.money import Ore
from portal.core.text import Text
from portal.decisions.models import Decision
from portal.pools import ledger
from portal.pools.models import Round
from portal.pools.rules import FramePicture

OPEN = (Status.SUBMITTED, Status.RETURNED, Status.RECOMMENDED)
MOST_NAMED = 5
BLANKS = {"amount": "{amount}", "left": "{left}"}  # which the script fills in


def picture(application: Application, this: Ore) -> FramePicture:
    asked, _number = asked_by_others(application)
    this_round = application.round
    return FramePicture(frame=this_round.frame, decided=this_round.committed, asked=asked, this=this)


def problems_with_the_frame(this_round: Round, amount: Ore) -> list[Problem]:
    """What the frame has left, in a sentence with the figures, when it cannot bear the amount."""
    return [Problem(ledger.too_much(this_round, amount), "amount")] if amount > this_round.left else []


def sentences(this_round: Round) -> dict[str, str]:
    """For the script that lets the page follow what is typed: what a grant leaves, and that it does not fit."""
    too_much = ledger.too_much(this_round, Ore(0))
    named = Text(too_much.english, {**too_much.values, "asked": BLANKS["amount"]})
    binds = gettext("A grant binds its amount in the frame. With %(amount)s, %(left)s is left.", **BLANKS)
    return {"binds": binds, "short": str(shown(named))}


def asked_by_others(application: Application) -> tuple[Ore, int]:
    """What the other open cases of the round have applied for, and how many they are."""
    rows = select(func.coalesce(func.sum(Application.requested), 0), func.count()).where(
        Application.round_id == application.round_id, Application.status.in_(OPEN), Application.id != application.id
    )
    amount, number = db.session.execute(rows).one()
    return Ore(int(amount)), number


def notes(application: Application) -> dict[str, str]:
    """What each row of the gauge covers."""
    titles = granted_titles(application)
    _asked, number = asked_by_others(application)
    others = ngettext("One other case is open", "%(num)d other cases are open", number)
    return {
        "decided": ", ".join(titles[:MOST_NAMED]) + (" …" if len(titles) > MOST_NAMED else ""),
        "this": gettext("The amount recommended, or the one you sent last"),  # a script says that it follows
        "left": gettext("What can still be granted after this decision"),
        "asked": others if number else gettext("No other case is open"),
        "frame": application.round.title,
    }


def granted_titles(application: Application) -> list[str]:
    rows = select(Application.title).join(Decision, Decision.application_id == Application.id)
    granted = rows.where(Application.round_id == application.round_id, Decision.amount > Ore(0))
    return list(db.session.scalars(granted.order_by(Decision.decided_at, Decision.id)))
