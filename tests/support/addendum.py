"""An addendum that meets every rule of the consultant pool. Tests change one thing at a time."""

from copy import deepcopy
from typing import Any

from tests.support.documents import complete_document

LONG = (
    "To virksomhedskonsulenter opsøger virksomhederne i Varde, aftaler praktik og løntilskud med dem og holder "
    "kontakten til de langtidsledige, mens de er der. Hver ledig får en samtale mere om måneden og en mentor fra "
    "første dag, og virksomheden har ét nummer at ringe til."
)
YEARS = (2010, 2011, 2012, 2013)
WAGES = {2010: 18_374_200, 2011: 62_400_000, 2012: 62_400_000, 2013: 62_400_000}


def a_goal(instrument: str, baseline: int, *persons: int, group: str = "Langtidsledige") -> dict[str, Any]:
    return {
        "target_group": group,
        "instrument": instrument,
        "baseline": str(baseline),
        "baseline_period": "1. halvår 2010",
        "baseline_source": "jobindsats.dk",
        "goals": [{"year": year, "persons": str(each)} for year, each in zip(YEARS, persons, strict=True)],
        "actual": [],
    }


def a_milestone(year: int, number: int) -> dict[str, Any]:
    return {
        "number": number, "title": f"Mål for {year}", "date": f"{year}-12-15", "responsible": "Teamlederen",
        "result": "Aftaler med 20 virksomheder mere", "status": "planned",
    }  # fmt: skip


def a_position(**facts: Any) -> dict[str, Any]:
    return {
        "number": 1, "job_centre": "Varde", "function": "Virksomhedskonsulent", "start": "2010-09-15", "end": None,
        "share": "1", "monthly_wage_ore": 3_600_000, "pension_percent": "17.3", "sought_ore": 100_000_000,
        "own_ore": None, "caseload": "40", "visits": "200",
    } | facts  # fmt: skip


def complete_addendum() -> dict[str, Any]:
    """Varde's answer to its grant letter: one consultant, 40 persons more in companies."""
    document = complete_document()
    kept = document["sections"]
    sought = sum(WAGES.values())
    years = [
        {"year": year, "units": "12", "unit_price_ore": amount // 12, "amount_ore": amount}
        for year, amount in WAGES.items()
    ]
    line = {
        **deepcopy(kept["budget"]["lines"][0]), "number": 1, "category": "11", "purpose": "Virksomhedskonsulent, Varde",
        "unit": "months", "years": years, "sought_ore": sought, "own_ore": 0, "other_ore": 0, "refund": False,
        "note": "", "function": "Virksomhedskonsulent", "hours": "5800", "hourly_rate_ore": 29_500,
    }  # fmt: skip
    paid = [{"year": year, "amount_ore": amount} for year, amount in WAGES.items()]
    document["pool"] = "consultants"
    document["sections"] = {
        "basis": {**kept["basis"], "period_start": "2010-11-01", "period_end": "2012-12-31", "partners": []},
        "plan": {"overall_goals": LONG, "strategy": LONG},
        "plan_group": {"groups": ["long_term"], "description": LONG},
        "number_goals": {"explanation": ""},
        "results": {"requirements": LONG},
        "tasks": dict.fromkeys(("interviews", "contact", "mentors", "service"), LONG),
        "positions": {"consultants_before": "2", "consultants_after": "3"},
        "budget": {
            "lines": [line],
            "financing": [{"source": "Puljen", "kind": "grant", "status": "applied", "years": paid}],
            "early_cost_reason": "Konsulenten ansættes den 15. september 2010.",
            "positions": [a_position(sought_ore=sought)],
            "goals": [
                a_goal("placement", 40, 45, 55, 58, 60),
                a_goal("private_subsidy", 10, 12, 15, 20, 20),
                a_goal("public_subsidy", 20, 20, 25, 30, 30),
            ],
            "milestones": [a_milestone(year, number) for number, year in enumerate(YEARS, 1)],
            "grants": [{"year": year, "grant_ore": amount, "allocation_ore": None} for year, amount in WAGES.items()],
        },
        "adoption": {
            "plans": [
                {"year": 2010, "body": "council", "date": "2010-08-31", "status": "decided"},
                {"year": 2011, "body": "committee", "date": "2010-12-14", "status": "expected"},
            ],
            "council": "local",
            "council_on": "2010-08-24",
        },
        "attachments": kept["attachments"],
        "declarations": kept["declarations"],
        "sparring": kept["sparring"],
    }
    return document
