"""Which conditions of a repair a record shows by itself, and which its party must show."""

from datetime import date

import pytest

from app.matters.redress.conditions import (
    ConditionState,
    handling_term,
    may_apply,
    repair_conditions,
)
from app.matters.redress.rules import (
    ACTS,
    OUTCOMES,
    RecordRef,
    RedressAct,
    RedressKind,
    RedressRelation,
    RedressStatus,
)
from app.people.acting.rules import open_acts
from app.publishing.life.rules import RepairTerms
from app.records.credit.terms import removal_terms

DAY = date(2026, 6, 1)


def conditions(earliest_on=DAY, execution="", today=DAY):
    return repair_conditions(RepairTerms(earliest_on, "依据", execution), today)


def test_a_repair_may_be_asked_for_from_its_earliest_day_and_not_the_day_before():
    assert may_apply(conditions(today=DAY))
    early = conditions(today=date(2026, 5, 31))
    assert not may_apply(early)
    assert "最早可在2026年6月1日申请" in early[0].words


@pytest.mark.parametrize(
    ("execution", "standing"),
    [
        ("已履行", ConditionState.HOLDS),
        ("罚款已缴清，执行完毕", ConditionState.HOLDS),
        ("部分履行", ConditionState.TO_SHOW),
        ("未执行完毕", ConditionState.TO_SHOW),
        ("已缴纳首期，余款分期缴纳", ConditionState.TO_SHOW),
        ("", ConditionState.TO_SHOW),
    ],
)
def test_duties_hold_only_where_the_record_says_that_all_is_done(execution, standing):
    assert conditions(execution=execution)[1].standing is standing


def test_terms_name_their_length_and_their_rule():
    assert handling_term(DAY).length == 10
    assert removal_terms(DAY).earliest_on == date(2027, 6, 1)
    assert handling_term(DAY).basis
    assert "列入满1年" in removal_terms(DAY).basis
    assert "44号" in removal_terms(DAY).basis


def test_a_reference_is_read_as_it_is_written_and_no_other_text_is_one():
    ref = RecordRef("entry", 12)
    assert RecordRef.parse(str(ref)) == ref
    for text in ("", "case", "case-", "case-x", "case-²", "-1", "case-1-2"):
        assert RecordRef.parse(text) is None


def test_who_wrote_the_record_decides_nothing_and_what_has_ended_stays_decided():
    for relation in (RedressRelation.AUTHOR, RedressRelation.COORDINATION):
        assert not any(open_acts(ACTS, {relation}, status) for status in RedressStatus)
    for status in (RedressStatus.DECLINED, RedressStatus.DECIDED, RedressStatus.WITHDRAWN):
        assert open_acts(ACTS, {RedressRelation.DECIDING}, status) == [RedressAct.REVEAL]


def test_a_repair_never_ends_as_an_objection_does():
    shared = set(OUTCOMES[RedressKind.REPAIR]) & set(OUTCOMES[RedressKind.OBJECTION])
    assert {outcome.value for outcome in shared} == {"moot"}
