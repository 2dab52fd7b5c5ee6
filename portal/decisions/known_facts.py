"""The facts that are known already, as the letter of decision begins them: the director corrects instead of typing.

A rule that is not met is told with the sentence that the job centre has read on its draft and signed.
"""

from flask_babel import force_locale

from portal.core.language import DEFAULT, shown
from portal.core.text import Text, _
from portal.decisions.queries import Case
from portal.decisions.reading import FrozenVerdict
from portal.eligibility.verdicts import Outcome, Severity

TOLD = (Outcome.NOT_MET, Outcome.CANNOT_TELL, Outcome.WAIVED)


def told(case: Case) -> str:
    """A paragraph on a line of its own, in the language of letters; nothing before the first submission."""
    if case.latest is None:
        return ""
    values = {"centre": case.application.job_centre.name, "amount": case.application.requested,
              "moment": case.latest.submitted_at}  # fmt: skip
    first = _("%(centre)s has applied for %(amount)s. The application was submitted %(moment)s.", **values)
    if len(case.submissions) > 1:
        first = _(
            "%(centre)s has applied for %(amount)s. The application was first submitted %(first)s. It was sent back to "
            "be changed and was submitted again, the last time %(moment)s.",
            first=case.submissions[0].submitted_at, **values,
        )  # fmt: skip
    of_rules = [_rule(each) for each in case.verdicts if each.outcome in TOLD and each.severity is not Severity.INFO]
    with force_locale(DEFAULT):
        return "\n".join(str(shown(each)) for each in [first, *of_rules])


def _rule(verdict: FrozenVerdict) -> Text:
    values = {"title": verdict.title, "rule": verdict.rule, "found": verdict.found.rstrip("."),
              "expected": verdict.expected.rstrip(".")}  # fmt: skip
    return _("%(title)s (%(rule)s). We found: %(found)s. The guidelines say: %(expected)s.", **values)
