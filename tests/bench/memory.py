"""What a process has in memory, as Linux tells it."""

import re
from pathlib import Path
from typing import NamedTuple


class Memory(NamedTuple):
    """Megabytes: all that is resident, and what no other process shares."""

    resident: int
    own: int


def memory_of(pid: int | str = "self") -> Memory:
    """The memory of a process that is ours to look at."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    sizes = {name: int(kb) for name, kb in re.findall(r"(\w+): +(\d+) kB", rollup)}
    return Memory(sizes["Rss"] // 1024, (sizes["Private_Clean"] + sizes["Private_Dirty"]) // 1024)
