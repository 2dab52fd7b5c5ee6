"""Every form of the portal refuses what must never be kept."""

import pytest
from wtforms import FieldList, Form, FormField, IntegerField, PasswordField, StringField, TextAreaField
from wtforms.validators import Length

from forms.base import PortalForm
from portal.core.errors import Problem
from portal.core.text import Text

CPR = "Hun er 010170-1234, siger hun"


class Line(Form):
    title = StringField("Aktivitet")


class Two(PortalForm):
    first = StringField("Første")
    second = StringField("Anden")


def problems():
    return [
        Problem(Text("Skriv mere.", {}), "first"),
        Problem(Text("Skriv et tal.", {}), "second"),
        Problem(Text("Lukket.", {})),
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"first": "Godt", "second": "nok"}, {}),
        (
            {"first": CPR, "second": "nok"},
            {
                "first": ["»Første« indeholder et nummer, der ligner et CPR-nummer. Fjern det."],
                "second": ["Skriv et tal."],
                "": ["Lukket."],
            },
        ),
    ],
)
def test_what_the_rules_say_stands_beside_what_a_field_refuses(app, typed, found):
    with app.test_request_context("/", method="POST", data=typed):
        form = Two(meta={"csrf": False})
        assert form.fits(problems) == (not found)
        assert form.errors == found


def test_a_form_that_is_only_opened_is_not_judged(app):
    with app.test_request_context("/"):
        form = Two(meta={"csrf": False})
        assert not form.fits(problems)
        assert form.errors == {}


class Everything(PortalForm):
    words = TextAreaField("Formål")
    number = IntegerField("Antal")
    secret = PasswordField("Adgangskode")
    lines = FieldList(FormField(Line))


@pytest.fixture
def filled(app):
    def fill(**typed: str) -> Everything:
        with app.test_request_context("/", method="POST", data=typed):
            form = Everything(meta={"csrf": False})
            form.passed = form.validate()
            return form

    return fill


def test_what_is_harmless_passes(filled):
    assert filled(words="Vi har 300 pladser i 2010 og telefon 79 94 68 00", number="12").passed


def test_a_cpr_number_is_refused_with_the_field_named_and_the_number_not_repeated(filled):
    form = filled(words=CPR, number="12")
    assert not form.passed
    assert form.words.errors == ["»Formål« indeholder et nummer, der ligner et CPR-nummer. Fjern det."]
    assert "010170" not in str(form.errors)


def test_a_cpr_number_in_a_line_is_refused_beside_that_line(filled):
    form = filled(**{"words": "Godt", "number": "1", "lines-0-title": "Kursus", "lines-1-title": CPR})
    assert not form.passed
    assert not form.lines.entries[0].form.errors
    assert form.lines.entries[1].form.title.errors
    assert form.errors["lines"][1]["title"]


def test_a_number_that_could_not_be_read_is_looked_at_as_well(filled):
    form = filled(number="010170-1234")
    assert len(form.number.errors) == 2


def test_every_field_is_named_at_once(filled):
    form = filled(words=CPR, **{"lines-0-title": CPR})
    assert set(form.errors) >= {"words", "lines"}


def test_a_character_the_database_cannot_keep_is_refused(filled):
    assert "der ikke kan gemmes" in filled(words="a\x00b", number="1").words.errors[0]


def test_a_password_is_compared_and_not_kept_so_it_may_be_anything(filled):
    assert filled(words="", number="1", secret=CPR).passed


class Short(PortalForm):
    note = TextAreaField("Note", [Length(max=5, message="Skriv højst %(max)d tegn.")])


def test_what_is_pasted_is_never_cut_off_unseen(app):
    with app.test_request_context("/", method="POST", data={"note": "for langt"}):
        form = Short(meta={"csrf": False})
        assert not form.validate()
        assert form.note.errors == ["Skriv højst 5 tegn."]
        assert "maxlength" not in form.note()
        assert "for langt" in form.note(rows=3)
