"""A timeline says which instalment, amount, day and file an event was about."""

import pytest
from flask_babel import force_locale

from portal.core import menu
from portal.core.language import shown
from portal.projects.room import WORDS


@pytest.mark.parametrize(
    ("what", "details", "said"),
    [
        ("money.instalment", {"amount": -140_000_00, "note": "2"}, "frigivet, nr. 2, 140.000 kr."),
        ("money.instalment", {"amount": 140_000_00, "note": "2"}, "trukket tilbage, nr. 2, 140.000 kr."),
        ("money.payment", {"amount": -140_000_00, "note": "1"}, "nr. 1, 140.000 kr."),
        ("money.repayment", {"amount": 500_00, "note": "2012-01-09"}, "500 kr."),
        ("money.claim", {"amount": 500_00, "note": ""}, "500 kr."),
        ("instalment.paid", {"number": 1, "amount": 100_00, "paid_on": "2010-11-15"}, "nr. 1, 100 kr."),
        ("instalment.paid", {"number": 1, "paid_on": "2010-11-15"}, "nr. 1"),  # as it was written before
        ("instalment.taken_back", {"number": 1, "amount": 100_00, "file": "rate-1.csv"}, "nr. 1, 100 kr., rate-1.csv"),
        ("instalments.changed", {"amounts": [100_00, 50_00]}, "2 rater, 150 kr."),
        ("project.repaid", {"amount": 500_00, "on": "2012-01-09"}, "500 kr., modtaget den 9. januar 2012"),
        ("project.settled", {"final": 328_680_00, "repay": 0}, "endeligt tilskud 328.680 kr."),
        ("account.saved", {"number": 1, "cost": 0}, "nr. 1"),
        ("account.saved", {"number": 1, "cost": 0, "name": "regnskab.xlsx"}, "nr. 1, regnskab.xlsx"),
    ],
)
def test_an_event_says_what_it_was_about(app, what, details, said):
    assert what in WORDS
    with app.test_request_context(), force_locale("da"):
        told = ", ".join(str(shown(each)) for each in menu.about(what, details))
    assert told.replace("\N{NO-BREAK SPACE}", " ") == said
