"""What every kind of upload must say of itself, and that each of them does."""

import pytest

from portal.core.db import Base
from portal.labour_market.uploads import RegionUpload, Uploaded
from portal.results.models import ReviewImport

FOUND = (each.class_ for each in Base.registry.mappers if issubclass(each.class_, Uploaded))
KINDS = sorted(FOUND, key=lambda each: each.__name__)  # the registry has no order
LEFT_OPEN = ("parties", "reference", "says_something")


def abstract(kind: type) -> list[str]:
    return [name for name in LEFT_OPEN if getattr(getattr(kind, name).fget, "__isabstractmethod__", False)]


def test_what_an_upload_leaves_to_its_kinds_is_declared_as_abstract():
    assert abstract(Uploaded) == list(LEFT_OPEN)
    assert abstract(RegionUpload) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.__name__)
def test_every_kind_says_all_of_it(kind):
    assert abstract(kind) == []
    assert kind.KIND


def test_the_kinds_are_found():
    assert {ReviewImport} < {*KINDS}
