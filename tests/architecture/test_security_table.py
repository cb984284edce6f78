"""Each promise of security has what holds it, and a test that fails when it does not."""

from tests.security_table import page
from tests.security_table.marks import TESTS, rows_of_tests

PROMISES = 48


def test_each_promise_has_a_test_or_a_drill():
    marked = rows_of_tests()
    bare = [
        row["number"] for row in page.rows() if row["number"] not in marked and "drill" not in row
    ]
    assert not bare


def test_all_promises_are_told_and_no_mark_means_another_one():
    numbers = [row["number"] for row in page.rows()]
    assert numbers == list(range(1, PROMISES + 1))
    assert set(rows_of_tests()) <= set(numbers)


def test_drills_that_are_named_are_there():
    for row in page.rows():
        name = row.get("drill", "").removeprefix("python -m tests.drills ")
        assert not name or (TESTS / "drills" / f"{name}.py").exists()


def test_the_page_is_what_rows_and_marks_say():
    told = page.PAGE.read_text(encoding="utf-8")
    assert told == page.written(page.noted_results()), "python -m tests.security_table writes it"
