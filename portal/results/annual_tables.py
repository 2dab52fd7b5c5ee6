"""The tables of the annual report, as data: what a row is about, its columns, their units and sources. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from portal.core.text import Choice, Text, _


class Unit(Choice):
    KRONER = "kroner", _("kr.")
    PROJECTS = "projects", _("projects")
    NUMBER = "number", _("number")
    PLACES = "places", _("places")
    PERSONS = "persons", _("persons")
    WORDS = "words", _("words")


class About(StrEnum):
    """What one part of a row's key names."""

    POOL = "pool"
    ROUND = "round"
    CENTRE = "centre"
    PERIOD = "period"
    OCCUPATION = "occupation"
    CHANCE = "chance"
    GROUP = "group"
    INSTRUMENT = "instrument"
    MISSING = "missing"
    CASE = "case"
    RULE = "rule"


@dataclass(frozen=True)
class Key:
    about: About
    title: Text
    meaning: Text


@dataclass(frozen=True)
class Column:
    """`may_lack`: a row without the figure says that nobody knows it, which is not 0."""

    key: str
    title: Text
    unit: Unit
    meaning: Text
    may_lack: bool = False


@dataclass(frozen=True)
class Table:
    """`sums`: the last row adds up the others. `drawn`: the columns of its picture, if it has one."""

    key: str
    title: Text
    words: Text
    source: Text
    keys: tuple[Key, ...]
    columns: tuple[Column, ...]
    drawn: tuple[str, ...] = ()
    sums: bool = True

    def column(self, key: str) -> Column:
        return next(each for each in self.columns if each.key == key)


class Missing(Choice):
    """What the region still lacks."""

    ACCOUNT = "account", _("Account overdue")
    MEASUREMENT = "measurement", _("Goal without measurement")
    REPORT = "report", _("Yearly report overdue")


POOL = Key(About.POOL, _("Pool"), _("The pool the money comes from."))
ROUND = Key(About.ROUND, _("Round"), _("The round with its year, such as OPK-2010-SYD."))
CENTRE = Key(About.CENTRE, _("Job centre"), _("The job centre that answers for the grant."))
CASE = Key(About.CASE, _("Case"), _("The number of the application."))
LEDGER = _("The ledger of the pools, as it stood when the year ended")
K, N = Unit.KRONER, Unit.NUMBER

COMMITTED = Column("committed", _("Granted"), K, _("Bound by decisions and not given back to the frame."))
RELEASED = Column("released", _("Released"), K, _("Instalments that may be paid, paid or not."))
PAID = Column("paid", _("Paid"), K, _("Paid to the job centres."))
CLAIMED = Column("claimed", _("Claimed back"), K, _("Repayment that the settlement asks for."))
UNCLAIMED = Column("unclaimed", _("Not claimed"), K, _("Small amounts that are not claimed back."))
REPAID = Column("repaid", _("Repaid"), K, _("Repaid by the job centres."))

