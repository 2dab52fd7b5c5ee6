"""Scores in words, outcomes, and what a decision must say. Pure."""

from portal.core.text import Choice, _


class Outcome(Choice):
    FULL = "full", _("Full grant")
    PARTIAL = "partial", _("Partial grant")
    CONDITIONAL = "conditional", _("Full grant with conditions")
    REFUSED = "refused", _("Refusal")


class Criterion(Choice):
    JOB_DIRECTED = "job_directed", _("Job-directedness")
    BALANCE = "balance", _("Labour-market balance")
    GOALS = "goals", _("Goals")
    TARGET_PRECISION = "target_precision", _("Precise target group")
    SHOULD_ELEMENTS = "should_elements", _("Should-elements")
    BUDGET = "budget", _("Sound budget")


SCORE_WORDS = {1: _("very weak"), 2: _("weak"), 3: _("fair"), 4: _("good"), 5: _("very good")}
