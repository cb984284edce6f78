"""``flask setup`` loads every promise of the policy, word for word, once."""

import re

import pytest
from sqlalchemy import func, select

from app.kernel.db.reference import read_data
from app.kernel.db.session import db
from app.records.indicators import reference
from app.records.indicators.models import Indicator
from app.records.indicators.policy import policy
from app.records.indicators.rules import Strand
from tests.support.paths import SHARED_DATA

POLICY = SHARED_DATA.parent / "policy.md"
FILE = read_data(reference.DATA / "targets.json")
AS_HUNDRED = ("全面", "全部", "所有", "均", "各县域主导产业", "100")


@pytest.fixture(scope="module")
def text_of_the_policy() -> str:
    if not POLICY.exists():
        pytest.skip("the text of the policy is not beside this checkout")
    return POLICY.read_text(encoding="utf-8")


def test_every_quote_stands_in_the_policy_word_for_word(text_of_the_policy):
    quotes = [one["quote"] for one in (*FILE["targets"], *FILE["unmeasured"])]
    strange = [quote for quote in quotes if quote not in text_of_the_policy]
    assert not strange


def test_every_percentage_of_the_policy_is_somebodys_promise(text_of_the_policy):
    quotes = "".join(one["quote"] for one in FILE["targets"])
    promised = re.findall(r"\d+%", text_of_the_policy)
    assert [share for share in promised if share not in quotes] == []


def test_each_number_stands_in_its_quote():
    for target in FILE["targets"]:
        number, quote = target["target"], target["quote"]
        if number == "100":
            assert any(word in quote for word in AS_HUNDRED)
        elif number == "33.3":
            assert "1/3" in quote
        elif target["strand"] == "benefit":
            assert quote.count("一个") == 2 or quote.count("惠民行动") == 4
        else:
            assert re.search(rf"(?<!\d){number}(?!\d)", quote), target["code"]


def test_setup_loads_them_all_with_their_bodies_and_a_second_run_changes_nothing(app):
    assert db.session.scalar(select(func.count()).where(Indicator.target.is_not(None))) == 62
    assert db.session.scalar(select(func.count()).where(Indicator.target.is_(None))) == 8
    assert all(found.bureau.valid_until is None for found in db.session.scalars(select(Indicator)))
    again = reference.load_reference_data()
    assert [(loaded.added, loaded.changed) for loaded in again] == [(0, 0)]


def test_setup_mends_what_the_file_has_corrected(app):
    found = db.session.scalars(select(Indicator).where(Indicator.code == "CP01")).one()
    found.target = "91"
    db.session.flush()
    assert [loaded.changed for loaded in reference.load_reference_data()] == [1]
    assert found.target == "92"


def test_promises_are_made_in_three_parts_of_the_policy(app):
    promised = select(Indicator.strand).where(Indicator.target.is_not(None))
    strands = set(db.session.scalars(promised))
    assert {strand.part.label for strand in strands} == {"领域", "战略", "工程"}
    assert not strands & {Strand.SAFETY, Strand.TECHNOLOGY}
    assert len(policy().unmeasured) == 8
    baselines = select(Indicator).where(Indicator.baseline.is_not(None))
    assert not db.session.scalars(baselines).all(), "the policy states none"
