"""The figures of a guideline version: kept as JSON, and not signed when they contradict each other."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.core.money import Ore
from portal.pools.settings import Settings


def test_settings_survive_being_stored() -> None:
    own = replace(Settings(), earliest_cost_date=date(2010, 9, 15), years=(2011,), hourly_rate_ceiling_ore=Ore(1))
    assert Settings.from_json(json.loads(json.dumps(own.to_json()))) == own


def test_what_an_old_version_does_not_hold_has_the_default() -> None:
    assert Settings.from_json({}) == Settings()
    assert Settings.from_json({"min_characters": 200, "of_another_time": 1}).min_characters == 200


def test_the_defaults_can_be_signed() -> None:
    assert list(Settings().problems()) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [({"good_places_percent": 101}, "good_places_percent"), ({"min_characters": -1}, "min_characters"),
     ({"equipment_per_year_ore": Ore(-1)}, "equipment_per_year_ore"), ({"long_term_weeks": 41}, "long_term_weeks"),
     ({"cost_per_place_min_ore": Ore(40_000_01)}, "cost_per_place_min_ore"),
     ({"audit_from_ore": Ore(500_000_01)}, "audit_from_ore"),
     ({"weights": {"goals": 99}}, "weights"), ({"years": (2011, 2010)}, "years"), ({"years": ()}, "years"),
     ({"results_review_due": "29-02"}, "results_review_due"), ({"results_review_due": "15-4"}, "results_review_due"),
     ({"attachment_types": ()}, "attachment_types")],
)  # fmt: skip
def test_what_cannot_be_signed_is_told_beside_its_field(change: dict[str, Any], field: str) -> None:
    assert [each.field for each in replace(Settings(), **change).problems()] == [field]
