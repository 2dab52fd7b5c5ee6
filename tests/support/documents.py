"""An application document that meets every rule, and the round it is judged in. Tests change one thing at a time."""

from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

from portal.core.money import Ore
from portal.eligibility.context import Context, RoundFacts
from portal.pools.settings import Settings

LONG = (
    "Projektet fører langtidsledige fra Varde og Esbjerg direkte over i arbejde på regionens lagre og i transport. "
    "Deltagerne får truckcertifikat, kender vejen fra ordre til forsendelse og har fået en praktikplads, "
    "før kurset begynder."
)
BALANCE = {"8332": "RG", "8344": "G", "4321": "G", "5223": "MG", "7212": "RG"}
KRONE = 100


def complete_document() -> dict[str, Any]:
    """“Fra ledig til lager”: Varde and Esbjerg, 40 places, 620.000 kr."""
    return deepcopy(DOCUMENT)


def context(**changes: Any) -> Context:
    facts: dict[str, Any] = {
        "round": a_round(),
        "guideline_version": 3,
        "settings": Settings(),
        "region_of": {"JC-0573": "BR-SD", "JC-0561": "BR-SD", "JC-0461": "BR-SD", "JC-0851": "BR-NJ"},
        "municipalities": {"0573": "Varde", "0561": "Esbjerg", "0461": "Odense", "0851": "Aalborg"},
        "chances": dict(BALANCE),
        "balance_period": "2010H1",
        "risk_groups": {"Nyuddannede uden job efter 6 måneder": date(2010, 8, 16)},
    }
    return Context(**(facts | changes))


def a_round(**changes: Any) -> RoundFacts:
    facts: dict[str, Any] = {
        "reference": "OPK-2010-SYD",
        "year": 2010,
        "region": "BR-SD",
        "opens_at": datetime(2010, 9, 6, 6, 0, tzinfo=UTC),
        "closes_at": datetime(2010, 10, 15, 10, 0, tzinfo=UTC),  # kl. 12.00 in Copenhagen
        "period_start": date(2010, 11, 1),
        "period_end": date(2012, 12, 31),
        "frame": Ore(4_200_000 * KRONE),
        "left": Ore(4_200_000 * KRONE),
        "largest_grant": Ore(1_000_000 * KRONE),
        "by_invitation": True,
        "invited": frozenset({"JC-0573", "JC-0461"}),
        "expected_grant_on": date(2010, 11, 1),
    }
    return RoundFacts(**(facts | changes))


def _year(year: int, units: str, price: int) -> dict[str, Any]:
    amount = int(float(units) * price) * KRONE
    return {"year": year, "units": units, "unit_price_ore": price * KRONE, "amount_ore": amount}


def _line(number: int, category: str, purpose: str, unit: str, *years: dict[str, Any], **rest: Any) -> dict[str, Any]:
    empty = {"own_ore": 0, "other_ore": 0, "refund": False, "note": "", "function": "", "hours": None}
    cost = sum(each["amount_ore"] for each in years)
    line = {"number": number, "category": category, "purpose": purpose, "unit": unit, "years": list(years)}
    return line | {"sought_ore": cost, "hourly_rate_ore": None} | empty | rest


LINES = [
    _line(1, "10", "Projektleder", "hours", _year(2010, "50", 400), _year(2011, "200", 400),
          function="Projektleder", hours="250", hourly_rate_ore=400 * KRONE),
    _line(2, "11", "Virksomhedskontakt", "hours", _year(2011, "400", 350),
          function="Projektmedarbejder", hours="400", hourly_rate_ore=350 * KRONE),
    _line(3, "21", "Truckcertifikat B og lagerkursus", "courses", _year(2010, "10", 7000), _year(2011, "30", 7000)),
    _line(4, "30", "Undervisningsmaterialer", "pieces", _year(2011, "40", 500)),
    _line(5, "40", "Kørsel til praktiksteder", "km", _year(2011, "5000", 4)),
    _line(6, "60", "Administration af praktikaftaler", "hours", _year(2011, "100", 300)),
    _line(7, "80", "Revision af regnskabet", "pieces", _year(2011, "1", 30_000)),
]  # fmt: skip

