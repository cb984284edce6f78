"""What a dump holds: its addresses, and how each rule of the map of addresses was answered."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.pages_diff.crawl import Asked

NEVER = "never"


def write(folder: Path, asked: Sequence[Asked], rules: Sequence[str]) -> str:
    """Write INDEX and RULES; returns a summary."""
    lines = sorted(each.line() for each in asked)
    _write(folder / "INDEX", lines)
    statuses = {rule: Counter(a.status for a in asked if a.rule == rule) for rule in rules}
    _write(folder / "RULES", [f"{rule}\t{_told(statuses[rule])}" for rule in rules])
    unreached = [rule for rule in rules if not statuses[rule]]
    unshown = [rule for rule in rules if statuses[rule] and not statuses[rule][200]]
    _write(folder / "UNREACHED", unreached)
    failed = [each.line() for each in asked if each.status >= 500]
    return "\n".join(
        [
            f"{len(lines)} answers; of {len(rules)} rules {len(unreached)} never reached, "
            f"{len(unshown)} never with status 200",
            *(f"never reached: {rule}" for rule in unreached),
            *(f"failed: {line}" for line in failed),
        ]
    )


def _told(statuses: Counter[int]) -> str:
    return " ".join(f"{status}:{statuses[status]}" for status in sorted(statuses)) or NEVER


def _write(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
