"""The written schema knows every pool that is delivered, and each pool's own schema asks for its sections."""

import pytest

from portal.applications import catalogue, fitting
from portal.eligibility import document
from portal.eligibility.document import problems_in
from tests.support.addendum import complete_addendum
from tests.support.documents import complete_document


@pytest.mark.parametrize("pool", catalogue.POOLS)
def test_the_written_schema_has_every_section_of_the_pool(pool):
    written = document.schema()
    assert pool in written["properties"]["pool"]["enum"]
    for spec in catalogue.of_pool(pool):
        stands = written["properties"]["sections"]["properties"][spec.key]
        own = [each.key for each in spec.fields if not each.shared]
        assert set(own) <= set(stands["required"])
    assert fitting.schema_of(pool)["properties"]["sections"]["required"][-1] == "sparring"


@pytest.mark.parametrize("whole", [complete_document, complete_addendum])
def test_a_section_that_is_missing_is_named_by_either_schema(whole):
    found = whole()
    del found["sections"]["declarations"]
    told = [[each.field for each in problems_in(found, fits)] for fits in (None, fitting.schema_for(found))]
    assert told == [["sections.declarations"]] * 2