DOCUMENT: dict[str, Any] = {
    "schema": "puljeportalen/application/1",
    "reference": "OPK-2010-SYD-007",
    "pool": "upskilling",
    "round": "OPK-2010-SYD",
    "guideline_version": 3,
    "balance_period": "2010H1",
    "judged_at": "2010-10-12T09:30:00+02:00",
    "job_centre": "JC-0573",
    "sections": {
        "basis": {
            "title": "Fra ledig til lager",
            "period_start": "2010-11-15",
            "period_end": "2011-12-31",
            "early_start_reason": "",
            "grant_responsible": "0573",
            "cvr": "29189811",
            "ean": "5798005000013",
            "partners": [{"municipality_code": "0561", "places": 16, "amount_ore": 248_000 * KRONE}],
            "contact_name": "Bodil Kragh",
            "contact_role": "Projektkonsulent",
            "contact_email": "bodil.kragh@varde.example",
            "contact_phone": "70 10 20 30",
            "manager_name": "Henrik Møller",
            "manager_title": "Jobcenterchef",
            "manager_email": "henrik.moeller@varde.example",
        },
        "background": {
            "background": LONG,
            "purpose": LONG,
            "project_type": "placement_training",
            "project_type_other": "",
        },
        "target_group": {
            "groups": ["long_term"],
            "risk_group": "",
            "description": LONG,
            "match_reason": "",
            "lines": [
                {"benefit_type": "DAGP", "match_group": "1", "number": 25, "long_term_share": 90},
                {"benefit_type": "KTH", "match_group": "1", "number": 15, "long_term_share": 80},
            ],
        },
        "occupations": {
            "lines": [
                {"occupation_code": "8344", "title": "Truckfører", "places": 20},
                {"occupation_code": "4321", "title": "Lager- og logistikmedarbejder", "places": 14},
                {"occupation_code": "5223", "title": "Butiksassistent", "places": 6},
            ],
            "choice_reason": "",
        },
        "activities": {
            "lines": [
                {"title": "Truckcertifikat og lagerdrift", "instrument": "VO_OVR", "weeks": 4, "places": 10,
                 "leads_to": "Lagermedarbejder på centrallagre", "provider_type": "external", "provider": "AMU Vest",
                 "hours": 148, "price_per_week_ore": 1750 * KRONE, "start": "2010-11-22", "end": "2011-06-30"},
                {"title": "Praktik på lager", "instrument": "PRAK_P", "weeks": 8, "places": 30,
                 "leads_to": "Ansættelse hos praktikværten", "provider_type": "internal", "provider": "",
                 "hours": None, "price_per_week_ore": None, "start": "2011-01-10", "end": "2011-12-15"},
            ],
            "company_share_today": 36,
            "job_search_note": "",
        },
        "goals": {
            "lines": [
                {"indicator": "Andel i ordinært arbejde 3 måneder efter", "counts_in": "employment", "unit": "percent",
                 "baseline": "28", "baseline_date": "2010-06-30", "baseline_source": "jobindsats.dk", "target": "45",
                 "target_date": "2011-12-31", "method": "Opgørelse på jobindsats.dk", "better": "higher",
                 "comparison": "35", "best_quarter": "40"},
                {"indicator": "Gennemsnitligt antal uger på ydelse", "counts_in": "other", "unit": "weeks",
                 "baseline": "46.5", "baseline_date": "2010-06-30", "baseline_source": "jobindsats.dk", "target": "40",
                 "target_date": "2011-12-31", "method": "Opgørelse på jobindsats.dk", "better": "lower",
                 "comparison": "44", "best_quarter": "41"},
            ],
            "realism_reason": "",
        },
        "should_elements": {
            "lines": [
                {"element": "A", "text": "Varde og Esbjerg deler hold og virksomhedskontakt."},
                {"element": "C", "text": "Tre lagervirksomheder stiller pladser til rådighed."},
            ]
        },
        "organisation": {
            "description": LONG,
            "steering_needed": "yes",
            "steering_members": "Jobcentercheferne i Varde og Esbjerg og en lagerchef",
            "no_steering_reason": "",
        },
        "phases": {
            "lines": [
                {"title": "Første hold begynder", "date": "2010-11-22", "responsible": "Bodil Kragh",
                 "result": "10 på hold"},
                {"title": "Halvvejs", "date": "2011-06-30", "responsible": "Bodil Kragh",
                 "result": "20 har gennemført"},
            ],
            "plan": LONG,
        },
        "budget": {
            "lines": LINES,
            "financing": [
                {"source": "Puljen", "kind": "grant", "status": "applied",
                 "years": [{"year": 2010, "amount_ore": 90_000 * KRONE},
                           {"year": 2011, "amount_ore": 530_000 * KRONE}]},
            ],
            "early_cost_reason": "",
        },
        "follow_up": {"follow_up": LONG, "evaluation": LONG},
        "attachments": {
            "files": [
                {"name": "samarbejdsaftale.pdf", "media_type": "application/pdf", "size": 184_320,
                 "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "scan": "clean"},
            ]
        },
        "declarations": {
            "vat_excluded": True,
            "no_double_cover": True,
            "performance_audit": True,
            "confirmed_name": "Henrik Møller",
            "confirmed_title": "Jobcenterchef",
            "confirmed_at": "2010-10-12T09:30:00+02:00",
        },
        "sparring": {"dates": ["2010-09-21"]},
    },
}  # fmt: skip
