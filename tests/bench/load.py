"""Load on a server: wrk asks over eight connections, address after address."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from tests.bench.servers import Server

CONNECTIONS = 8
WARM_UP, SECONDS = 1, 5
SCRIPT = Path(__file__).with_name("rotate.lua")


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
        before, seconds, told = server.processor_seconds(), SECONDS, {"requests": 0}
        while not told["requests"]:  # a busy machine may need longer for the first answers
            told = _ask(server.base, file.name, start=warmed_up, seconds=seconds)
            seconds *= 2
        processor = server.processor_seconds() - before
    if told["failed"]:
        raise RuntimeError(f"{told['failed']} answers failed, as for {addresses[0]}")
    return Load(
        per_second=told["requests"] / told["microseconds"] * 1e6,
        median=told["median"] / 1000,
        p95=told["p95"] / 1000,
        processor=processor / told["requests"] * 1000,
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
    told: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return told
