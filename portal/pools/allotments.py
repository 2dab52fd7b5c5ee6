"""What each job centre can have of a round, and the grant letter that tells it and asks for its answer."""

import io
from collections.abc import Iterator, Mapping, Sequence

from portal.adapters import files, mail, pdf, row_files
from portal.core import audit, clock, money
from portal.core.db import db
from portal.core.errors import Conflict, Problem, refuse_if
from portal.core.findings import Finding
from portal.core.language import DEFAULT
from portal.core.money import Ore, total
from portal.core.text import Text, _
from portal.identity.links import address_of
from portal.identity.models import Organisation, Person
from portal.pools import queries
from portal.pools.models import Allotment, Invitation, Round
from portal.pools.rules import problems_with_an_invitation
from portal.pools.settings import Settings

COLUMNS = ("jobcenter", "beløb")
ALSO_CALLED = {"job centre": "jobcenter", "navn": "jobcenter", "beløb, kr.": "beløb", "amount, kr.": "beløb"}
Amounts = Mapping[int, Ore]  # by the id of the job centre


def allot(this_round: Round, amounts: Amounts, *, by: Person) -> None:
    """Write what each job centre can have. Who is not among `amounts`, or has 0, is allotted nothing."""
    audit.wait_for_turn()
    standing = {each.job_centre_id: each for each in queries.allotments(this_round)}
    late = _too_late(this_round)
    refuse_if([*_cannot_allot(this_round), *late, *problems_with(this_round, amounts, list(standing.values()))])
    before = {each.job_centre.code: int(each.amount) for each in standing.values()}
    for centre_id, amount in amounts.items():
        _set(this_round, standing.get(centre_id), centre_id, amount)
    for centre_id, each in standing.items():
        if each.sent_at is None and not amounts.get(centre_id):
            db.session.delete(each)
    db.session.flush()
    after = {each.job_centre.code: int(each.amount) for each in queries.allotments(this_round)}
    if after != before:
        audit.record("allotment.written", this_round, by=by, before=before, after=after)


def _set(this_round: Round, there: Allotment | None, centre_id: int, amount: Ore) -> None:
    if there is not None and amount > 0:
        there.amount = amount
    elif amount > 0:
        db.session.add(Allotment(round=this_round, job_centre_id=centre_id, amount=amount))


def _cannot_allot(this_round: Round) -> Iterator[Problem]:
    if not this_round.pool.allots:
        yield Problem(_("The pool has no allotments: job centres apply for the amount they need."))


def _too_late(this_round: Round) -> Iterator[Problem]:
    cancelled = this_round.is_cancelled
    return problems_with_an_invitation(this_round.closes_at, now=clock.now(), cancelled=cancelled)


def problems_with(this_round: Round, amounts: Amounts, standing: Sequence[Allotment]) -> Iterator[Problem]:
    """Everything that keeps the amounts from being written, each beside its job centre."""
    sent = {each.job_centre_id: each for each in standing if each.sent_at}
    for centre_id, each in sent.items():
        if amounts.get(centre_id, Ore(0)) != each.amount:
            values = {"centre": each.job_centre.name, "amount": each.amount}
            sentence = _("%(centre)s has its grant letter on %(amount)s. What is sent stands.", **values)
            yield Problem(sentence, field_of(centre_id))
    for centre_id, amount in amounts.items():
        if amount < 0:
            yield Problem(_("We read %(amount)s. Write 0 kr. or more.", amount=amount), field_of(centre_id))
        elif amount > this_round.largest_grant:
            values = {"read": amount, "limit": this_round.largest_grant}
            sentence = _("We read %(read)s. One job centre can be allotted at most %(limit)s.", **values)
            yield Problem(sentence, field_of(centre_id))
    together = total(amounts.values())
    if together > this_round.frame:
        values = {"sum": together, "frame": this_round.frame, "over": Ore(together - this_round.frame)}
        yield Problem(_("Together %(sum)s is allotted, %(over)s more than the frame of %(frame)s.", **values))


def field_of(centre_id: int) -> str:
    return f"amount_{centre_id}"


def read(data: bytes, centres: Sequence[Organisation]) -> tuple[dict[int, Ore], list[Text]]:
    """The amounts of a file by job centre, and everything in it that could not be used. Nothing is written."""
    rows, findings, _headings = row_files.read(data, COLUMNS, ALSO_CALLED)
    row_files.refuse_cpr(findings)
    said, found = [_told(each) for each in findings], dict[int, Ore]()
    known = {name.casefold(): each.id for each in centres for name in (each.name, each.code)}
    for number, row in rows:
        centre = known.get(row["jobcenter"].casefold())
        try:
            amount = money.parse(row["beløb"] or "0")
        except ValueError:
            said.append(_("Row %(row)s: we read “%(read)s”. Write an amount in kroner, for example 12.500,00.",
                          row=number, read=row["beløb"][:40]))  # fmt: skip
            continue
        if centre is None:
            said.append(_("Row %(row)s: “%(read)s” is not a job centre of the region.",
                          row=number, read=row["jobcenter"][:40]))  # fmt: skip
        elif centre in found:
            said.append(_("Row %(row)s: %(read)s stands twice.", row=number, read=row["jobcenter"]))
        else:
            found[centre] = amount
    return found, said


