"""Load on a server: wrk asks over eight connections, address after address."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

CONNECTIONS = 8
WARM_UP, SECONDS = 1, 5
SCRIPT = Path(__file__).with_name("rotate.lua")


@dataclass(frozen=True)
class Load:
    """What a server did under load."""

    per_second: float
    median: float
    p95: float
    failed: int
    asked: int

    def shown(self) -> str:
        """Median and 95th percentile in milliseconds."""
        return f"{self.median:.1f} / {self.p95:.1f}"


def measure_load(base: str, addresses: Sequence[str]) -> Load:
    """Ask the server at ``base`` for the addresses in turn, from the first again after the last.

    Raises RuntimeError when an answer failed: its speed would say nothing.
    """
    with NamedTemporaryFile("w", encoding="ascii", suffix=".txt") as file:
        file.write("\n".join(addresses))
        file.flush()
        warm_up = _ask(base, file.name, start=0, seconds=WARM_UP)
        load = _ask(base, file.name, start=warm_up.asked, seconds=SECONDS)
    if load.failed:
        raise RuntimeError(f"{load.failed} of {load.asked} answers failed, as for {addresses[0]}")
    return load


def _ask(base: str, file: str, *, start: int, seconds: int) -> Load:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(SCRIPT), base]
    done = subprocess.run([*command, "--", file, str(start)], capture_output=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return Load(
        per_second=told["requests"] / told["microseconds"] * 1e6,
        median=told["median"] / 1000,
        p95=told["p95"] / 1000,
        failed=told["failed"],
        asked=told["requests"],
    )
