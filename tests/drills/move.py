"""``python -m tests.drills move [CASES]``: a site goes from SQLite to PostgreSQL.

The demonstration, or so many cases; into a database whose account owns it and nothing more.
TEST_DATABASE_URL names a server on which databases can be made.
"""

import os
import sys

from rich.console import Console

from tests.drills._sites import site_on_postgresql, site_on_sqlite


def main(arguments: list[str]) -> int:
    """Move, compare the counts from outside, and run the site's own checks on the target."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        sys.exit("TEST_DATABASE_URL names no server")
    console, cases = Console(), int(arguments[0]) if arguments else 0
    with site_on_sqlite() as source, site_on_postgresql(server) as target:
        source.fill(cases)
        source.run("worker", "--once")
        before = source.rows()
        seconds, output = source.run("move", "--to", target.address)
        console.print(output)
        if target.rows() != before:
            console.print("the counts differ")
            return 1
        for command in (["audit", "verify"], ["keys", "list"], ["search", "rebuild"]):
            took, output = target.beside(source.folder).run(*command)
            console.print(f"{' '.join(command)}: {output.splitlines()[-1]} ({took:.1f} s)")
        console.print(f"{sum(before.values())} rows, {seconds:.1f} s with the start of the command")
    return 0
