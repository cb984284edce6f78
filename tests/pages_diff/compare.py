"""What differs between two dumps, and which of it was meant."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

MOST_LINES = 40
"""Of the difference of one answer, as far as it is told."""
MOST_FREQUENT = 12


@dataclass(frozen=True)
class Difference:
    """An answer that is another one, or that only one of the dumps has."""

    kind: str
    name: str
    lines: list[str]

    def changed_lines(self) -> list[str]:
        """The lines that were removed or added, with the sign of which."""
        return [line for line in self.lines[2:] if line.startswith(("+", "-"))]

    def text(self) -> str:
        """The difference as people read it."""
        left_out = len(self.lines) - MOST_LINES
        more = [f"... and {left_out} lines more"] if left_out > 0 else []
        return "\n".join([f"== {self.kind}: {self.name}", *self.lines[:MOST_LINES], *more])


@dataclass(frozen=True)
class Comparison:
    """All that differs, and how many answers are the same."""

    same: int
    allowed: list[Difference]
    differences: list[Difference]

    def summary(self) -> str:
        """One line with all counts."""
        kinds = [each.kind for each in self.differences]
        counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("changed", "missing", "new"))
        return f"{self.same} same, {counts}, {len(self.allowed)} allowed"

    def frequent(self) -> list[str]:
        """The lines that differ on most pages, with how many: a frame that changed shows here."""
        lines = Counter(line for each in self.differences for line in set(each.changed_lines()))
        often = sorted(lines.items(), key=lambda item: (-item[1], item[0]))
        return [f"{times:>6}  {line}" for line, times in often[:MOST_FREQUENT] if times > 1]


class Allowed:
    """Differences that are meant: a pattern a line, each below a comment that says why.

    A pattern is sought in the line ``role address`` and in each line that was added or removed.
    An answer is let through by its first line, or when every line that differs is let through.
    """

    def __init__(self, text: str) -> None:
        self._patterns = list(self._read(text.splitlines()))

    @staticmethod
    def _read(lines: Iterable[str]) -> Iterator[re.Pattern[str]]:
        is_explained = False
        for line in lines:
            if line.startswith("#"):
                is_explained = True
            elif not line.strip():
                is_explained = False
            elif not is_explained:
                raise ValueError(f"no comment above says why this is allowed: {line}")
            else:
                yield re.compile(line)

    def lets_through(self, difference: Difference) -> bool:
        """Whether all of the difference is named."""
        if self._names(difference.name):
            return True
        changed = [line[1:] for line in difference.changed_lines()]
        return bool(changed) and all(map(self._names, changed))

    def _names(self, line: str) -> bool:
        return any(pattern.search(line) for pattern in self._patterns)


def compare(before: Path, after: Path, allowed: Allowed) -> Comparison:
    """The differences between the answers in two folders, in the order of their names."""
    old, new = _files(before), _files(after)
    if not old or not new:
        raise ValueError(f"no dump in {before if not old else after}")
    same = 0
    named: list[Difference] = []
    found: list[Difference] = []
    for name in sorted(old.keys() | new.keys()):
        difference = _difference(old.get(name), new.get(name))
        if difference is None:
            same += 1
        else:
            (named if allowed.lets_through(difference) else found).append(difference)
    return Comparison(same, named, found)


def _files(folder: Path) -> dict[str, Path]:
    """The answers by role and file; what tells about the dump as a whole lies beside them."""
    return {path.relative_to(folder).as_posix(): path for path in folder.glob("*/*.txt")}


def _difference(old: Path | None, new: Path | None) -> Difference | None:
    before, after = (path.read_text(encoding="utf-8") if path else "" for path in (old, new))
    if before == after:
        return None
    name = (before or after).partition("\n")[0]
    if old is None or new is None:
        return Difference("new" if old is None else "missing", name, [])
    lines = unified_diff(before.splitlines(), after.splitlines(), "before", "after", "", "", 2, "")
    return Difference("changed", name, list(lines))
