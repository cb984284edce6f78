"""``python -m tests.drills restore [CASES]``: backups are put back, and restores are killed.

The demonstration, or so many cases; on SQLite, and with TEST_DATABASE_URL on PostgreSQL. A restore
is killed at moments spread over the time that a whole one takes: afterwards the site is what it was
before, or what the backup holds, and nothing between.
"""

import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.drills._sites import DrilledSite, site_on_postgresql, site_on_sqlite

KILLS = 12


def main(arguments: list[str]) -> int:
    """Print what each took, and in which state the killed ones left the site."""
    cases, failed = int(arguments[0]) if arguments else 0, 0
    for opened in _sites():
        with opened as site:
            table = Table("database", "rows", "backup", "drill", "restore", "old / new / neither")
            failed += _drill(site, cases, table)
            Console().print(table)
    return min(failed, 1)


def _sites() -> Iterator[AbstractContextManager[DrilledSite]]:
    yield site_on_sqlite()
    if server := os.environ.get("TEST_DATABASE_URL"):
        yield site_on_postgresql(server)


def _drill(site: DrilledSite, cases: int, table: Table) -> int:
    site.fill(cases)
    site.mark("backed up")
    backups = site.folder / "backups"
    backup, _ = site.run("backup", str(backups))
    (folder,) = backups.iterdir()
    drill, _ = site.run("drill", str(backups))
    site.mark("since")
    restore, _ = site.run("restore", str(folder), "--force")
    restored = site.rows()
    if site.marked() != "backed up":
        raise RuntimeError("the restored site is not that of the backup")
    states = [_state_after_kill(site, folder, restore * (n + 1) / KILLS) for n in range(KILLS)]
    found = [states.count(name) for name in ("old", "new", "neither")]
    site.run("restore", str(folder), "--force")
    if site.rows() != restored:
        found[2] += 1
    took = [f"{seconds:.1f} s" for seconds in (backup, drill, restore)]
    counts = " / ".join(map(str, found))
    table.add_row(site.name, f"{sum(restored.values()):,}", *took, counts)
    return found[2]


def _state_after_kill(site: DrilledSite, folder: Path, seconds: float) -> str:
    """Kill a restore after so long; whether the site is as before, as in the backup, or neither."""
    site.mark("since")
    before = site.rows()
    running = site.command("restore", str(folder), "--force")
    time.sleep(seconds)
    running.kill()
    running.communicate()
    rows, word = site.rows(), site.marked()
    if rows == before and word == "since":
        return "old"
    return "new" if word == "backed up" else "neither"
