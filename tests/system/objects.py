"""The objects of the demonstration data that the addresses of the portal name: one's own or, for others, theirs."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Select, select
from werkzeug.routing import Rule

from portal.applications.models import Application, Attachment, Sparring
from portal.applications.rules import Status
from portal.budgets.models import BudgetImport
from portal.core.db import db
from portal.core.permissions import Role
from portal.identity.models import Membership, Organisation
from portal.labour_market.models import BalanceImport, IndicatorImport
from portal.pools.models import Allotment, Guideline, Pool, Round
from portal.pools.rules import GuidelineStatus
from portal.projects.models import Account, BudgetChange, Instalment, Milestone, Project, Voucher
from portal.results.annual_models import AnnualEdition, AnnualReport
from portal.results.annual_rules import AnnualStatus
from portal.results.models import ResultsReview, ReviewImport
from portal.results.report_models import YearlyReport
from portal.results.report_rules import ReportStatus
from portal.results.rules import ReviewStatus

OWN_CENTRE, OTHER_CENTRE = "JC-0573", "JC-0461"
OWN_REGION, OTHER_REGION = "BR-SD", "BR-MJ"
Values = dict[str, Any]


def organisation(code: str) -> Organisation:
    return db.session.scalars(select(Organisation).where(Organisation.code == code)).one()


def named_by(rule: Rule) -> Mapping[str, Values]:
    """What the address can name: a draft and a decided case of one's own, or one object, or nothing."""
    names = rule.arguments - set(rule.defaults or {})
    if rule.endpoint in OTHER_OBJECTS:
        return {"own": OTHER_OBJECTS[rule.endpoint]()}
    if not names:
        return {"": {}}
    if "application_id" in names:
        return {state: values_for(names, application) for state, application in cases().items()}
    return {"own": values_for(names, cases()["decided"])}


def cases() -> dict[str, Application]:
    """Both of Jobcenter Varde: what it writes now, and what was granted in 2010."""
    mine = select(Application).join(Application.job_centre).where(Organisation.code == OWN_CENTRE)
    draft = db.session.scalars(mine.where(Application.status == Status.DRAFT).order_by(Application.id)).first()
    granted = db.session.scalars(mine.where(Application.status == Status.GRANTED).order_by(Application.id)).first()
    assert draft is not None
    assert granted is not None
    return {"draft": draft, "decided": granted}


def values_for(names: Iterable[str], application: Application) -> Values:
    return {name: FINDERS[name](application) for name in names}


def a_colleague(_application: Application) -> int:
    """The second writer of the job centre, whose role can be taken away."""
    centre = organisation(OWN_CENTRE)
    held = select(Membership).where(Membership.organisation_id == centre.id, Membership.role == Role.WRITER)
    return list(db.session.scalars(held.order_by(Membership.person_id)))[-1].person_id


def a_talk(_application: Application) -> int:
    """About one of the job centre's applications: only the writer who noted it may put it right, while it is open."""
    mine = select(Sparring.id).join(Application, Application.id == Sparring.application_id)
    return first(mine.where(Application.job_centre_id == organisation(OWN_CENTRE).id))


def a_waiting_guideline(_application: Application) -> int:
    waiting = select(Guideline.id).where(Guideline.status == GuidelineStatus.DRAFT)
    return int(db.session.scalars(waiting.order_by(Guideline.id)).one())


def first(ids: Select[tuple[int]]) -> int:
    """The first of them; a number that no object has when there is none."""
    return db.session.scalars(ids.order_by(ids.selected_columns[0])).first() or 999_999


def of_its_project(ids: Any, to_project: Any, application: Application) -> int:
    return first(select(ids).join(to_project).where(Project.application_id == application.id))


def a_round(position: int) -> int:
    """The upskilling pool's rounds lie one after the other: closed, open, and planned."""
    of_the_pool = select(Round.id).join(Round.pool).where(Pool.code == "upskilling")
    return int(db.session.scalars(of_the_pool.order_by(Round.opens_at)).all()[position])


def an_allotting_round() -> int:
    return int(db.session.scalars(select(Round.id).join(Round.pool).where(Pool.allots).order_by(Round.id)).all()[0])


