"""The pages of an import, alike for every kind of file: sent, looked at, and then confirmed or dropped."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from forms.base import ButtonForm, PortalForm
from portal.core import clock
from portal.core.access import View, holds, requires
from portal.core.findings import Faulty, Finding
from portal.core.language import shown
from portal.core.permissions import Permission
from portal.core.text import Text
from portal.identity.models import Organisation, Person
from portal.labour_market import queries, uploads
from portal.labour_market.uploads import RegionUpload, Uploaded

U = TypeVar("U", bound=Uploaded)
R = TypeVar("R", bound=RegionUpload)
SHOWN = 50  # rows of a file


@contextmanager
def showing_faults(form: PortalForm) -> Iterator[list[Finding]]:
    """What must be put right in a file, for the page of the form that sent it; with that page, nothing is kept."""
    found: list[Finding] = []
    with form.showing_refusals():
        try:
            yield found
        except Faulty as faulty:
            found += faulty.findings
            raise


@dataclass(frozen=True)
class Answer(Generic[U]):
    """What is said when somebody has confirmed or dropped a file, and where they are taken."""

    words: Text
    address: Callable[[U], str]

    def given(self, uploaded: U) -> ResponseReturnValue:
        flash(str(shown(self.words)), "success")
        return redirect(self.address(uploaded))


@dataclass(frozen=True)
class Preview(Generic[U]):
    """The page of one file that was sent, with its two buttons."""

    name: str
    permission: Permission
    find: Callable[..., U | None]
    template: str
    address: Callable[[U], str]  # of the page itself
    again: Callable[[U], str]  # where another file is sent
    details: Callable[[U], dict[str, Any]]
    confirm: Callable[[U, Any, Person], object]  # the form stands between them
    confirmed: Answer[U]
    dropped: Answer[U]
    form: type[ButtonForm] = ButtonForm

    def add_to(self, bp: Blueprint, path: str) -> None:
        guarded: Callable[[Callable[[U, Any], ResponseReturnValue]], View] = requires(self.permission, self.find)
        bp.add_url_rule(path, f"show_{self.name}", guarded(self.show), methods=["GET"])
        bp.add_url_rule(f"{path}/confirm", f"confirm_{self.name}", guarded(self.answer_yes), methods=["POST"])
        bp.add_url_rule(f"{path}/drop", f"drop_{self.name}", guarded(self.answer_no), methods=["POST"])

    def show(self, uploaded: U, me: Person) -> ResponseReturnValue:
        return self._page(uploaded, self.form(obj=uploaded))

    def answer_yes(self, uploaded: U, me: Person) -> ResponseReturnValue:
        form = self.form()
        if form.validate_on_submit():
            with form.showing_refusals():
                self.confirm(uploaded, form, me)
                return self.confirmed.given(uploaded)
        return self._page(uploaded, form)

    def answer_no(self, uploaded: U, me: Person) -> ResponseReturnValue:
        form = ButtonForm()
        if form.validate_on_submit():
            with form.showing_refusals():
                uploads.drop(uploaded, seen=form.seen, by=me)
                return self.dropped.given(uploaded)
        return self._page(uploaded, form)

    def _page(self, uploaded: U, form: ButtonForm) -> ResponseReturnValue:
        page = render_template(
            self.template,
            uploaded=uploaded,
            form=form,
            here=self.address(uploaded),
            again=self.again(uploaded),
            most=SHOWN,
            **self.details(uploaded),
        )
        return page, form.status


@dataclass(frozen=True)
class Arrival(Generic[R]):
    """The page on which a region sends a file of rows, with those it has sent before."""

    name: str
    model: type[R]
    template: str
    form: type[PortalForm]
    read: Callable[[Organisation, Any, Person], R]
    address: Callable[[R], str]  # of the page of one file
    trail: Callable[[], list[tuple[Text, str]]]
    headings: Callable[[date], Sequence[tuple[str, Text, str]]]  # each with what belongs there and an example of today

    def add_to(self, bp: Blueprint, path: str) -> None:
        view = holds(Permission.LABOUR_MARKET_IMPORT)(self.send)
        bp.add_url_rule(path, f"{self.name}s", view, methods=["GET", "POST"])

    def send(self, me: Person) -> ResponseReturnValue:
        regions, form = queries.regions_imported_by(me), self.form()
        form["region"].choices = [(each.id, each.name) for each in regions]
        faults: list[Finding] = []
        if form.validate_on_submit():
            region = next(each for each in regions if each.id == form["region"].data)
            with showing_faults(form) as faults:
                uploaded = self.read(region, form, me)
                return redirect(self.address(uploaded))
        page = render_template(
            self.template,
            form=form,
            faults=faults,
            history=queries.imports_of(me, self.model),
            headings=self.headings(clock.today()),
            address=self.address,
            trail=self.trail(),
        )
        return page, form.status