ROUNDS = Table(
    "rounds", _("From frame to repayment, by round"),
    _("Every round of the region as it stood when the year ended."), LEDGER, (POOL, ROUND),
    (Column("frame", _("Frame"), K, _("What the round has to grant.")), COMMITTED, RELEASED, PAID, CLAIMED, UNCLAIMED,
     REPAID, Column("left", _("Left of the frame"), K, _("The frame less what is granted."))),
    drawn=("frame", "committed", "paid", "repaid"),
)  # fmt: skip
MONEY = Table(
    "money", _("The money, by job centre"),
    _("What each job centre was granted, paid and has repaid, by round, when the year ended; and what happened in the "
      "year."), LEDGER, (POOL, ROUND, CENTRE),
    (COMMITTED, RELEASED, PAID, CLAIMED, UNCLAIMED, REPAID,
     Column("committed_in_year", _("Granted in the year"), K, _("Granted in the year, less what was given back.")),
     Column("paid_in_year", _("Paid in the year"), K, _("Paid to the job centre from 1 January to 31 December.")),
     Column("repaid_in_year", _("Repaid in the year"), K, _("Repaid from 1 January to 31 December."))),
)  # fmt: skip
PROJECTS = Table(
    "projects", _("Projects"), _("Projects that ran in the year, and those that were granted in it."),
    _("The projects of the portal"), (POOL, CENTRE),
    (Column("running", _("Ran in the year"), Unit.PROJECTS, _("Some day of the project lies in the year.")),
     Column("granted", _("Granted in the year"), Unit.PROJECTS, _("The decision was made in the year.")),
     Column("settled", _("Settled in the year"), Unit.PROJECTS, _("The settlement was made in the year."))),
)  # fmt: skip
GOALS = Table(
    "goals", _("Goals reached"), _("Targets whose day lies in the year, beside the last measurement of their time."),
    _("The job centres' measurements"), (POOL, CENTRE),
    (Column("targets", _("Targets"), N, _("Targets whose day lies in the year.")),
     Column("reached", _("Reached"), N, _("The measurement is at the target or better.")),
     Column("behind", _("Not reached"), N, _("The measurement is behind the target.")),
     Column("unknown", _("Not measured"), N, _("Nobody has measured it."))),
    drawn=("reached", "behind", "unknown"),
)  # fmt: skip
PLANS = Table(
    "plans", _("Planned and actual persons"),
    _("The number goals of the year, by target group and instrument. Actual is what was measured."),
    _("The job centres' measurements"),
    (POOL, Key(About.GROUP, _("Target group"), _("The persons that are counted.")),
     Key(About.INSTRUMENT, _("Instrument"), _("The offer that is counted."))),
    (Column("planned", _("Planned"), Unit.PERSONS, _("The target of the year.")),
     Column("actual", _("Actual"), Unit.PERSONS, _("The last measurement of the year; empty where there is none."),
            may_lack=True),
     Column("unmeasured", _("Goals not measured"), N, _("Goals without a measurement in the year."))),
)  # fmt: skip
JUDGED = _("The submissions, and the labour-market balance they were judged by")
PLACES = Table(
    "places", _("Places in occupations with good prospects"),
    _("Places of the projects granted in the year. Good prospects are good or very good in the balance that was in "
      "force at submission."), JUDGED,
    (POOL, CENTRE, Key(About.PERIOD, _("Balance"), _("The half-year of the balance, such as 2010H1."))),
    (Column("places", _("Places"), Unit.PLACES, _("Places in the submission.")),
     Column("good", _("Good prospects"), Unit.PLACES, _("In occupations with good or very good prospects.")),
     Column("other", _("Less good prospects"), Unit.PLACES, _("In occupations with less good prospects.")),
     Column("unjudged", _("Not in the balance"), Unit.PLACES, _("In occupations that the balance does not have."))),
    drawn=("good", "other", "unjudged"),
)  # fmt: skip
OCCUPATIONS = Table(
    "occupations", _("Places by occupation"), _("The occupations that the places of the year lead to."), JUDGED,
    (POOL, Key(About.OCCUPATION, _("Occupation"), _("The occupation, with its ISCO-08 code.")),
     Key(About.CHANCE, _("Prospects"), _("As the balance of the submission has them."))),
    (Column("places", _("Places"), Unit.PLACES, _("Places in the submission.")),),
)  # fmt: skip
MILESTONES = Table(
    "milestones", _("Milestones kept"), _("Milestones whose day, as first agreed, lies in the year."),
    _("The milestones of the projects"), (POOL, CENTRE),
    (Column("milestones", _("Milestones"), N, _("Milestones first agreed for the year.")),
     Column("on_time", _("On time"), N, _("Done no later than first agreed.")),
     Column("moved", _("Moved"), N, _("Given a later day, and kept or still to come.")),
     Column("late", _("Reached too late"), N, _("Done after the day that was agreed last.")),
     Column("open", _("Late or not marked"), N, _("The day has passed, and nobody has marked it as done.")),
     Column("missed", _("Not or partly reached"), N, _("The job centre marked it as not reached, or as partly so.")),
     Column("to_come", _("To come"), N, _("The day had not passed when the report was compiled."))),
    drawn=("on_time", "moved", "late", "open"),
)  # fmt: skip
CHANGES = Table(
    "changes", _("Changes of budgets"), _("Change requests that were decided in the year, and those that wait."),
    _("The change requests of the projects"), (POOL, CENTRE),
    (Column("approved", _("Approved"), N, _("Approved in the year.")),
     Column("refused", _("Not approved"), N, _("Refused in the year.")),
     Column("waiting", _("Waiting"), N, _("Sent in the year and not answered."))),
)  # fmt: skip
WAIVERS = Table(
    "waivers", _("Rules set aside"), _("Waivers that the director made in the year."), _("The cases of the region"),
    (POOL, CASE, Key(About.RULE, _("Rule"), _("The rule that was set aside."))),
    (Column("until", _("Until"), Unit.WORDS, _("The last day of the waiver.")),
     Column("reason", _("Reason"), Unit.WORDS, _("As both sides can read it."))),
    sums=False,
)  # fmt: skip
REPORTS = Table(
    "reports", _("Yearly reports"), _("The yearly reports that the projects owe for the year."),
    _("The yearly reports of the projects"), (POOL, CENTRE),
    (Column("owed", _("Owed"), N, _("Reports opened for the year.")),
     Column("approved", _("Approved"), N, _("Approved by the region.")),
     Column("signed", _("Sent to the region"), N, _("Signed and not answered yet.")),
     Column("returned", _("Sent back"), N, _("With the job centre to be corrected.")),
     Column("open", _("Being written"), N, _("Not signed yet."))),
)  # fmt: skip
LACKING = Table(
    "missing", _("What is missing"), _("What the region still lacks for the year, when the report was compiled."),
    _("The accounts, goals and yearly reports of the projects"),
    (POOL, CENTRE, Key(About.MISSING, _("What"), _("What is missing."))),
    (Column("number", _("Number"), N, _("How many there are.")),
     Column("cases", _("Cases"), Unit.WORDS, _("The first of them."))),
)  # fmt: skip
TABLES = (ROUNDS, MONEY, PROJECTS, GOALS, PLANS, PLACES, OCCUPATIONS, MILESTONES, CHANGES, WAIVERS, REPORTS, LACKING)
BY_KEY = {each.key: each for each in TABLES}
