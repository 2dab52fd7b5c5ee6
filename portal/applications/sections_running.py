"""The sections about how a project is run: organisation, phases, budget, follow-up, attachments, declarations. Pure."""

from portal.applications import codes
from portal.applications.fields import Field, Kind, SectionSpec
from portal.core.text import _

ORGANISATION = SectionSpec(
    "organisation",
    (_("how the project is organised"), _("who sits in the steering group")),
    _("A steering group is listed, or you say why it is not needed."),
    (
        Field("description", Kind.LONG_TEXT, _("Organisation of the project"), required=True, most=20000),
        Field("steering_needed", Kind.CHOICE, _("Is there a steering group?"), required=True, options=codes.YES_NO),
        Field("steering_members", Kind.LONG_TEXT, _("Members of the steering group")),
        Field("no_steering_reason", Kind.LONG_TEXT, _("If not: why is it not needed?")),
    ),
)
PHASES = SectionSpec(
    "phases",
    (_("the phases of the project"), _("milestones with date, responsible and result")),
    _("Milestones become the project's milestones when the grant is accepted."),
    (
        Field("plan", Kind.LONG_TEXT, _("Phases and time schedule"), required=True, most=20000),
        Field(
            "lines",
            Kind.LINES,
            _("Milestones"),
            required=True,
            columns=(
                Field("title", Kind.TEXT, _("Milestone"), required=True),
                Field("date", Kind.DATE, _("Date"), required=True),
                Field("responsible", Kind.TEXT, _("Responsible"), required=True),
                Field("result", Kind.TEXT, _("Measurable result"), required=True, most=1000),
            ),
        ),
    ),
)
BUDGET = SectionSpec(
    "budget",
    (_("cost lines with units and prices"), _("financing, equal to the costs every year")),
    _("Amounts exclude VAT. Financing and costs are equal every year and in total, to the øre."),
    (Field("early_cost_reason", Kind.LONG_TEXT, _("Reason for costs before the project starts")),),
)
FOLLOW_UP = SectionSpec(
    "follow_up",
    (_("how you follow the project"), _("how you will know whether it worked")),
    _("At least 150 characters in each answer."),
    (
        Field("follow_up", Kind.LONG_TEXT, _("Follow-up"), required=True, most=20000),
        Field("evaluation", Kind.LONG_TEXT, _("Evaluation"), required=True, most=20000),
    ),
)
ATTACHMENTS = SectionSpec(
    "attachments",
    (_("documents the region needs to read, for example agreements with companies"),),
    _("No CPR numbers. An attachment never stands in the place of an answer."),
    (),
)
DECLARATIONS = SectionSpec(
    "declarations",
    (_("three confirmations"),),
    _("The manager confirms the whole application at submission."),
    (
        Field("vat_excluded", Kind.FLAG, _("All amounts exclude VAT"), required=True),
        Field("no_double_cover", Kind.FLAG, _("The same cost is not claimed as state reimbursement"), required=True),
        Field(
            "performance_audit", Kind.FLAG, _("We know that a grant above 500,000 kr. also needs a performance audit")
        ),
    ),
)
