"""The sections of an application as data: what each asks for, in which order, and with which help. Pure.

The keys are those of the exported document (docs/application.schema.json); one form, one reader, one checker and
one page serve all of them.
"""

from portal.applications import codes
from portal.applications.fields import Field, Kind, SectionSpec
from portal.applications.sections_running import ATTACHMENTS, BUDGET, DECLARATIONS, FOLLOW_UP, ORGANISATION, PHASES
from portal.core.text import _

BASIS = SectionSpec(
    "basis",
    (
        _("title and period of the project"),
        _("the municipality that is responsible for the grant, and partners with their share"),
        _("a contact person and the responsible manager"),
    ),
    _(
        "One municipality is responsible for the grant, also when several apply together. "
        "Partners are named with their share of places and of the amount."
    ),
    (
        Field("title", Kind.TEXT, _("Title of the project"), required=True, most=120),
        Field("period_start", Kind.DATE, _("The project starts"), required=True),
        Field("period_end", Kind.DATE, _("The project ends"), required=True),
        Field(
            "early_start_reason",
            Kind.LONG_TEXT,
            _("Why the project starts late or early"),
            _("Only when it starts more than six months after the expected grant, or before it."),
        ),
        Field("grant_responsible", Kind.CHOICE, _("Grant-responsible municipality"), required=True),
        Field("cvr", Kind.TEXT, _("CVR number"), _("Eight digits."), required=True, most=20, check="cvr"),
        Field("ean", Kind.TEXT, _("EAN location number"), _("Thirteen digits."), required=True, most=20, check="ean"),
        Field(
            "partners",
            Kind.LINES,
            _("Partners"),
            columns=(
                Field("municipality_code", Kind.CHOICE, _("Municipality"), required=True),
                Field("places", Kind.INTEGER, _("Places"), summed=True),
                Field("amount_ore", Kind.MONEY, _("Amount, kr."), summed=True),
            ),
        ),
        Field("contact_name", Kind.TEXT, _("Contact person: name"), required=True),
        Field("contact_role", Kind.TEXT, _("Contact person: role"), required=True),
        Field("contact_email", Kind.TEXT, _("Contact person: e-mail"), required=True, check="mail"),
        Field("contact_phone", Kind.TEXT, _("Contact person: telephone"), required=True, most=30),
        Field("manager_name", Kind.TEXT, _("Responsible manager: name"), required=True),
        Field("manager_title", Kind.TEXT, _("Responsible manager: title"), required=True),
        Field("manager_email", Kind.TEXT, _("Responsible manager: e-mail"), required=True, check="mail"),
    ),
)
BACKGROUND = SectionSpec(
    "background",
    (_("why the project is needed"), _("what it is to achieve"), _("which of the guideline's types it is")),
    _(
        "Describe long-term unemployment in your area with figures, and what the project is to change. At least 150 "
        "characters in each answer."
    ),
    (
        Field("background", Kind.LONG_TEXT, _("Background"), required=True, most=20000),
        Field("purpose", Kind.LONG_TEXT, _("Purpose"), required=True, most=20000),
        Field("project_type", Kind.CHOICE, _("Type of project"), required=True, options=codes.PROJECT_TYPES),
        Field("project_type_other", Kind.LONG_TEXT, _("If another type: which?")),
    ),
)
TARGET_GROUP = SectionSpec(
    "target_group",
    (
        _("who the project is for, by benefit and match group"),
        _("how many of them are long-term unemployed"),
        _("a reason, if some are not job ready"),
    ),
    _(
        "The pool is for job-ready unemployed on unemployment benefit, social assistance or start assistance who are "
        "long-term unemployed or at special risk. Places for match groups 2 and 3 must be given a reason."
    ),
    (
        Field(
            "groups",
            Kind.CHOICES,
            _("Who is the project for?"),
            _("Choose one or both."),
            required=True,
            options=codes.GROUPS,
        ),
        Field(
            "risk_group",
            Kind.CHOICE,
            _("Which group at special risk?"),
            _("The region's list, with the date of its judgement."),
        ),
        Field("description", Kind.LONG_TEXT, _("Description of the target group"), required=True, most=20000),
        Field(
            "lines",
            Kind.LINES,
            _("Places by benefit and match group"),
            required=True,
            columns=(
                Field("benefit_type", Kind.CHOICE, _("Benefit"), required=True, options=codes.BENEFITS),
                Field("match_group", Kind.CHOICE, _("Match group"), required=True, options=codes.MATCH_GROUPS),
                Field("number", Kind.INTEGER, _("Number"), required=True, summed=True),
                Field("long_term_share", Kind.INTEGER, _("Share of long-term unemployed, %"), required=True, most=100),
            ),
        ),
        Field(
            "match_reason",
            Kind.LONG_TEXT,
            _("Reason for places for match groups 2 and 3"),
            _("Why they can reach a job within the project, and which support they get."),
        ),
    ),
)
OCCUPATIONS = SectionSpec(
    "occupations",
    (_("the occupations the places lead to"), _("how many places in each")),
    _(
        "At least one occupation must have good or very good job prospects in your region, and at least 80 per cent "
        "of the places should be in such occupations."
    ),
    (
        Field(
            "lines",
            Kind.LINES,
            _("Occupations with places"),
            required=True,
            columns=(
                Field("occupation_code", Kind.CHOICE, _("Occupation"), required=True),
                Field("places", Kind.INTEGER, _("Places"), required=True, summed=True),
            ),
        ),
        Field(
            "choice_reason",
            Kind.LONG_TEXT,
            _("Why these occupations"),
            _("Needed when some places are in occupations with less good prospects."),
        ),
    ),
)
ACTIVITIES = SectionSpec(
    "activities",
    (
        _("what the participants do, for how long"),
        _("which job, kind of company or hiring partner it leads to"),
        _("who provides it, and the price of bought courses"),
    ),
    _(
        "Every activity must name the job, the kind of company or the hiring partner it leads to. Bought courses need "
        "provider, hours, price per course week and dates inside the period."
    ),
    (
        Field(
            "lines",
            Kind.LINES,
            _("Activities"),
            required=True,
            columns=(
                Field("title", Kind.TEXT, _("Activity"), required=True),
                Field("instrument", Kind.CHOICE, _("Instrument"), required=True, options=codes.INSTRUMENTS),
                Field("weeks", Kind.INTEGER, _("Weeks"), required=True),
                Field("places", Kind.INTEGER, _("Places"), required=True),
                Field(
                    "leads_to",
                    Kind.TEXT,
                    _("Leads to (job, kind of company or hiring partner)"),
                    required=True,
                    most=1000,
                ),
                Field("provider_type", Kind.CHOICE, _("Who provides it"), required=True, options=codes.PROVIDERS),
                Field("provider", Kind.TEXT, _("Name of the provider")),
                Field("hours", Kind.INTEGER, _("Hours")),
                Field("price_per_week_ore", Kind.MONEY, _("Price per course week, kr.")),
                Field("start", Kind.DATE, _("From")),
                Field("end", Kind.DATE, _("To")),
            ),
        ),
        Field(
            "company_share_today",
            Kind.INTEGER,
            _("Share of company-directed courses in the job centre today, %"),
            most=100,
        ),
        Field(
            "job_search_note",
            Kind.LONG_TEXT,
            _("Job-search courses: for whom, and for how long"),
            _("Only when an activity is a pure job-search course."),
        ),
    ),
)
GOALS = SectionSpec(
    "goals",
    (_("goals with indicator, baseline and target"), _("how you measure"), _("what you compare with")),
    _(
        "At least one goal must be counted in ordinary employment or in a company-directed offer. A target is better "
        "than the baseline, and not beyond what the best quarter of comparable job centres reaches."
    ),
    (
        Field(
            "lines",
            Kind.LINES,
            _("Goals"),
            required=True,
            columns=(
                Field("indicator", Kind.TEXT, _("Indicator"), required=True, most=1000),
                Field("counts_in", Kind.CHOICE, _("Counted in"), required=True, options=codes.COUNTS_IN),
                Field("unit", Kind.CHOICE, _("Unit"), required=True, options=codes.UNITS),
                Field("better", Kind.CHOICE, _("Direction"), required=True, options=codes.BETTER),
                Field("baseline", Kind.NUMBER, _("Baseline"), required=True),
                Field("baseline_date", Kind.DATE, _("Date of the baseline"), required=True),
                Field("baseline_source", Kind.TEXT, _("Source of the baseline"), required=True, most=1000),
                Field("target", Kind.NUMBER, _("Target"), required=True),
                Field("target_date", Kind.DATE, _("Date of the target"), required=True),
                Field("method", Kind.TEXT, _("How it is measured"), required=True, most=1000),
                Field("comparison", Kind.NUMBER, _("Comparable job centres")),
                Field("best_quarter", Kind.NUMBER, _("Best quarter of comparable job centres")),
            ),
        ),
        Field(
            "realism_reason",
            Kind.LONG_TEXT,
            _("Why the targets are realistic"),
            _("Needed when a target is beyond the best quarter of comparable job centres."),
        ),
    ),
)
SHOULD_ELEMENTS = SectionSpec(
    "should_elements",
    (_("which of the guideline's should-elements the project has"), _("a few words about each")),
    _("One or more of the seven elements A to G should be part of the project. They count at scoring."),
    (
        Field(
            "lines",
            Kind.LINES,
            _("Should-elements"),
            columns=(
                Field("element", Kind.CHOICE, _("Element"), required=True, options=codes.ELEMENTS),
                Field("text", Kind.TEXT, _("How it is part of the project"), required=True, most=4000),
            ),
        ),
    ),
)
SECTIONS: tuple[SectionSpec, ...] = (
    BASIS, BACKGROUND, TARGET_GROUP, OCCUPATIONS, ACTIVITIES, GOALS, SHOULD_ELEMENTS, ORGANISATION, PHASES, BUDGET,
    FOLLOW_UP, ATTACHMENTS, DECLARATIONS,
)  # fmt: skip
BY_KEY = {each.key: each for each in SECTIONS}
