"""What lies under the tests: built once, the same for each, and untouched by those before."""

from collections import Counter

import pytest

from portal.identity.models import Organisation
from tests.support.standing import Ground, recipes_for, standing

BUILT = Counter[str]()


@standing
def place(make):
    BUILT["place"] += 1
    return make.region(name="Som den blev bygget")


@standing
def above(place, make):
    BUILT["above"] += 1
    return {"place": place, "others": [make.region(region=place), make.region(region=place)]}


@pytest.mark.parametrize("again", range(3))
def test_each_finds_it_as_it_was_built(place, session, again):
    assert place.name == "Som den blev bygget"
    place.name = "Ændret"
    session.commit()
    session.delete(place)
    session.commit()
    assert session.query(Organisation).count() == 0


@pytest.mark.parametrize("again", range(3))
def test_what_is_built_above_it_holds_the_same_rows(place, above, session, again):
    assert above["place"] is place
    assert [each.region for each in above["others"]] == [place, place]
    assert session.query(Organisation).count() == 3
    session.delete(above["others"].pop())
    session.commit()


def test_what_stands_is_not_built_again(above, session, ground: Ground, request):
    before = BUILT.copy()
    ground.under(recipes_for(request.node))
    assert before == BUILT
    assert len(ground.built) == 2


def test_without_it_the_ground_is_bare(make, session, ground: Ground):
    assert ground.built == {}
    assert session.query(Organisation).count() == 0
