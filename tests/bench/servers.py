"""The servers that are measured, each on a free port and ended with its block, and load on them."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from tests.support.servers import free_port

PATIENCE = 60
GRACE = 15
TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("rotate.lua")


class Memory(NamedTuple):
    """Megabytes: all that is resident, and what no other process shares."""

    resident: int
    own: int


def memory_of(pid: int | str = "self") -> Memory:
    """The memory of a process that is ours to look at."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    sizes = {name: int(kb) for name, kb in re.findall(r"(\w+): +(\d+) kB", rollup)}
    return Memory(sizes["Rss"] // 1024, (sizes["Private_Clean"] + sizes["Private_Dirty"]) // 1024)


@dataclass(frozen=True)
class Server:
    """A running server: its address, and the process that it began with."""

    base: str
    pid: int

    def processor_seconds(self) -> float:
        """How long it and its children have had a processor so far."""
        return sum(ticks for _, ticks in self._family()) / TICKS

    def memory(self) -> list[Memory]:
        """What it and its children have in memory now, the largest first."""
        sizes = []
        for pid, _ in self._family():
            with suppress(OSError):  # a process that has just ended
                sizes.append(memory_of(pid))
        return sorted(sizes, reverse=True)

    def _family(self) -> list[tuple[int, int]]:
        """It and its children, with the time that each has had a processor."""
        times: dict[int, tuple[int, int]] = {}
        for file in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # a process that has just ended
                fields = (
                    file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                )
                times[int(file.parent.name)] = int(fields[1]), int(fields[11]) + int(fields[12])
        family = {self.pid}
        while grown := {pid for pid, (parent, _) in times.items() if parent in family} - family:
            family |= grown
        return [(pid, times[pid][1]) for pid in family if pid in times]


@contextmanager
def ours(data: Path, **settings: str) -> Iterator[Server]:
    """The site as ``flask serve`` starts it for production, behind a proxy that names visitors."""
    port = free_port()
    environment = {
        "DATA_DIR": str(data),
        "FLASK_ENV": "production",
        "PROXY_HOPS": "1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": (data / ".secret_key").read_text(encoding="ascii"),
        "ENCRYPTION_KEYS": (data / ".encryption_keys").read_text(encoding="ascii"),
        **settings,
    }
    serve = ["-m", "flask", "--app", "wsgi", "serve", "--port", str(port)]
    with _running([sys.executable, *serve], port, environment) as server:
        yield server


@contextmanager
def bare(database: Path, page: Path) -> Iterator[Server]:
    """Two bare routes of Flask under the same settings of gunicorn."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.bare", str(database), str(page), str(port)]
    with _running(command, port) as server:
        yield server


@contextmanager
def datasette(program: str, database: Path) -> Iterator[Server]:
    """Datasette with its defaults, except that it looks for no facets to suggest."""
    port = free_port()
    settings = ["--setting", "suggest_facets", "off", "--port", str(port)]
    with _running([program, "serve", str(database), *settings], port) as server:
        yield server


def datasette_program() -> str | None:
    """Where Datasette is installed, beside this Python or on the path."""
    beside = Path(sys.executable).with_name("datasette")
    return str(beside) if beside.exists() else shutil.which("datasette")


@contextmanager
def _running(
    command: Sequence[str], port: int, environment: dict[str, str] | None = None
) -> Iterator[Server]:
    base = f"http://127.0.0.1:{port}"
    log = subprocess.DEVNULL
    process = subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        _wait_for(base, process)
        yield Server(base, process.pid)
    finally:
        _end(process)


def _wait_for(base: str, process: "subprocess.Popen[bytes]") -> None:
    patient_until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < patient_until:
        try:
            with urlopen(base, timeout=5):  # noqa: S310  # our own loopback address
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{' '.join(map(str, process.args))} did not answer")  # type: ignore[arg-type]


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask it to end, as a supervisor would; what then still runs of its session is killed."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


WARM_UP, SECONDS = 1, 5


@dataclass(frozen=True)
class Load:
    """What a server did under load."""

    per_second: float
    median: float
    p95: float
    processor: float
    """Milliseconds of a processor for each page."""

    def shown(self) -> str:
        """Median and 95th percentile in milliseconds."""
        return f"{self.median:.1f} / {self.p95:.1f}"


def measure_load(server: Server, addresses: Sequence[str]) -> Load:
    """Ask the server for the addresses in turn, from the first again after the last.

    Raises RuntimeError when an answer failed: its speed would say nothing.
    """
    with NamedTemporaryFile("w", encoding="ascii", suffix=".txt") as file:
        file.write("\n".join(addresses))
        file.flush()
        warmed_up = _ask(server.base, file.name, start=0, seconds=WARM_UP)["requests"]
        before, seconds, summary = server.processor_seconds(), SECONDS, {"requests": 0}
        while not summary["requests"]:  # a busy machine may need longer for the first answers
            summary = _ask(server.base, file.name, start=warmed_up, seconds=seconds)
            seconds *= 2
        processor = server.processor_seconds() - before
    if summary["failed"]:
        raise RuntimeError(f"{summary['failed']} answers failed, as for {addresses[0]}")
    return Load(
        per_second=summary["requests"] / summary["microseconds"] * 1e6,
        median=summary["median"] / 1000,
        p95=summary["p95"] / 1000,
        processor=processor / summary["requests"] * 1000,
    )


def _ask(base: str, file: str, *, start: int, seconds: int) -> dict[str, int]:
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--timeout=60s",
        "-s",
        str(SCRIPT),
        base,
    ]
    done = subprocess.run([*command, "--", file, str(start)], capture_output=True, check=True)
    summary: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return summary
