"""The words for codes and fields in the sentences of the rules. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.core.text import Text, _
from portal.eligibility.answers import length

BENEFITS: Mapping[str, Text] = MappingProxyType(
    {
        "DAGP": _("unemployment benefit"),
        "KTH": _("social assistance"),
        "STH": _("start assistance"),
        "SDP": _("sickness benefit"),
        "REV": _("rehabilitation benefit"),
        "LY": _("flex-job unemployment benefit"),
        "FLX": _("flex job"),
        "FTP": _("disability pension"),
        "": _("no benefit chosen"),
    }
)
REGIONS: Mapping[str, Text] = MappingProxyType(
    {
        "BR-NJ": _("Employment Region North Jutland"),
        "BR-MJ": _("Employment Region Central Jutland"),
        "BR-SD": _("Employment Region Southern Denmark"),
        "BR-HS": _("Employment Region Capital and Zealand"),
    }
)
SECTIONS: Mapping[str, Text] = MappingProxyType(
    {
        "basis": _("Applicant and partners"),
        "background": _("Background and purpose"),
        "target_group": _("Target group"),
        "occupations": _("Occupations and places"),
        "activities": _("Activities and companies"),
        "goals": _("Goals"),
        "should_elements": _("Should-elements"),
        "organisation": _("Organisation and steering group"),
        "phases": _("Phases and milestones"),
        "budget": _("Budget"),
        "follow_up": _("Follow-up and evaluation"),
        "attachments": _("Attachments"),
        "declarations": _("Declarations"),
        "plan": _("Overall goals and strategy"),
        "plan_group": _("Target group of the addendum"),
        "number_goals": _("Number goals for four years"),
        "results": _("Result requirements and milestones"),
        "tasks": _("The consultants' four tasks"),
        "positions": _("Positions"),
        "adoption": _("Political decision and hearing"),
    }
)
FIELDS: Mapping[str, Text] = MappingProxyType(
    {
        "contact_name": _("name of the contact person"),
        "contact_role": _("role of the contact person"),
        "contact_email": _("mail address of the contact person"),
        "contact_phone": _("telephone of the contact person"),
        "manager_name": _("name of the manager"),
        "manager_title": _("title of the manager"),
        "manager_email": _("mail address of the manager"),
        "basis.title": _("title of the project"),
        "milestone": _("milestone"),
        "date": _("date"),
        "responsible": _("responsible"),
        "result": _("result"),
        "background.background": _("background"),
        "background.purpose": _("purpose"),
        "target_group.description": _("description of the target group"),
        "organisation.description": _("description of the organisation"),
        "phases.plan": _("time schedule"),
        "follow_up.follow_up": _("follow-up"),
        "follow_up.evaluation": _("evaluation"),
        "indicator": _("indicator"),
        "unit": _("unit"),
        "baseline": _("baseline"),
        "baseline_date": _("date of the baseline"),
        "baseline_source": _("source of the baseline"),
        "target": _("target"),
        "target_date": _("date of the target"),
        "method": _("method of measurement"),
        "category": _("category"),
        "purpose": _("purpose"),
        "note": _("note"),
        "function": _("function"),
        "hours": _("number of hours"),
        "hourly_rate_ore": _("hourly rate"),
        "source": _("giver"),
        "amount": _("amount"),
        "status": _("applied for or granted"),
        "provider": _("provider"),
        "price_per_week_ore": _("price per course week"),
        "start": _("start date"),
        "end": _("end date"),
        "places": _("number of places"),
        "amount_ore": _("share of the budget"),
        "confirmed_name": _("name of the manager"),
        "confirmed_title": _("title of the manager"),
        "confirmed_at": _("time of the confirmation"),
        "period_start": _("start of the project period"),
        "period_end": _("end of the project period"),
    }
)


def missing(holder: object, *names: str) -> list[Text]:
    """The words for those fields that hold nothing: None, or text that says nothing."""
    values = {name: getattr(holder, name) for name in names}
    return [FIELDS[name] for name, value in values.items() if value is None or not length(str(value))]
