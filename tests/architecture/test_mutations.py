"""The removals by which the contract of kinds is proved do remove."""

import pytest

from app.publishing.fields.declaring import FieldPlace
from app.publishing.kind import lists, queries
from app.records.register import KINDS
from tests.mutations.__main__ import removals, standing_in
from tests.mutations.plugin import REMOVALS, mutate


def left(kind, place):
    """The names of the fields that appear there now."""
    match place:
        case "search":
            roles = {each.search for each in kind.fields if each.search}
            return {each.name for role in roles for each in queries._with_role(kind, role)}
        case "filter":
            return {each.name for each in lists.narrowing(kind)}
        case "words":
            clause = str(kind.words_criterion().condition)
            return {each.name for each in kind.fields if f".{each.name} LIKE" in clause}
        case "column":
            return {each.name for each in kind.listed_fields}
        case "log":
            return kind.labels.keys() & kind.by_name.keys()
    return {each.name for each in kind.fields_in(FieldPlace(place))}


@pytest.mark.parametrize("place", REMOVALS)
def test_a_removal_takes_one_field_from_one_place(place, monkeypatch):
    kind = next(each for each in KINDS if standing_in(each, place))
    field, before = standing_in(kind, place)[0], left(kind, place)
    others = {each: left(kind, each) for each in REMOVALS if each != place}
    mutate(f"{kind.endpoint}.{field.name}.{place}", monkeypatch.setattr)
    assert left(kind, place) == before - {field.name} != before
    assert {each: left(kind, each) for each in others} == others


def test_removals_are_spread_over_all_kinds_and_places():
    every = [(kind.endpoint, place) for kind, _, place in removals()]
    assert {endpoint for endpoint, _ in every} == {kind.endpoint for kind in KINDS}
    assert {place for _, place in every} == REMOVALS.keys()
    assert len(every) == len(set(every)) >= 30
