"""Judging an application: the same verdicts beside the draft, at submission, on the desk and on the command line."""

from collections.abc import Mapping
from typing import Any

from portal.applications import fitting
from portal.applications.documents import DRAFT, context_for, document_of
from portal.applications.fields import SectionSpec
from portal.applications.models import Application
from portal.eligibility import narrowing, rules
from portal.eligibility.document import facts_from
from portal.eligibility.verdicts import Verdict


def verdicts(application: Application, *, signing: bool = False) -> list[Verdict]:
    """How the application stands. While it is a draft, the confirmation that comes last does not block."""
    return judged(document_of(application), signing=signing)


def in_section(application: Application, spec: SectionSpec) -> list[Verdict]:
    """What is shown beside the draft of one section: the rules that look at it, asked about this section alone."""
    document = document_of(application)
    facts = facts_from(document, fits=fitting.schema_for(document))
    places = [f"sections.{spec.key}", *(f"sections.budget.{each.key}" for each in spec.shared)]
    facts_of_case = {"signing": document["state"] != DRAFT, "pool": document["pool"]}
    return narrowing.in_section(spec.key, places, facts, context_for(document), **facts_of_case)


def judged(document: Mapping[str, Any], *, signing: bool = False) -> list[Verdict]:
    """Refused when the document does not fit the schema, or names what the portal does not know.

    A document that does not say it is a draft is judged as one that is submitted; so is every one with `signing`.
    """
    facts = facts_from(document, fits=fitting.schema_for(document))
    signing = signing or document.get("state") != DRAFT
    return rules.judge(facts, context_for(document), signing=signing, pool=document["pool"])
