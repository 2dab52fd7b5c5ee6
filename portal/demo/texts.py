"""What the invented applications say: one trade and one case give all thirteen sections. Pure, and in Danish."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.core import workdays
from portal.demo.money import budget_of
from portal.demo.trades import Trade, cvr_of, ean_of

Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """One project: who, for what, how many, how much, and when."""

    title: str
    centre: str  # the code of the leading municipality
    trade: Trade
    places: int
    sought: int  # whole kroner
    start: date
    end: date
    before: date  # a day before the project: baselines are counted then
    partners: tuple[tuple[str, int, int], ...] = ()  # municipality, places, kroner
    early: str = ""

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({self.start.year, self.end.year}))


def sections(case: Case, contact: str, contact_email: str, manager: str, manager_email: str) -> Answers:
    """Everything a good application answers; the cases that are not good take something away afterwards."""
    return {
        "basis": _basis(case, contact, contact_email, manager, manager_email),
        "background": _background(case),
        "target_group": _target_group(case),
        "occupations": _occupations(case),
        "activities": _activities(case),
        "goals": _goals(case),
        "should_elements": _should_elements(case),
        "organisation": _organisation(case),
        "phases": _phases(case),
        "budget": budget_of(case.places, case.sought, case.years, case.trade.course),
        "follow_up": _follow_up(case),
        "declarations": {"vat_excluded": True, "no_double_cover": True, "performance_audit": case.sought > 500_000},
    }


def _basis(case: Case, contact: str, contact_email: str, manager: str, manager_email: str) -> dict[str, Any]:
    return {
        "title": case.title,
        "period_start": case.start.isoformat(), "period_end": case.end.isoformat(), "early_start_reason": case.early,
        "grant_responsible": case.centre, "cvr": cvr_of(case.centre), "ean": ean_of(case.centre),
        "partners": [
            {"municipality_code": code, "places": places, "amount_ore": kroner * 100}
            for code, places, kroner in case.partners
        ],
        "contact_name": contact, "contact_role": "projektleder", "contact_email": contact_email,
        "contact_phone": "00 00 00 00",
        "manager_name": manager, "manager_title": "jobcenterchef", "manager_email": manager_email,
    }  # fmt: skip


def _background(case: Case) -> dict[str, Any]:
    trade = case.trade
    return {
        "background": (
            f"Antallet af langtidsledige er steget mere hos os end i regionen som helhed. Samtidig fortæller "
            f"{trade.companies}, at de mangler folk inden for {trade.words}. De ledige, vi taler om, har "
            "erhvervserfaring, men fra brancher, hvor jobbene er forsvundet. De mangler et papir på, "
            "hvad de kan, og en fod inden for."
        ),
        "purpose": (
            f"{case.places} langtidsledige skal have de kompetencer, som virksomhederne spørger efter, og et forløb "
            "på en virksomhed, der kan ansætte dem bagefter. Vejen er kort: aftalen med virksomheden laves først, "
            "kurset vælges efter den, og praktikken begynder senest ugen efter kurset."
        ),
        "project_type": "placement_training",
        "project_type_other": "",
    }


def _target_group(case: Case) -> dict[str, Any]:
    insured = case.places * 2 // 3
    return {
        "groups": ["long_term"],
        "risk_group": "",
        "description": (
            "Jobklare ledige, som har fået offentlig forsørgelse i mindst 42 af de seneste 52 uger. Jobcentret "
            "finder dem i egne registreringer, og konsulenten taler med hver enkelt, før pladsen gives. Ingen "
            f"begynder uden selv at ville arbejde med {case.trade.words}."
        ),
        "match_reason": "",
        "lines": [
            {"benefit_type": "DAGP", "match_group": "1", "number": insured, "long_term_share": 90},
            {"benefit_type": "KTH", "match_group": "1", "number": case.places - insured, "long_term_share": 85},
        ],
    }


def _occupations(case: Case) -> dict[str, Any]:
    (main, main_title), (other, other_title) = case.trade.occupations
    most = case.places * 3 // 4
    return {
        "lines": [
            {"occupation_code": main, "title": main_title, "places": most},
            {"occupation_code": other, "title": other_title, "places": case.places - most},
        ],
        "choice_reason": f"Valgt efter samtaler med {case.trade.companies} og regionens arbejdsmarkedsbalance.",
    }


def _activities(case: Case) -> dict[str, Any]:
    trade, course_end = case.trade, case.start + timedelta(weeks=6)
    common = {"places": case.places}
    return {
        "lines": [
            common | {
                "title": trade.course, "instrument": "VO_OVR", "weeks": 6, "provider_type": "external",
                "leads_to": f"Praktik og ansættelse hos {trade.companies}", "provider": trade.school, "hours": 222,
                "price_per_week_ore": 1_250_00, "start": case.start.isoformat(), "end": course_end.isoformat(),
            },
            common | {
                "title": "Virksomhedspraktik med aftalt samtale om ansættelse", "instrument": "PRAK_P", "weeks": 4,
                "leads_to": f"Ordinær ansættelse hos {trade.companies}", "provider_type": "internal", "provider": "",
                "hours": None, "price_per_week_ore": None, "start": (course_end + timedelta(days=3)).isoformat(),
                "end": (course_end + timedelta(weeks=4, days=3)).isoformat(),
            },
        ],
        "company_share_today": 36,
        "job_search_note": "",
    }  # fmt: skip


def _goals(case: Case) -> dict[str, Any]:
    common = {"baseline_date": case.before.isoformat(), "target_date": case.end.isoformat(), "better": "higher"}
    return {
        "lines": [
            common | {
                "indicator": "I ordinær ansættelse 13 uger efter forløbet", "counts_in": "employment",
                "unit": "percent", "baseline": "31", "baseline_source": "Jobcentrets egen opgørelse af tidligere hold",
                "target": "45", "method": "Opslag i egne registreringer 13 uger efter, at hver deltager er færdig",
                "comparison": "38", "best_quarter": "42",
            },
            common | {
                "indicator": "I virksomhedsrettet forløb inden for 14 dage efter kurset", "counts_in": "company_offer",
                "unit": "percent", "baseline": "54", "baseline_source": "Jobcentrets egen opgørelse af tidligere hold",
                "target": "80", "method": "Optælling på hvert hold to uger efter kursets sidste dag",
                "comparison": "66", "best_quarter": "72",
            },
        ],
        "realism_reason": "",
    }  # fmt: skip


def _should_elements(case: Case) -> dict[str, Any]:
    across = [("A", "Deltagere, penge og virksomhedskontakt deles mellem kommunerne efter en skriftlig aftale.")]
    usual = [
        ("B", f"{case.trade.school} og a-kasserne er med fra visitationen og følger deltagerne gennem hele forløbet."),
        ("C", f"Der er aftaler med {case.trade.companies} om praktikpladser og om en samtale, når praktikken slutter."),
    ]
    chosen = across + usual if case.partners else usual
    return {"lines": [{"element": element, "text": text} for element, text in chosen]}


def _organisation(case: Case) -> dict[str, Any]:
    return {
        "description": (
            "Projektlederen sidder i jobcentret og har det daglige ansvar. En virksomhedskonsulent laver aftalerne "
            "med virksomhederne og er på besøg hver anden uge. Skolen har en fast kontaktlærer, som melder fravær "
            "samme dag. Jobcenterchefen får status hver måned."
        ),
        "steering_needed": "yes",
        "steering_members": f"Jobcenterchefen (formand), projektlederen, {case.trade.school}, en virksomhed, 3F og HK.",
        "no_steering_reason": "",
    }


def _phases(case: Case) -> dict[str, Any]:
    third = (case.end - case.start) / 3
    rows = (
        ("Første hold er begyndt", case.start + timedelta(days=7), "projektlederen", "Alle pladser på holdet er besat"),
        (
            "Alle deltagere er i virksomhedspraktik",
            case.start + third,
            "virksomhedskonsulenten",
            "80 % inden for to uger",
        ),
        ("Midtvejsstatus i styregruppen", case.start + 2 * third, "projektlederen", "Mål og forbrug er gennemgået"),
        ("Evaluering er afleveret", case.end, "jobcenterchefen", "Rapport med mål, resultater og regnskab"),
    )
    return {
        "lines": [
            {"title": title, "date": _working(day, case).isoformat(), "responsible": who, "result": result}
            for title, day, who, result in rows
        ],
        "plan": (
            "Først laves aftalerne med virksomhederne og visitationen. Derefter går holdene i gang på kursus, og "
            "ugen efter kurset begynder praktikken. Midtvejs ser styregruppen på tallene og retter ind. Til sidst "
            "samles der op på, hvem der fik job, og hvad det kostede."
        ),
    }


def _working(day: date, case: Case) -> date:
    """The day or the first working day after it, within the project."""
    return min(workdays.on_or_after(day), case.end)


def _follow_up(case: Case) -> dict[str, Any]:
    return {
        "follow_up": (
            "Projektlederen gør målene op hver måned for hvert hold og viser dem for styregruppen hvert kvartal. "
            "Ligger et hold mere end ti procentpoint under målet, aftales det på mødet, "
            "hvad der laves om, og hvem der gør det."
        ),
        "evaluation": (
            f"Når sidste hold er færdigt, gøres det op, hvor mange af de {case.places} deltagere der er i ordinær "
            "ansættelse, i virksomhedsrettede forløb eller i uddannelse. Tallene sammenlignes med udgangspunktet og "
            "med sammenlignelige jobcentre, og regnskabet følger med."
        ),
    }
