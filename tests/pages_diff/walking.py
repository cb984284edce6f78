"""``python -m tests.pages_diff.walking FOLDER``: the dump of the tree it runs in."""

import sys
from contextlib import redirect_stderr
from pathlib import Path
from time import perf_counter

import click

from tests.pages_diff.crawl import Crawl
from tests.pages_diff.site import demonstration


def main(folder: Path) -> None:
    """Fill the demonstration of the environment's settings, and write all answers."""
    began = perf_counter()
    with demonstration() as demo:
        filled = perf_counter()
        with (folder / "LOG").open("w", encoding="utf-8") as log, redirect_stderr(log):
            summary = Crawl(demo, folder).run()
    click.echo(f"filled in {filled - began:.0f} s, asked in {perf_counter() - filled:.0f} s")
    click.echo(summary)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
