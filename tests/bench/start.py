"""How long commands and the server take to start, and what warm web processes have in memory.

The site has CASES cases. A command is called in turn with the others, TIMES times, after one that
is not counted. Seconds are those of the clock and those of the processor: on a machine that is
busy with other work only these say something, and on an idle one they are nearly the same.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

import config
from app import create_app
from app.kernel.search import maintenance
from app.ops import migrations
from tests.bench import records, servers
from tests.bench.submissions import PAGES

CASES, TIMES = 2_000, 3
WALK = 400
"""Pages that are asked for before memory is looked at."""
COMMANDS = {
    "flask --help": ("--help",),
    "flask worker --once": ("worker", "--once"),
    "flask doctor": ("doctor",),
}


def measure(_size: int, console: Console) -> None:
    """Print a table of starts, and the memory of each process."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "site"
        site = create_app(config.load({"DATA_DIR": str(data)}))
        with site.app_context(), console.status("making records"):
            list(records.fill(site, CASES))
            migrations.upgrade()
            maintenance.rebuild()
        console.print(f"load on the machine before: {os.getloadavg()[0]:.1f}")
        table = Table("start", "seconds, least / median", "of the processor, least / median")
        for name, arguments in COMMANDS.items():
            runs = [_run(data, arguments) for _ in range(TIMES + 1)][1:]
            table.add_row(name, _shown([one for one, _ in runs]), _shown([cpu for _, cpu in runs]))
        runs = [_serve(data) for _ in range(TIMES + 1)][1:]
        first, cpu = [one for one, _ in runs], [cpu for _, cpu in runs]
        table.add_row("flask serve, until the first 200", _shown(first), _shown(cpu))
        console.print(table)
        with servers.ours(data) as server:
            count = _walk(server.base)
            console.print(_memory(server), f"after {count} pages, of which each leads to others")


def _run(data: Path, arguments: tuple[str, ...]) -> tuple[float, float]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
        env={**os.environ, "DATA_DIR": str(data), "PYTHONDONTWRITEBYTECODE": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _serve(data: Path) -> tuple[float, float]:
    began = time.monotonic()
    with servers.ours(data) as server:
        return time.monotonic() - began, server.processor_seconds()


def _shown(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    return f"{ordered[0]:.2f} / {ordered[len(ordered) // 2]:.2f}"


def _walk(base: str) -> int:
    """Follow the links of pages that anybody may see, on eight connections; how many were shown."""
    browsers = [HTTPConnection(urlsplit(base).netloc, timeout=60) for _ in range(8)]
    waiting, seen = deque(PAGES), set(PAGES)
    for number in range(WALK):
        if not waiting:
            return number
        browser = browsers[number % len(browsers)]
        visitor = {"X-Forwarded-For": f"10.9.0.{number % 256}"}
        browser.request("GET", waiting.popleft(), headers=visitor)
        page = browser.getresponse().read().decode(errors="replace")
        new = dict.fromkeys(re.findall(r'href="(/[^"#]*)"', page))
        found = [unescape(each) for each in new if not each.startswith(("/static", "/admin"))]
        waiting += [each for each in found if each not in seen]
        seen.update(found)
    return WALK


def _memory(server: servers.Server) -> Table:
    table = Table("process", "MB resident", "of these shared out (PSS)", "its own")
    for pid, _ in server._family():
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        name = " ".join(part.decode() for part in command[4:6])
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        sizes = {key: int(kb) // 1024 for key, kb in re.findall(r"(\w+): +(\d+) kB", rollup)}
        own = sizes["Private_Dirty"] + sizes["Private_Clean"]
        table.add_row(f"{name} {pid}", str(sizes["Rss"]), str(sizes["Pss"]), str(own))
    return table
