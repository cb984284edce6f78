"""``python -m tests.bench [SUBJECT] [SIZE]``; the subjects are below, without one it is search."""

import sys

from rich.console import Console

from tests.bench import aggregates, imports, pages, search, start, submissions
from tests.bench.submissions import DEFAULT_SIZE

SUBJECTS = {
    "pages": pages.measure,
    "imports": imports.measure,
    "submissions": submissions.measure,
    "aggregates": aggregates.measure,
    "start": start.measure,
}


def main(arguments: list[str]) -> None:
    """Measure with as many records, cases, rows or reports as are asked for, and print a table."""
    subjects = [measure for name, measure in SUBJECTS.items() if name in arguments]
    numbers = [int(argument) for argument in arguments if argument not in SUBJECTS]
    for measure in subjects or [search.measure]:
        measure(numbers[0] if numbers else DEFAULT_SIZE, Console())


if __name__ == "__main__":
    main(sys.argv[1:])
