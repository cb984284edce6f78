"""What is known of the processes that serve a site, in a file of DATA_DIR for each port.

The supervisor writes it. The next one learns from it whom a dead one has left behind, and doctor
whether something keeps ending.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.kernel import clock
from app.ops.processes import ProcessKey, key_of

FOLDER = "serving"
REMEMBERED = 50
"""Endings; older ones are forgotten."""


class AlreadyServedError(RuntimeError):
    """Another supervisor lives that serves this site on this port."""


@dataclass(frozen=True)
class UnaskedEnding:
    """A program ended though nobody had asked it to."""

    program: str
    exit_code: int
    """Its exit code, or the number of the signal that ended it, negative."""
    at: datetime

    @classmethod
    def now(cls, program: str, exit_code: int) -> "UnaskedEnding":
        """One that is seen at this moment."""
        return cls(program, exit_code, clock.now())


@dataclass(frozen=True)
class ProgramState:
    """A program, and the process that runs it."""

    name: str
    process: ProcessKey


@dataclass
class ServingState:
    """Who serves a site on a port."""

    path: Path
    supervisor: ProcessKey
    programs: list[ProgramState] = field(default_factory=list)
    leaving: list[ProcessKey] = field(default_factory=list)
    endings: list[UnaskedEnding] = field(default_factory=list)

    def note_ending(self, ending: UnaskedEnding) -> None:
        """Remember it."""
        self.endings = [*self.endings, ending][-REMEMBERED:]

    def processes(self) -> list[ProcessKey]:
        """All that the supervisor had started and not seen end."""
        return [*(one.process for one in self.programs), *self.leaving]

    def write(self) -> None:
        """Put it in the place of what was known before."""
        content = {
            "supervisor": self.supervisor,
            "programs": {one.name: one.process for one in self.programs},
            "leaving": self.leaving,
            "endings": [[one.program, one.exit_code, one.at.isoformat()] for one in self.endings],
        }
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(content), encoding="utf-8")
        beside.replace(self.path)


def read(path: Path) -> ServingState | None:
    """What a file says; None where it says nothing that can be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return ServingState(
            path,
            ProcessKey(*content["supervisor"]),
            [ProgramState(name, ProcessKey(*key)) for name, key in content["programs"].items()],
            [ProcessKey(*key) for key in content["leaving"]],
            [
                UnaskedEnding(name, code, datetime.fromisoformat(at))
                for name, code, at in content["endings"]
            ],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def all_of(data_dir: Path) -> list[ServingState]:
    """What is known of each port on which the site is, or was, served."""
    found = sorted((data_dir / FOLDER).glob("*.json"))
    return [state for path in found if (state := read(path)) is not None]


@contextmanager
def held(data_dir: Path, port: int) -> Iterator[tuple[ServingState, list[ProcessKey]]]:
    """Be the one that serves the site on ``port``; what a dead one left behind comes with it.

    Raises AlreadyServedError while another one lives.
    """
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{port}.json"
    with path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyServedError(f"port {port} of this site is served already") from error
        before = read(path)
        endings = before.endings if before else []
        state = ServingState(path, key_of(os.getpid()), endings=endings)
        yield state, before.processes() if before else []
        path.unlink(missing_ok=True)
