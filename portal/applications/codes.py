"""The code lists behind the choices of the sections, as words for people. Pure."""

from portal.applications.fields import Option
from portal.core.text import _

BENEFITS: tuple[Option, ...] = (
    ("DAGP", _("Unemployment benefit")),
    ("KTH", _("Social assistance")),
    ("STH", _("Start assistance")),
    ("SDP", _("Sickness benefit")),
    ("REV", _("Rehabilitation benefit")),
    ("LY", _("Flex-job unemployment benefit")),
    ("FLX", _("Flex job")),
    ("FTP", _("Disability pension")),
)
MATCH_GROUPS: tuple[Option, ...] = (
    ("1", _("1 Job ready")),
    ("2", _("2 Ready for measures")),
    ("3", _("3 Temporarily passive")),
)
INSTRUMENTS: tuple[Option, ...] = (
    ("PRAK_P", _("Work placement, private")),
    ("PRAK_O", _("Work placement, public")),
    ("LT_P", _("Wage subsidy, private")),
    ("LT_O", _("Wage subsidy, public")),
    ("VOKS", _("Adult apprentice")),
    ("ROT", _("Job rotation")),
    ("VC", _("Company centre")),
    ("MENT", _("Mentor")),
    ("VO_ORD", _("Training: ordinary education")),
    ("VO_OVR", _("Training: other courses")),
    ("STF", _("Specially arranged course")),
    ("JSF", _("Job search course")),
)
PROVIDERS: tuple[Option, ...] = (
    ("internal", _("The job centre itself")),
    ("external", _("Another provider")),
)
PROJECT_TYPES: tuple[Option, ...] = (
    ("placement_training", _("Placement or wage subsidy with short training (for example job rotation)")),
    ("group_upskilling", _("Upskilling of a group towards employment")),
    ("individual", _("Individual clarification and placement")),
    ("other", _("Another type")),
)
GROUPS: tuple[Option, ...] = (
    ("long_term", _("Long-term unemployed: public support for at least 42 of the past 52 weeks")),
    ("special_risk", _("A group the region has judged at special risk")),
)
COUNTS_IN: tuple[Option, ...] = (
    ("employment", _("Ordinary employment")),
    ("company_offer", _("A company-directed offer")),
    ("education", _("Education")),
    ("other", _("Something else")),
)
UNITS: tuple[Option, ...] = (
    ("percent", _("percent")),
    ("persons", _("persons")),
    ("weeks", _("weeks")),
)
BETTER: tuple[Option, ...] = (
    ("higher", _("A higher figure is better")),
    ("lower", _("A lower figure is better")),
)
ELEMENTS: tuple[Option, ...] = (
    ("A", _("A. Across job centres")),
    ("B", _("B. Cooperation with unemployment funds, other providers and schools")),
    ("C", _("C. Cooperation with companies")),
    ("D", _("D. Tools for clarification and for professional and geographic mobility")),
    ("E", _("E. Individual courses")),
    ("F", _("F. Courses that optimise the effect")),
    ("G", _("G. Tools for follow-up and steering")),
)
YES_NO: tuple[Option, ...] = (
    ("yes", _("Yes")),
    ("no", _("No, it is not needed")),
)
PLAN_GROUPS: tuple[Option, ...] = (
    ("long_term", _("Long-term unemployed")),
    ("at_risk", _("Unemployed at risk of long-term unemployment")),
    ("social_assistance", _("The weakest on social assistance, match groups 2 and 3")),
)
BODIES: tuple[Option, ...] = (
    ("council", _("The municipal council")),
    ("committee", _("The committee for employment")),
)
DECIDED: tuple[Option, ...] = (
    ("decided", _("Adopted")),
    ("expected", _("Expected")),
)
COUNCILS: tuple[Option, ...] = (
    ("local", _("The local employment council")),
    ("regional", _("The regional employment council")),
)
