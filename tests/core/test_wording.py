"""How the portal puts values into sentences."""

import pytest
from markupsafe import Markup

from portal.core import clock, menu
from portal.core.language import in_language, one_full_stop, together
from portal.core.money import Ore
from portal.core.text import Text, write_a_year

GRANTED = Text("We grant %(amount)s.", {"amount": Ore(440_000_00)})


def test_a_sentence_that_ends_with_an_amount_has_one_full_stop(app):
    with app.test_request_context():
        assert in_language(GRANTED, "en") == "We grant 440.000\N{NO-BREAK SPACE}kr."
        assert in_language(GRANTED, "da").endswith("440.000\N{NO-BREAK SPACE}kr.")


def test_the_hour_stays_on_the_line_of_the_word_before_it(app):
    deadline = Text("The deadline was %(deadline)s.", {"deadline": clock.in_copenhagen(2010, 11, 12, 12)})
    with app.test_request_context():
        assert in_language(deadline, "da").endswith("12. november 2010 kl.\N{NO-BREAK SPACE}12.00.")
        assert (
            menu.Task(GRANTED, "", "/", clock.in_copenhagen(2010, 11, 12, 12)).due_more
            == "fredag kl.\N{NO-BREAK SPACE}12.00"
        )


def test_what_people_wrote_themselves_and_markup_are_left_alone():
    assert one_full_stop("200 kr..") == "200 kr.."
    assert isinstance(one_full_stop(Markup("<p>1\N{NO-BREAK SPACE}kr..</p>")), Markup)


@pytest.mark.parametrize(
    ("last", "danish"),
    [(2012, "Skriv et år fra 2010 til 2012."), (2010, "Skriv 2010."),
     (2009, "Der er ikke noget år at vælge, før 2010 er slut.")],
)  # fmt: skip
def test_a_range_of_one_year_is_that_year(app, last, danish):
    with app.test_request_context():
        assert in_language(write_a_year(2010, last), "da") == danish


def test_names_are_joined_as_people_say_them(app):
    with app.test_request_context():
        assert together(["Camilla Vig", "Steen Borg"]) == "Camilla Vig og Steen Borg"
        assert together([]) == ""
    with app.test_request_context("/?language=en"):
        assert together(["Camilla Vig", "Steen Borg"]) == "Camilla Vig and Steen Borg"
