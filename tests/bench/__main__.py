"""``python -m tests.bench [pages] [SIZE]``: measure the search engine, or the pages of the site."""

import sys

from rich.console import Console

from tests.bench import pages, search

DEFAULT_SIZE = 100_000
PAGES = "pages"


def main(arguments: list[str]) -> None:
    """Measure with as many records, or cases, as are asked for, and print a table."""
    measure = pages.measure if PAGES in arguments else search.measure
    numbers = [int(argument) for argument in arguments if argument != PAGES]
    measure(numbers[0] if numbers else DEFAULT_SIZE, Console())


if __name__ == "__main__":
    main(sys.argv[1:])
