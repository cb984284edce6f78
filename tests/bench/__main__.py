"""``python -m tests.bench [DOCUMENTS]``: measure the search engine."""

import sys

from rich.console import Console

from tests.bench import search

DEFAULT_DOCUMENTS = 100_000


def main(arguments: list[str]) -> None:
    """Measure with as many documents as are asked for, and print a table."""
    size = int(arguments[0]) if arguments else DEFAULT_DOCUMENTS
    search.measure(size, Console())


if __name__ == "__main__":
    main(sys.argv[1:])
