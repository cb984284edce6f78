"""How a year's assessment moves, and how rows become points and places."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insight.assessment.formula import (
    CycleStepState,
    Formula,
    Measure,
    MeasureKind,
    MeasureResult,
    RankedUnit,
    due_dates,
    formula_data,
    places,
    scaled,
    show_points,
    steps_of,
    with_marks,
)
from app.insight.assessment.rules import (
    ACTS,
    LEADS_TO,
    AssessmentAct,
    AssessmentRelation,
    CycleStatus,
    FindingState,
    UnitKind,
    finding_state,
)
from app.kernel.working_days import Calendar
from app.people.acting.rules import open_acts

FORMULA = Formula.parse(formula_data(2026))
FULL = 10_000
EVERYBODY = frozenset(AssessmentRelation)


def measure(kind, **changes):
    row = {"code": "x", "name": "试验", "counts": "试验", "kind": kind, "most": 20}
    defaults = {"low": 80, "high": 100, "each": 1, "least": 0, "units": ["body"], "rows": True}
    return Measure.parse({**row, **defaults, **changes})


class TestStates:
    def test_acts_lead_from_draft_to_publication_one_after_the_other(self):
        course = (
            AssessmentAct.ISSUE,
            AssessmentAct.END_INSPECTION,
            AssessmentAct.ASSESS,
            AssessmentAct.HEAR,
            AssessmentAct.PROPOSE,
            AssessmentAct.PUBLISH,
        )
        status = LEADS_TO[AssessmentAct.OPEN]
        for act in course:
            moves = [one for one in LEADS_TO if one in open_acts(ACTS, EVERYBODY, status)]
            assert act in moves
            assert set(moves) <= {act, AssessmentAct.SEND_BACK}
            status = LEADS_TO[act]
        assert status is CycleStatus.PUBLISHED

    def test_what_waits_for_publication_is_only_sent_back_and_then_nothing_is_done(self):
        assert not open_acts(ACTS, EVERYBODY, CycleStatus.PUBLISHED)
        waiting = open_acts(ACTS, EVERYBODY, CycleStatus.READY)
        assert waiting == [AssessmentAct.SEND_BACK, AssessmentAct.PUBLISH]

    def test_only_the_unit_objects_and_reports_and_only_the_office_does_the_rest(self):
        states = (None, *CycleStatus)
        for act in ACTS:
            of_unit = act in {AssessmentAct.OBJECT, AssessmentAct.RECTIFY}
            relation = AssessmentRelation.UNIT_HEAD if of_unit else AssessmentRelation.OFFICE
            assert any(act in open_acts(ACTS, {relation}, status) for status in states)
            for status in states:
                assert act not in open_acts(ACTS, EVERYBODY - {relation}, status)


class TestDates:
    def test_a_step_on_a_day_off_moves_to_the_next_working_day(self):
        due = due_dates(2026, FORMULA, Calendar.of({}))
        assert due["issue"] == date(2026, 3, 2), "28 February 2026 is a Saturday"
        assert due["inspect"] == date(2026, 7, 31)
        assert due["assess"] == date(2027, 3, 1)

    @pytest.mark.parametrize(
        ("done", "today", "state", "late"),
        [
            (None, date(2026, 7, 31), CycleStepState.AHEAD, 0),
            (None, date(2026, 8, 1), CycleStepState.OVERDUE, 1),
            (date(2026, 7, 31), date(2026, 9, 1), CycleStepState.DONE, 0),
            (date(2026, 8, 4), date(2026, 9, 1), CycleStepState.LATE, 4),
        ],
    )
    def test_late_steps_show_by_themselves(self, done, today, state, late):
        due = due_dates(2026, FORMULA, Calendar.of({}))
        dates = {"issue": None, "inspect": done, "assess": None}
        step = steps_of(due, dates, today)[1]
        assert (step.state, step.days_late) == (state, late)

    @pytest.mark.parametrize(
        ("rectified", "today", "state"),
        [
            (None, 0, FindingState.OPEN),
            (None, 1, FindingState.OVERDUE),
            (0, 5, FindingState.RECTIFIED),
            (1, 5, FindingState.LATE),
        ],
    )
    def test_a_demand_is_met_in_time_or_late_by_its_dates(self, rectified, today, state):
        due = date(2026, 9, 10)
        done = None if rectified is None else due + timedelta(days=rectified)
        assert finding_state(due, done, due + timedelta(days=today)) is state

    def test_where_nothing_was_demanded_nothing_is_late(self):
        assert finding_state(None, None, date(2026, 9, 10)) is FindingState.CLEAR


@pytest.mark.parametrize(
    ("made", "good", "total", "points"),
    [
        (measure("linear"), 100, 100, 2000),
        (measure("linear"), 90, 100, 1000),
        (measure("linear"), 80, 100, 0),
        (measure("linear"), 10, 100, 0),
        (measure("linear"), 59, 60, 1833),
        (measure("linear", least=3), 2, 2, None),
        (measure("linear", least=3), 3, 3, 2000),
        (measure("linear"), 0, 0, 2000),
        (measure("deduction", each=0.5), 7, 10, 1850),
        (measure("deduction", each=15), 0, 2, 0),
        (measure("deduction"), 0, 0, 2000),
        (measure("reached", high=95), 95, 100, 2000),
        (measure("reached", high=95), 94, 100, 0),
    ],
)
def test_points_follow_from_good_and_all_rows(made, good, total, points):
    assert made.points(good, total) == points


@pytest.mark.parametrize(
    ("hundredths", "words"),
    [(2350, "23.5"), (2000, "20"), (5, "0.05"), (0, "0"), (-150, "−1.5"), (None, "—")],
)
def test_points_are_written_for_people(hundredths, words):
    assert show_points(hundredths) == words


def test_the_formula_of_each_kind_can_be_read_in_plain_words():
    words = {each.code: each.sentence for each in FORMULA.measures}
    assert words["handled"].startswith("比例为 80% 及以下得 0 分，100% 得满分 25 分")
    assert words["reports"].startswith("满分 5 分，每件扣 0.5 分，扣完为止")
    assert words["waived"].startswith("比例达到 95% 得 5 分，没有达到不得分")


def test_each_kind_of_unit_can_reach_a_place():
    for unit in UnitKind:
        assert sum(each.most for each in FORMULA.of(unit)) >= FORMULA.ranked_from
    assert sum(each.most for each in FORMULA.measures) == FULL


measures = st.builds(
    measure,
    st.sampled_from([kind.value for kind in MeasureKind]),
    most=st.integers(1, 40),
    low=st.integers(0, 90),
    high=st.integers(91, 100),
    each=st.sampled_from([0.25, 0.5, 1, 3]),
    least=st.integers(0, 4),
)
histories = st.lists(st.booleans(), max_size=60)
"""Rows in the order in which they come up: whether each is good."""


class TestRandomHistories:
    @given(made=measures, rows=histories)
    def test_points_stay_between_nought_and_the_most_and_a_good_row_costs_none(self, made, rows):
        points = made.points(sum(rows), len(rows))
        assert points is None if len(rows) < made.least else 0 <= points <= made.most
        before, after = made.points(sum(rows), len(rows)), made.points(sum(rows) + 1, len(rows) + 1)
        assert before is None or not rows or after >= before

    @given(made=measures, rows=histories, place=st.integers(0, 59))
    def test_mending_a_row_never_costs_points(self, made, rows, place):
        if place >= len(rows) or rows[place] or len(rows) < made.least:
            return
        mended = [*rows[:place], True, *rows[place + 1 :]]
        assert made.points(sum(mended), len(mended)) >= made.points(sum(rows), len(rows))

    @given(made=st.lists(measures, max_size=9), rows=st.lists(histories, max_size=9))
    def test_the_whole_is_the_sum_of_what_was_open_scaled_to_a_hundred(self, made, rows):
        pairs = list(zip(made, rows, strict=False))
        counted = [MeasureResult(one, sum(each), len(each)) for one, each in pairs]
        total, most = scaled(counted)
        known = [one for one in counted if one.points is not None]
        assert most == sum(one.measure.most for one in known)
        if not known:
            assert total is None
            return
        exact = Fraction(FULL * sum(one.points for one in known), most)
        assert abs(total - exact) <= Fraction(1, 2)
        assert 0 <= total <= FULL

    @given(
        computed=st.integers(0, FULL),
        marks=st.lists(st.integers(-3000, 3000), max_size=6),
    )
    def test_points_by_hand_move_a_total_by_no_more_than_the_formula_allows(self, computed, marks):
        total = with_marks(computed, marks, FORMULA.manual_most)
        assert total >= 0
        assert abs(total - computed) <= FORMULA.manual_most

    @given(totals=st.lists(st.none() | st.integers(0, 20), max_size=12))
    def test_places_follow_totals_and_equals_share_one(self, totals):
        kinds = list(UnitKind)
        units = [RankedUnit(n, kinds[n % 2], total) for n, total in enumerate(totals)]
        found = places(units)
        for one in units:
            for other in units:
                if one.total is None or other.total is None or one.kind is not other.kind:
                    continue
                assert (found[one.key] < found[other.key]) == (one.total > other.total)
        assert set(found) == {one.key for one in units if one.total is not None}


def test_where_nothing_was_counted_nothing_is_added_by_hand():
    assert with_marks(None, [500], FORMULA.manual_most) is None
