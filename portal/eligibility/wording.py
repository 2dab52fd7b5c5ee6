"""What is written in the application: G-07 and G-08. Pure."""

import re
from collections.abc import Iterable, Iterator

from portal.core.text import Text, _
from portal.eligibility.answers import length
from portal.eligibility.context import Context, Required
from portal.eligibility.facts import Facts
from portal.eligibility.labels import FIELDS, SECTIONS
from portal.eligibility.saying import at_line, lacking, together
from portal.eligibility.verdicts import Finding, met, not_met

REQUIRED_TEXTS = (
    "background.background",
    "background.purpose",
    "target_group.description",
    "organisation.description",
    "phases.plan",
    "follow_up.follow_up",
    "follow_up.evaluation",
)
REQUIRED_LINES = ("target_group", "occupations", "activities", "goals", "phases", "budget")
TITLE = Required("basis", "title", SECTIONS["basis"], FIELDS["basis.title"], least=1)
UPSKILLING = (
    TITLE,
    *(
        Required(section, field, SECTIONS[section], FIELDS[f"{section}.{field}"])
        for section, _dot, field in (place.partition(".") for place in REQUIRED_TEXTS)
    ),
    *(Required(each, "lines", SECTIONS[each], SECTIONS[each], is_list=True) for each in REQUIRED_LINES),
)
TO_AN_ATTACHMENT = re.compile(
    r"(der\s+henvises\s+til|henvises\s+til|henviser\s+til|fremgår\s+af|jævnfør|jvf\.?|jf\.?|se|see)"
    r"(\s+(venligst|det|de|den|vores|vedlagte|vedhæftede|the|attached))*"
    r"\s+(bilag(et|ene)?|vedhæftning(en|er|erne)?|vedlagte|vedhæftede|attachments?|annex|appendix)"
    r"(\s+(nr\.?\s*)?(\d{1,3}|[a-z]))?(?!\w)[\s.,;:!]*",
    re.IGNORECASE,
)


def only_points_to_an_attachment(text: str) -> bool:
    rest, times = TO_AN_ATTACHMENT.subn("", text)
    return bool(times) and not length(rest)


def no_personal_numbers(facts: Facts, context: Context) -> Finding:
    """G-07. The places are named; the numbers themselves never are."""
    expected = _("No number shaped like a CPR number in texts, file names or the workbook")
    if not facts.cpr_places:
        return met(expected, _("No such number was found."))
    found = together([_place(each) for each in facts.cpr_places])
    return not_met(expected, found, _("Delete the number in each place. The portal never needs it."))


def _place(path: str) -> Text:
    parts = path.split(".")
    section = SECTIONS.get(parts[1]) if parts[0] == "sections" and len(parts) > 1 else None
    if section is None:
        return _("a number shaped like a CPR number in %(place)s", place=path)
    return _("a number shaped like a CPR number in “%(section)s” (%(place)s)", section=section, place=path)


def every_section_answered(facts: Facts, context: Context) -> Finding:
    """G-08. Required texts have the length of the guideline; required lists have at least one line."""
    least, asked = context.settings.min_characters, required(context)
    expected = _("Every required section answered, texts with at least %(least)s characters", least=least)
    problems = [*_short_texts(facts, asked, least), *_empty_lists(facts, asked), *_pointing(facts)]
    if any(each.section == "phases" and each.is_list for each in asked):
        problems += _unfinished_milestones(facts)
    if problems:
        return not_met(
            expected, together(problems), _("Write the answer in the section itself; attachments only support it.")
        )
    if len(asked) == 1:
        return met(expected, _("The one that is required here is answered."))
    return met(expected, _("All %(number)s required texts and lists are answered.", number=len(asked)))


def required(context: Context) -> tuple[Required, ...]:
    """The texts and lists that an application of the pool must have."""
    return UPSKILLING if context.required is None else context.required


def _short_texts(facts: Facts, asked: Iterable[Required], usual: int) -> Iterator[Text]:
    for each in asked:
        if each.is_list:
            continue
        written, least = length(facts.answer(each.section, each.field) or ""), each.least or usual
        values = {"section": each.section_title, "field": each.label, "written": written, "least": least}
        if written == 0:
            yield _("%(section)s: %(field)s is not answered", **values)
        elif written < least:
            yield _("%(section)s: %(field)s has %(written)s of %(least)s characters", **values)


def _empty_lists(facts: Facts, asked: Iterable[Required]) -> Iterator[Text]:
    for each in asked:
        if each.is_list and not facts.answer(each.section, each.field):
            yield _("%(section)s: there are no lines", section=each.section_title)


def _unfinished_milestones(facts: Facts) -> Iterator[Text]:
    """The project will be held to them, so each has a day and somebody who answers for it."""
    for line, one in enumerate(facts.phases.lines, 1):
        parts = {"milestone": one.title, "date": one.date, "responsible": one.responsible, "result": one.result}
        for each in lacking([FIELDS[name] for name, value in parts.items() if not length(str(value or ""))]):
            values = {"section": SECTIONS["phases"], "what": at_line(line, each)}
            yield _("%(section)s: %(what)s", **values)


def _pointing(facts: Facts) -> Iterator[Text]:
    for place, text in facts.texts:
        if only_points_to_an_attachment(text):
            section = SECTIONS.get(place.split(".")[1], _("the application"))
            yield _("%(section)s: the text only points to an attachment (%(place)s)", section=section, place=place)
