"""Pages under load, side by side with Datasette and with bare Flask, on the same rows."""

import os
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.request import urlopen

from rich.console import Console
from rich.table import Table

import config
from app import create_app
from app.kernel.search import maintenance
from tests.bench import addresses, records, servers
from tests.bench.servers import Load, Server, measure_load

DATASETTE_LIST = "/cases/cases?_size=20"
DATASETTE = {
    "Datasette list": [DATASETTE_LIST],
    "Datasette filter and facets": [
        f"{DATASETTE_LIST}&severity=serious&_facet=district_code&_facet=field"
    ],
    "Datasette search": [f"{DATASETTE_LIST}&_search={word}" for word in addresses.words()],
}
POPULAR = 20
BARE = {"bare bytes": ["/bytes"], "bare statement": ["/statement"]}
GOALS: dict[str, dict[str, float]] = {
    "list, again and again": {"Datasette list": 5, "bare bytes": 0.5},
    "searches, again and again": {"Datasette search": 3},
    "the same list, nothing kept": {"Datasette list": 5, "bare statement": 0.33},
    "list, never seen": {"bare statement": 0.33},
    "list with filters, never seen": {"Datasette filter and facets": 10},
    "search, never seen": {"Datasette search": 3},
    "page of a company, never seen": {},
}
"""What each kind of page is compared with, and how many times as many pages are wanted."""


def measure(cases: int, console: Console) -> None:
    """Make a site of ``cases`` cases in a temporary folder, and measure its pages."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "site"
        _make(data, cases, console)
        console.print(addresses.measured(data))
        console.print(f"load on the machine before: {os.getloadavg()[0]:.1f}")
        console.print(_table({**_others(data, console), **_ours(data, console)}))


def _make(data: Path, cases: int, console: Console) -> None:
    site = create_app(config.load({"DATA_DIR": str(data)}))
    with site.app_context(), console.status("making records") as status:
        for table, done in records.fill(site, cases):
            status.update(f"{done:,} {table}")
        status.update("indexing")
        console.print(f"{maintenance.rebuild():,} records, of them cases made: {cases:,}")


def _others(data: Path, console: Console) -> dict[str, Load]:
    database, page, file = data / "mingjian.db", data / "list.html", data / "cases.db"
    with servers.ours(data) as site, urlopen(f"{site.base}/cases") as answer:  # noqa: S310  # loopback
        page.write_bytes(answer.read())
    with servers.bare(database, page) as server:
        loads = _loads(server, BARE, console)
    if program := servers.datasette_program():
        with console.status("making the file for Datasette"):
            make(database, file)
        with servers.datasette(program, file) as server:
            loads |= _loads(server, DATASETTE, console)
    else:
        console.print("Datasette is left out: pip install .[bench] installs it")
    return loads


def _ours(data: Path, console: Console) -> dict[str, Load]:
    hot, hot_search, uncached, *never_seen = GOALS
    with servers.ours(data) as server:
        searches = [f"/search?q={word}" for word in addresses.words()[:POPULAR]]
        loads = _loads(server, {hot: ["/cases"], hot_search: searches}, console)
    with servers.ours(data, PAGE_CACHE_MB="0") as server:
        loads |= _loads(server, {uncached: ["/cases"]}, console)
    asked = dict(zip(never_seen, _never_seen(data / "mingjian.db"), strict=True))
    with servers.ours(data) as server:
        loads |= _loads(server, asked, console)
        console.print("the site's processes, MB resident (own):", _memory(server))
    return loads


def _memory(server: Server) -> str:
    return ", ".join(f"{each.resident} ({each.own})" for each in server.memory())


def _never_seen(database: Path) -> list[list[str]]:
    """Addresses that nobody has asked for: lists, filtered lists, searches, companies."""
    db = sqlite3.connect(database)
    districts, bureaus, codes = (
        [row[0] for row in db.execute(f"SELECT DISTINCT {column} FROM {table} ORDER BY 1")]
        for column, table in (
            ("district_code", "companies"),
            ("deciding_bureau_id", "credit_entries"),
            ("uscc", "companies"),
        )
    )
    db.close()
    choices = addresses.Choices(districts, bureaus)
    return [
        addresses.lists(choices),
        addresses.filtered_lists(choices),
        [f"/search?q={word}" for word in addresses.words()],
        [f"/companies/{code}" for code in codes],
    ]


def _loads(server: Server, asked: Mapping[str, Sequence[str]], console: Console) -> dict[str, Load]:
    loads = {}
    for name, wanted in asked.items():
        with console.status(name):
            loads[name] = load = measure_load(server, wanted)
        console.print(f"{name}: {load.per_second:,.0f} pages a second")
    return loads


def _table(loads: dict[str, Load]) -> Table:
    table = Table(
        "page", "pages/s", "ms, median / p95", "processor, ms", "times as many; by processor"
    )
    for name, load in loads.items():
        compared = [
            f"{load.per_second / loads[other].per_second:.2f}; "
            f"{loads[other].processor / load.processor:.2f} {other} (goal {goal:g})"
            for other, goal in GOALS.get(name, {}).items()
            if other in loads
        ]
        processor, pages = f"{load.processor:.2f}", f"{load.per_second:,.0f}"
        table.add_row(name, pages, load.shown(), processor, "\n".join(compared))
    return table


COLUMNS = (
    "title, party_name, uscc, decision_number, violation, facts, content, deciding_body, "
    "district_code, field, severity, fine_cents, decided_on, publish_until"
)
SEARCHED = "title, party_name, decision_number, violation, facts, content"


def make(site: Path, file: Path) -> None:
    """Copy the published cases, index what lists filter by, and index the words by trigrams."""
    db = sqlite3.connect(file)
    db.execute("ATTACH ? AS site", (str(site),))
    db.execute(f"CREATE TABLE cases (id INTEGER PRIMARY KEY, {COLUMNS})")
    db.execute(
        f"INSERT INTO cases SELECT id, {COLUMNS} FROM site.case_disclosures "
        "WHERE status = 'published'"
    )
    for column in ("district_code", "field", "severity", "decided_on"):
        db.execute(f"CREATE INDEX cases_{column} ON cases ({column})")
    db.execute(
        f"CREATE VIRTUAL TABLE cases_fts USING fts5({SEARCHED}, content='cases', "
        "content_rowid='id', tokenize='trigram')"
    )
    db.execute("INSERT INTO cases_fts (cases_fts) VALUES ('rebuild')")
    db.commit()
    db.close()
