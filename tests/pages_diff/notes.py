"""The folder of a dump: a file for each answer, and what it holds as a whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from tests.pages_diff import normal

LONGEST_NAME = 120
NEVER = "never"


@dataclass(frozen=True)
class Asked:
    """What was asked for, by whom, and how it was answered."""

    role: str
    sent: str
    """The address as it was asked for."""
    rule: str
    status: int

    @property
    def address(self) -> str:
        """The address without tokens."""
        return normal.tidy(self.sent)

    def line(self) -> str:
        """As it stands in the index."""
        return f"{self.role}\t{self.address}\t{self.status}\t{self.rule}"


class Notes:
    """All answers so far."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[Asked] = []
        self._folder = folder
        self._names: Counter[Path] = Counter()

    def add(self, asked: Asked, text: str) -> None:
        """Write an answer down."""
        self.asked.append(asked)
        path = self._folder / asked.role / file_name(asked.address)
        self._names[path] += 1
        if (again := self._names[path]) > 1:  # addresses that differ in a token only
            path = path.with_name(f"{path.stem}~{again}.txt")
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{asked.role} {asked.address}\n{text}", encoding="utf-8")

    def finish(self, rules: Sequence[str]) -> str:
        """Write INDEX, RULES and UNREACHED; returns a summary."""
        lines = sorted(each.line() for each in self.asked)
        statuses = {
            rule: Counter(each.status for each in self.asked if each.rule == rule) for rule in rules
        }
        unreached = [rule for rule in rules if not statuses[rule]]
        self._write("INDEX", lines)
        self._write("RULES", [f"{rule}\t{_counts_of(statuses[rule])}" for rule in rules])
        self._write("UNREACHED", unreached)
        shown = sum(statuses[rule][200] > 0 for rule in rules)
        failed = [each.line() for each in self.asked if each.status >= 500]
        return "\n".join(
            [
                f"{len(lines)} answers; of {len(rules)} rules {shown} were shown with status 200, "
                f"{len(rules) - shown - len(unreached)} answered otherwise, "
                f"{len(unreached)} never reached",
                *(f"never reached: {rule}" for rule in unreached),
                *(f"failed: {line}" for line in failed),
            ]
        )

    def _write(self, name: str, lines: Sequence[str]) -> None:
        text = "".join(f"{line}\n" for line in lines)
        (self._folder / name).write_text(text, encoding="utf-8")


def file_name(address: str) -> str:
    """A name that tells the address as far as it fits."""
    name = quote(address, safe="=&?-._~").replace("%2F", "+")
    if len(name) > LONGEST_NAME:
        name = f"{name[: LONGEST_NAME - 10]}~{sha256(address.encode()).hexdigest()[:8]}"
    return f"{name}.txt"


def _counts_of(statuses: Counter[int]) -> str:
    return " ".join(f"{status}:{statuses[status]}" for status in sorted(statuses)) or NEVER
