"""Who applies, in time and for which period: G-01 to G-06. Pure."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from stdnum import ean
from stdnum.dk import cvr

from portal.core.text import Text, _
from portal.eligibility.answers import length
from portal.eligibility.context import COPENHAGEN, Context
from portal.eligibility.facts import Basis, Facts
from portal.eligibility.labels import REGIONS, missing
from portal.eligibility.saying import lacking, numbers, together
from portal.eligibility.verdicts import Finding, Severity, cannot_tell, met, not_met

AT_ONCE = timedelta(minutes=1)
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def invited_job_centre(facts: Facts, context: Context) -> Finding:
    """G-01."""
    round_, centre = context.round, context.job_centre(facts.job_centre)
    region = REGIONS.get(round_.region, _("the round's region"))
    expected = _("A job centre in %(region)s", region=region)
    if round_.by_invitation:
        expected = _("An invited job centre in %(region)s", region=region)
    home = context.region_of.get(facts.job_centre)
    if home is None:
        found = _("%(centre)s is not a job centre we know.", centre=centre)
        return not_met(expected, found, _("Apply as one of the job centres of the region."))
    if home != round_.region:
        found = _("%(centre)s lies in %(region)s.", centre=centre, region=REGIONS.get(home, home))
        return not_met(expected, found, _("Apply to a round of the job centre's own region."))
    if round_.by_invitation and facts.job_centre not in round_.invited:
        found = _("%(centre)s lies in the region, but is not invited to this round.", centre=centre)
        return not_met(expected, found, _("Ask the region for an invitation before you go on."))
    return met(expected, _("%(centre)s may apply.", centre=centre))


def before_the_deadline(facts: Facts, context: Context) -> Finding:
    """G-02. The instant of the deadline itself is late: in time is before it."""
    values = {"time": facts.judged_at, "deadline": context.round.closes_at}
    expected = _("Submitted before %(deadline)s", deadline=context.round.closes_at)
    if facts.judged_at < context.round.closes_at:
        return met(expected, _("The time was %(time)s, before the deadline %(deadline)s.", **values))
    found = _("The time was %(time)s; the deadline was %(deadline)s.", **values)
    if facts.judged_at - context.round.closes_at < AT_ONCE:  # the minute would be the same for both
        found = _(
            "The time was %(time)s (%(clock)s); the deadline was %(deadline)s, and in time is before it.",
            **values,
            clock=_to_the_second(facts.judged_at),
        )
    return not_met(expected, found, _("Late applications are not treated. Ask the region about the next round."))


def _to_the_second(moment: datetime) -> str:
    return f"{moment.astimezone(COPENHAGEN):%H.%M.%S}"


def one_responsible_municipality(facts: Facts, context: Context) -> Finding:
    """G-03. The responsible municipality may stand among the partners too, with its own share."""
    basis = facts.basis
    expected = _("One municipality responsible for the grant, and each partner named once by its municipality code")
    problems = list(_municipality_problems(basis, context))
    if problems:
        remedy = _("Choose the municipalities from the list, one as responsible and the others as partners.")
        return not_met(expected, together(problems), remedy)
    values = {
        "municipality": context.municipality(basis.grant_responsible),
        "partners": numbers(context.municipality(each.municipality_code) for each in basis.partners) or "0",
    }
    return met(expected, _("Responsible: %(municipality)s. Partners: %(partners)s.", **values))


def _municipality_problems(basis: Basis, context: Context) -> Iterator[Text]:
    if not basis.grant_responsible:
        yield _("no responsible municipality is chosen")
    elif basis.grant_responsible not in context.municipalities:
        yield _("%(code)s is not the code of a municipality", code=basis.grant_responsible)
    counts = Counter(each.municipality_code for each in basis.partners)
    for code, times in counts.items():
        if not code:
            yield _("a partner has no municipality code")
        elif code not in context.municipalities:
            yield _("%(code)s is not the code of a municipality", code=code)
        elif times > 1:
            yield _("%(municipality)s stands more than once", municipality=context.municipality(code))


def numbers_of_the_authority(facts: Facts, context: Context) -> Finding:
    """G-04. Blanks between the digits are allowed, as people copy them from letters."""
    expected = _("A CVR number of 8 digits and an EAN number of 13 digits, both with the right check digit")
    problems = [*_cvr_problems("".join(facts.basis.cvr.split())), *_ean_problems("".join(facts.basis.ean.split()))]
    if problems:
        remedy = _("Copy the numbers from the municipality's entry on virk.dk or from an invoice.")
        return not_met(expected, together(problems), remedy)
    return met(expected, _("CVR %(cvr)s and EAN %(ean)s.", cvr=facts.basis.cvr, ean=facts.basis.ean))


def _digits(text: str, many: int) -> bool:
    return len(text) == many and text.isascii() and text.isdigit()


def _cvr_problems(read: str) -> Iterator[Text]:
    if not read:
        yield _("the CVR number is missing")
    elif not _digits(read, 8):
        yield _("the CVR number does not have 8 digits, but %(length)s characters", length=len(read))
    elif not cvr.is_valid(read):
        yield _("the CVR number %(number)s does not have the right check digit (modulus 11)", number=read)


def _ean_problems(read: str) -> Iterator[Text]:
    if not read:
        yield _("the EAN number is missing")
    elif not _digits(read, 13):
        yield _("the EAN number does not have 13 digits, but %(length)s characters", length=len(read))
    elif not read.strip("0"):  # its check digit is right, and it is nobody's number
        yield _("the EAN number has only zeros")
    elif not ean.is_valid(read):
        yield _("the EAN number %(number)s does not have the right check digit", number=read)


def people_to_ask(facts: Facts, context: Context) -> Finding:
    """G-05."""
    basis = facts.basis
    expected = _("A contact person with name, role, mail and telephone, and the responsible manager")
    contact = ("contact_name", "contact_role", "contact_email", "contact_phone")
    problems = lacking(missing(basis, *contact, "manager_name", "manager_title", "manager_email"))
    for address in (basis.contact_email.strip(), basis.manager_email.strip()):
        if length(address) and not MAIL.fullmatch(address):
            problems.append(_("“%(address)s” is not a mail address", address=address[:60]))
    if length(basis.contact_phone) and sum(each.isdigit() for each in basis.contact_phone) < 8:
        problems.append(_("the telephone number has fewer than 8 digits"))
    if problems:
        return not_met(expected, together(problems), _("Fill in the persons under “Applicant and partners”."))
    return met(
        expected,
        _("Contact: %(contact)s. Manager: %(manager)s.", contact=basis.contact_name, manager=basis.manager_name),
    )


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month when it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def period_in_the_window(facts: Facts, context: Context) -> Finding:
    """G-06. One verdict with the worst that was found: order and window are a must, the late start only a should."""
    start, end = facts.basis.period_start, facts.basis.period_end
    expected = _period_expected(context)
    if start is None or end is None:
        said = together(lacking(missing(facts.basis, "period_start", "period_end")))
        return not_met(expected, said, _("Write the project period under “Applicant and partners”."))
    found = _("The period is %(start)s to %(end)s.", start=start, end=end)
    if start > end:
        return not_met(expected, found, _("The period ends before it starts. Correct one of the dates."))
    opens, closes = context.round.period_start, context.round.period_end
    if (opens and start < opens) or (closes and end > closes):
        return not_met(expected, found, _("Move the period inside the round's window."))
    return _start_in_time(start, found, expected, context)


def _period_expected(context: Context) -> Text:
    opens, closes = context.round.period_start, context.round.period_end
    months = context.settings.start_within_months
    if opens and closes:
        values = {"opens": opens, "closes": closes, "months": months}
        return _(
            "From %(opens)s to %(closes)s at the most, begun within %(months)s months of the expected grant", **values
        )
    return _("A start before the end, begun within %(months)s months of the expected grant", months=months)


def _start_in_time(start: date, found: Text, expected: Text, context: Context) -> Finding:
    grant = context.round.expected_grant_on
    if grant is None:
        remedy = _("The region states the expected day of the grant on the round.")
        return cannot_tell(expected, _("The day of the grant is not known."), remedy, Severity.SHOULD)
    latest = months_after(grant, context.settings.start_within_months)
    if start > latest:
        late = _("The project starts %(start)s; the latest is %(latest)s.", start=start, latest=latest)
        return not_met(expected, late, _("Start earlier, or agree with the region why not."), Severity.SHOULD)
    return met(expected, found)
