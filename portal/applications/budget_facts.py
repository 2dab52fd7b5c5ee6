"""What the sheet Stamdata of an application's workbook says: who applies, and what the draft knows of the project."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portal.applications.models import Application
from portal.applications.showing import partner_names
from portal.budgets.labels import Words
from portal.budgets.template import Fact
from portal.pools.settings import Settings

WITHOUT_VAT = Words("Alle beløb er uden moms", "All amounts exclude VAT")
DECISIONS = ("decision_first", "decision_second")


def of_applicant(application: Application) -> dict[str, Fact]:
    """Who applies, in which round: also in a workbook without the draft's figures."""
    centre = application.job_centre
    return {
        "round": application.round.title,
        "applicant": centre.name,
        "municipality_code": centre.code.removeprefix("JC-"),
        "cvr": centre.cvr or "",
        "ean": centre.ean or "",
        "participants": application.places,
    }


def of_draft(application: Application, language: str) -> dict[str, Fact]:
    """Everything else the draft has an answer to; what nobody has answered is left out."""
    basis = _answers(application, "basis")
    settings = Settings.from_json(application.round.guideline.settings)
    rate = next(iter(settings.km_rates), None)
    known: dict[str, Fact | None] = {
        **of_applicant(application),
        "partners": ", ".join(partner_names(application)) or None,
        "period_start": _day(basis.get("period_start")),
        "period_end": _day(basis.get("period_end")),
        "vat": WITHOUT_VAT[language] if _answers(application, "declarations").get("vat_excluded") else None,
        "hours_per_year": settings.hours_per_year,
        "km_rate": None if rate is None else Decimal(rate) / 100,
        "plan_years": ", ".join(map(str, settings.addendum_years)),
        **_adopted(application, settings.addendum_years),
    }
    answered = {key: basis[key] for key in ("cvr", "ean") if basis.get(key)}
    return {key: value for key, value in {**known, **answered}.items() if value is not None}


def _answers(application: Application, key: str) -> Mapping[str, Any]:
    """Nothing where the pool has no such section."""
    return next((each.answers for each in application.sections if each.key == key), {})


def _adopted(application: Application, years: tuple[int, ...]) -> dict[str, date | None]:
    """When the addendum to each employment plan is decided."""
    plans = _answers(application, "adoption").get("plans") or []
    days = {str(each.get("year")): _day(each.get("date")) for each in plans}
    return {key: days.get(str(year)) for key, year in zip(DECISIONS, years, strict=False)}


def _day(answer: object) -> date | None:
    """A day that could not be read stands in the draft as it was typed."""
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None
