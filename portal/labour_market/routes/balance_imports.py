"""The import of a balance: what its pages ask, show and say."""

from typing import Any

from flask import url_for

from forms.labour_market import BalanceForm
from portal.core.permissions import Permission
from portal.core.text import _
from portal.identity.models import Organisation, Person
from portal.labour_market import actions, queries, rules
from portal.labour_market.models import BalanceImport
from portal.labour_market.routes.blueprint import bp
from portal.labour_market.routes.importing import SHOWN, Answer, Arrival, Preview


def address(uploaded: BalanceImport) -> str:
    return url_for("labour_market.show_balance_import", balance_import_id=uploaded.id)


def all_imports(_uploaded: BalanceImport) -> str:
    return url_for("labour_market.balance_imports")


def read(region: Organisation, form: BalanceForm, me: Person) -> BalanceImport:
    return actions.preview(region, form.file.data.filename or "", form.file.data.read(), by=me)


def details(uploaded: BalanceImport) -> dict[str, Any]:
    return {
        "owner": uploaded.region.name,
        "counts": actions.counts(uploaded),
        "rows": actions.rows_of(uploaded)[:SHOWN],
        "chances": rules.CHANCES,
    }


Arrival(
    name="balance_import",
    model=BalanceImport,
    template="labour_market/balance_imports.html",
    form=BalanceForm,
    read=read,
    address=address,
    trail=lambda: [(_("Labour market"), url_for("labour_market.index"))],
    headings=rules.explained,
).add_to(bp, "/balance/imports")
Preview(
    name="balance_import",
    permission=Permission.LABOUR_MARKET_IMPORT,
    find=lambda balance_import_id: queries.find_import(BalanceImport, balance_import_id),
    template="labour_market/balance_import.html",
    address=address,
    again=all_imports,
    details=details,
    confirm=lambda uploaded, form, me: actions.confirm(uploaded, seen=form.seen, by=me),
    confirmed=Answer(_("The balance is imported, and counts from now on."), address),
    dropped=Answer(_("The import is dropped. The balance is as it was."), all_imports),
).add_to(bp, "/balance/imports/<int:balance_import_id>")