def a_grant_letter() -> int:
    """That of Jobcenter Varde."""
    own = select(Allotment.id).join(Allotment.job_centre).where(Organisation.code == OWN_CENTRE)
    return first(own)


def a_review(status: ReviewStatus) -> int:
    """Of Jobcenter Varde: last year's is open, and that of 2010 is closed."""
    own = select(ResultsReview.id).join(ResultsReview.job_centre).where(Organisation.code == OWN_CENTRE)
    return first(own.where(ResultsReview.status == status))


def a_review_file(status: ReviewStatus) -> Values:
    review_id = a_review(status)
    return {
        "review_id": review_id,
        "review_import_id": first(select(ReviewImport.id).where(ReviewImport.review_id == review_id)),
    }


def a_report(status: ReportStatus) -> Values:
    """That of Jobcenter Varde for 2011 is sent back; one of Odense waits for the region."""
    of_a_centre = select(YearlyReport.id).join(YearlyReport.project).join(Project.application)
    own = of_a_centre.join(Application.job_centre).where(Organisation.code == OWN_CENTRE)
    rows = own if status is ReportStatus.RETURNED else of_a_centre
    return {"report_id": first(rows.where(YearlyReport.status == status))}


FINDERS: Mapping[str, Callable[[Application], Any]] = {
    "talk_id": a_talk,
    "application_id": lambda application: application.id,
    "organisation_id": lambda _application: organisation(OWN_CENTRE).id,
    "person_id": a_colleague,
    "role": lambda _application: "writer",
    "token": lambda _application: "not-a-token",
    "guideline_id": a_waiting_guideline,
    "round_id": lambda _application: a_round(1),
    "allotment_id": lambda _application: a_grant_letter(),
    "key": lambda _application: "background",
    "number": lambda _application: 1,
    "attachment_id": lambda application: first(
        select(Attachment.id).where(Attachment.application_id == application.id)
    ),
    "import_id": lambda application: first(
        select(BudgetImport.id).where(BudgetImport.application_id == application.id)
    ),
    "project_id": lambda application: first(select(Project.id).where(Project.application_id == application.id)),
    "milestone_id": lambda application: first(
        select(Milestone.id).join(Milestone.project).where(Project.application_id == application.id)
    ),
    "account_id": lambda application: of_its_project(Account.id, Account.project, application),
    "change_id": lambda application: of_its_project(BudgetChange.id, BudgetChange.project, application),
    "instalment_id": lambda application: of_its_project(Instalment.id, Instalment.project, application),
    "voucher_id": lambda application: first(
        select(Voucher.id).join(Voucher.account).join(Account.project).where(Project.application_id == application.id)
    ),
    "pool": lambda _application: "upskilling",
    "version": lambda _application: 1,
    "review_id": lambda _application: a_review(ReviewStatus.OPEN),
    "review_import_id": lambda _application: a_review_file(ReviewStatus.OPEN)["review_import_id"],
    "balance_import_id": lambda _application: first(select(BalanceImport.id)),
    "figure_import_id": lambda _application: first(select(IndicatorImport.id)),
    "report_id": lambda _application: a_report(ReportStatus.RETURNED)["report_id"],
    "section": lambda _application: "money",
    "year": lambda _application: 2010,
    "annual_id": lambda _application: first(select(AnnualReport.id).where(AnnualReport.status == AnnualStatus.READY)),
    "edition_id": lambda _application: first(select(AnnualEdition.id).order_by(AnnualEdition.id.desc())),
    "table": lambda _application: "rounds",
    "name": lambda _application: "dkfds",
    "file": lambda _application: "css/dkfds.min.css",
    "filename": lambda _application: "portal.css",
}
OTHER_OBJECTS: Mapping[str, Callable[[], Values]] = {  # where the usual object could not be asked about
    "results.answer_report": lambda: a_report(ReportStatus.SIGNED),
    "results.reopen": lambda: {"review_id": a_review(ReviewStatus.CLOSED)},
    "pools.edit_round": lambda: {"round_id": a_round(2)},
    **{
        f"pools.{each}": lambda: {"round_id": an_allotting_round()}
        for each in ("allot", "read_allotments", "allotments_csv", "allotments_xlsx", "send_letters")
    },
}
