"""Annual reports for tests: money in odd øre, gathered by the worker or at once, and frozen."""

from datetime import UTC, datetime

from portal.core import clock
from portal.core.db import db
from portal.core.money import Ore
from portal.core.permissions import Role
from portal.decisions import actions as decisions
from portal.decisions.rules import Outcome, Ruling
from portal.pools import ledger, payments
from portal.projects import actions
from portal.projects.models import Project
from portal.results import annual, annual_sums
from portal.results import annual_showing as showing
from tests.decisions.cases import REQUESTED, a_recommended_case
from tests.support.standing import lying_under, standing

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


@lying_under
def director(make, region):
    return make.person(Role.DIRECTOR, region, title="Regionsdirektør")


@lying_under
def this_round(make, region):
    return make.round(region=region)


@standing
def money(make, this_round, caseworker):
    """Three grants in odd øre, paid and repaid on both sides of the new year of 2010."""
    first, second, third = grants(make, this_round, 620_000_37, 400_000_01, 99_999_99)
    pay(first, 310_000_11, caseworker, at=datetime(2010, 12, 14, 9, tzinfo=UTC))
    pay(second, 200_000_03, caseworker, at=datetime(2010, 12, 31, 22, 59, tzinfo=UTC))  # 23.59 in Denmark
    pay(third, 50_000_50, caseworker, at=datetime(2010, 12, 31, 23, 0, tzinfo=UTC))  # the new year has begun
    repay(first, 10_000_09, caseworker, at=datetime(2011, 2, 1, 9, tzinfo=UTC))
    return first, second, third


@standing
def project(make, region, this_round):
    """A granted and accepted project of the region, with milestones and goals."""
    with clock.at(datetime(2010, 11, 1, 9, tzinfo=UTC)):
        return granted(make, this_round)


def granted(make, this_round):
    case = a_recommended_case(make, round=this_round)
    decisions.decide(case.application, Ruling(Outcome.FULL, REQUESTED), seen=case.application.version, by=case.director)
    found = db.session.query(Project).filter_by(application_id=case.application.id).one()
    actions.accept(found, seen=found.version, by=case.manager)
    db.session.commit()
    found.people = case
    return found


def sums(report, table):
    return annual_sums.totals(showing.BY_KEY[table], report.facts["tables"][table].values())
