"""What is kept back can't be worked out from what is published, whatever the counts are."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.insight.evaluation.rules import COLUMNS, SMALLEST, kept_back, totals_kept_back
from app.matters.complaints.matter.rules.states import ComplaintKind

COMPLAINT, REPORT = ComplaintKind.COMPLAINT, ComplaintKind.VIOLATION_REPORT
NUMBER = st.one_of(st.integers(0, 4), st.integers(0, 60))
TABLES = st.lists(st.tuples(NUMBER, NUMBER), min_size=2, max_size=9).map(
    lambda rows: {
        f"{n}": {COMPLAINT: complaints, REPORT: reports}
        for n, (complaints, reports) in enumerate(rows)
    }
)


def count(row, column):
    return sum(row.values()) if column is None else row[column]


def told_by_sums(counts):
    """The cells that the published ones determine by the sums of rows and columns."""
    hidden = sorted(kept_back(counts), key=str)
    totals = totals_kept_back(counts)
    unknown = [*hidden, *(("total", column) for column in totals)]
    place = {cell: n for n, cell in enumerate(unknown)}
    lines = [[(key, column) for column in COLUMNS] for key in (*counts, "total")]
    lines += [[(key, column) for key in (*counts, "total")] for column in COLUMNS]
    equations = np.zeros((len(lines), len(unknown)))
    for number, line in enumerate(lines):
        for cell in line:
            if cell in place:
                is_sum = cell[1] is None if number <= len(counts) else cell[0] == "total"
                equations[number, place[cell]] = -1 if is_sum else 1
    rank = np.linalg.matrix_rank(equations) if unknown else 0
    for cell in hidden:
        row = np.zeros((1, len(unknown)))
        row[0, place[cell]] = 1
        if np.linalg.matrix_rank(np.vstack([equations, row])) == rank:
            yield cell


@settings(deadline=None, max_examples=200)
@given(TABLES)
def test_every_one_and_two_is_kept_back_and_follows_from_no_sum(counts):
    counts |= {"many": {COMPLAINT: 70, REPORT: 80}, "more": {COMPLAINT: 90, REPORT: 65}}
    assert list(told_by_sums(counts)) == []
    hidden, totals = kept_back(counts), totals_kept_back(counts)
    for key, column in product(counts, COLUMNS):
        if 0 < count(counts[key], column) < SMALLEST:
            assert (key, column) in hidden
    for column in COLUMNS:
        hidden_counts = [count(counts[key], column) for key in counts if (key, column) in hidden]
        assert column in totals or not hidden_counts or sum(hidden_counts) > len(hidden_counts) > 1


def test_nothing_is_kept_back_without_need_and_the_same_counts_keep_the_same_back():
    counts = {name: {COMPLAINT: 5, REPORT: 9} for name in "abc"}
    assert kept_back(counts) == frozenset()
    counts = {name: {COMPLAINT: n % 5, REPORT: n % 4} for n, name in enumerate("abcdefgh")}
    assert kept_back(counts) == kept_back(dict(reversed(counts.items())))


def test_a_single_small_row_takes_the_smallest_one_beside_it():
    counts = {
        "small": {COMPLAINT: 2, REPORT: 0},
        "middle": {COMPLAINT: 5, REPORT: 0},
        "large": {COMPLAINT: 50, REPORT: 0},
    }
    assert {key for key, _ in kept_back(counts)} == {"small", "middle"}