def _told(finding: Finding) -> Text:
    return _("Row %(row)s: %(what)s", row=finding.row, what=finding.text) if finding.row else finding.text


def waiting(this_round: Round) -> list[Allotment]:
    """The job centres that have an amount and no letter yet."""
    return [each for each in queries.allotments(this_round) if each.sent_at is None]


def send_letters(this_round: Round, *, seen: Amounts, by: Person) -> list[Allotment]:
    """The director sends the grant letters that wait: from now on the job centres can answer with their addendum.

    `seen` are the amounts the director had on the page; a Conflict when they are others by now.
    """
    audit.wait_for_turn()
    letters = waiting(this_round)
    refuse_if([*_cannot_allot(this_round), *_too_late(this_round)])
    if {each.job_centre_id: each.amount for each in letters} != dict(seen):
        raise Conflict(Problem(_("A colleague has changed the amounts. Look at them again before you send.")))
    refuse_if([] if letters else [Problem(_("No job centre waits for a letter. Write the amounts first."))])
    managers = queries.managers([each.job_centre_id for each in letters])
    for each in letters:
        _send(each, managers[each.job_centre_id], by)
    return letters


def _send(allotment: Allotment, managers: Sequence[Person], by: Person) -> None:
    this_round, centre = allotment.round, allotment.job_centre
    allotment.sent_at, allotment.sent_by = clock.now(), by
    allotment.letter_sha256, _size = files.store(io.BytesIO(letter(allotment, by)))
    known = {each.job_centre_id for each in this_round.invitations}
    if centre.id not in known:
        db.session.add(_invitation(allotment, by))
    db.session.flush()
    for manager in managers:
        mail.send_later(
            "grant_letter",
            to=manager.email,
            key=f"allotment:{allotment.id}",
            language_code=manager.language,
            attachments=((letter_name(allotment), allotment.letter_sha256),),
            allotment=allotment,
            manager=manager,
            href=address_of("pools.show", round_id=this_round.id),
        )
    facts = {"job_centre": centre.code, "amount": int(allotment.amount), "sha256": allotment.letter_sha256}
    audit.record("grant_letter.sent", this_round, by=by, **facts)


def _invitation(allotment: Allotment, by: Person) -> Invitation:
    """Who has a grant letter is asked to answer, as who is invited is asked to apply."""
    years = Settings.from_json(allotment.round.guideline.settings).plan_years
    return Invitation(
        round=allotment.round,
        job_centre=allotment.job_centre,
        reason="Bevillingsskrivelsen beder jer om et tillæg til beskæftigelsesplanen.",
        indicator="Tildelt beløb",
        indicator_value=str(allotment.amount),
        indicator_period=f"{years[0]}-{years[-1]}",
        sent_at=clock.now(),
        sent_by_id=by.id,
    )


def letter(allotment: Allotment, by: Person) -> bytes:
    """The grant letter as PDF, in Danish: how much, for what, what to answer and when."""
    this_round = allotment.round
    settings = Settings.from_json(this_round.guideline.settings)
    plans = ", ".join(str(each) for each in settings.addendum_years)
    data = {
        "reference": this_round.reference,
        "round": this_round.title,
        "addressee": allotment.job_centre.name,
        "sender": _("%(region)s\n%(day)s", region=this_round.region.name, day=clock.today()),
        "amount": _("%(centre)s can have up to %(amount)s.", centre=allotment.job_centre.name, amount=allotment.amount),
        "purpose": this_round.pool.purpose_da,
        "first_day": _first_day(settings),
        "answer": _(
            "Answer with an addendum to the employment plans of %(plans)s in Puljeportalen before %(deadline)s.",
            plans=plans, deadline=this_round.closes_at,
        ),
        "parts": list(PARTS),
        "legal_basis": this_round.pool.legal_basis,
        "appeal": this_round.pool.appeal_text,
        "signature": f"{by.name}\n{by.title}".strip(),
    }  # fmt: skip
    return pdf.render("grant_letter", data, DEFAULT)


def _first_day(settings: Settings) -> Text | str:
    if settings.earliest_cost_date is None:
        return ""
    return _("The grant pays wages of company consultants from %(day)s.", day=settings.earliest_cost_date)


PARTS = (
    _("overall goals of the effort"),
    _("number goals for each year, per target group and instrument, with baseline, period and source"),
    _("a strategy"),
    _("result requirements, and at least one milestone a year"),
    _("what is planned in the four tasks: more interviews, closer contact, mentors, service to companies"),
    _("the positions, and how many consultants there are before and after"),
    _("when council or committee decides each addendum"),
)


def letter_name(allotment: Allotment) -> str:
    """bevillingsskrivelse-VIRK-2010-SYD-0573.pdf: one name in every language, as it is journalised."""
    return f"bevillingsskrivelse-{allotment.round.reference}-{allotment.job_centre.code.removeprefix('JC-')}.pdf"
