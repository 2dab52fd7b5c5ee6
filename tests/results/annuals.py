"""Annual reports for tests: money in odd øre, gathered by the worker or at once, and frozen."""

from datetime import UTC, datetime

from portal.core import clock
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.pools import ledger, payments
from portal.results import annual

SPRING = datetime(2011, 4, 20, 9, tzinfo=UTC)
A_YEAR_LATER = datetime(2012, 4, 20, 9, tzinfo=UTC)


def compiled(region, by, year=2010, pool=None, at=SPRING):
    """Gathered at once, as the command does."""
    with clock.at(at):
        report = annual.begin(region, year, pool, by=by)
        while annual.gather(report):
            annual.queue(report)
    return report


def frozen(report, by, words="Tallene er gennemgået.", at=SPRING):
    with clock.at(at):
        return annual.freeze(report, words, seen=report.version, by=by)


def grants(make, this_round, *amounts, at=datetime(2010, 12, 1, 9, tzinfo=UTC)):
    """One case for each amount, bound in the ledger, each of a job centre of its own."""
    by, cases = make.person(Role.DIRECTOR, this_round.region), []
    for amount in amounts:
        application = make.application(round=this_round)
        with clock.at(at):
            ledger.commit(this_round, Ore(amount), case=application.reference, by=by)
        cases.append(application)
    return cases


def pay(application, amount, by, *, at):
    this_round, case = application.round, application.reference
    with clock.at(at):
        payments.release(this_round, Ore(amount), case=case, by=by)
        payments.pay(this_round, Ore(amount), case=case, by=by)


def repay(application, amount, by, *, at):
    this_round, case = application.round, application.reference
    with clock.at(at):
        payments.claim(this_round, Ore(amount), case=case, by=by)
        payments.repay(this_round, Ore(amount), case=case, by=by)
