"""Keeps the programs of a site running, and exchanges them without anybody being turned away.

It loads nothing of the site, so that it can be trusted to outlive each program of it. It holds
the sockets on which visitors come, whoever answers there at the moment.
"""

import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from socket import AF_UNIX, SOCK_DGRAM, socket
from tempfile import TemporaryDirectory
from types import FrameType

from app.kernel.logging import log
from app.ops import processes
from app.ops.processes import key_of
from app.ops.serving_state import ProgramState, ServingState, UnaskedEnding

GRACE = 18.0
"""Seconds that a program has to end by itself after it is asked to."""
HURRY = 2.0
"""The same when somebody waits at a terminal (Ctrl-C)."""
GLANCE = 0.05
"""Seconds between two looks at what has ended."""
FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
"""Seconds before what has ended is started again: twice as long each time."""
STEADY = 60.0
"""Seconds after which what ends is no longer counted with the time before."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Program:
    """What to run, by the arguments of this Python."""

    name: str
    arguments: tuple[str, ...]
    answers: bool = False
    """Whether it gets the sockets, and says when it is ready (sd_notify)."""


@dataclass
class Instance:
    """A process of a program."""

    program: Program
    pid: int
    ready: socket | None
    began: float = field(default_factory=time.monotonic)

    def is_ready(self) -> bool:
        """Whether it has said so, or says nothing ever."""
        if self.ready is None:
            return True
        try:
            if b"READY=1" not in self.ready.recv(4096):
                return False
        except BlockingIOError:
            return False
        self.ready.close()
        self.ready = None
        return True


class Supervisor:
    """Starts programs in their order, each when the one before is ready."""

    def __init__(
        self,
        programs: Sequence[Program],
        sockets: Sequence[socket],
        *,
        environment: Callable[[], Mapping[str, str]],
        state: ServingState,
        grace: float = GRACE,
    ) -> None:
        """``environment`` is asked at each start of a program, so that settings may change."""
        self._programs, self._sockets = programs, sockets
        self._environment, self._state, self._grace = environment, state, grace
        self._current: dict[str, Instance] = {}
        self._leaving: dict[int, float] = {}
        """Processes that are to end, and when they are killed."""
        self._due: dict[str, float] = {}
        self._quick_ends: dict[str, int] = {}
        self._stop: signal.Signals | None = None
        self._reload = False

    def run(self, *, when_ready: Callable[[], None]) -> int:
        """Run until a signal says to stop (0), or until the first start fails (its code).

        SIGHUP starts all programs anew, with the code and the settings of now.
        """
        before = {number: signal.signal(number, self._asked) for number in SIGNALS}
        try:
            with TemporaryDirectory(prefix="mingjian-") as self._folder:
                return self._run(when_ready)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _run(self, when_ready: Callable[[], None]) -> int:
        try:
            for program in self._programs:
                code = self._bring_up(program)
                if code is not None:
                    return code
            when_ready()
            while self._stop is None:
                self._look()
                if self._reload:
                    self._exchange()
            return 0
        finally:
            self._end_all()

    def _bring_up(self, program: Program) -> int | None:
        """Start one and wait until it is ready; else the code with which it ended."""
        instance = self._start(program)
        while self._stop is None:
            if instance.is_ready():
                self._current[program.name] = instance
                self._note()
                return None
            if (code := self._ended(instance.pid)) is not None:
                log.error("program.failed", program=program.name, exit_code=code)
                return abs(code) or 1
            self._look()
        self._leave(instance)
        return 0

    def _exchange(self) -> None:
        """Start each anew, and let the one before end what it has begun when the new one is ready.

        When a new one does not come up, it is as if nothing had been asked.
        """
        self._reload = False
        log.info("reload.begun")
        for program in self._programs:
            before = self._current.get(program.name)
            if self._bring_up(program) is not None:
                log.error("reload.failed", program=program.name)
                return
            self._due.pop(program.name, None)
            if before is not None:
                self._leave(before)
        log.info("reload.done")

    def _start(self, program: Program) -> Instance:
        environment, ready = dict(self._environment()), None
        environment.pop("NOTIFY_SOCKET", None)
        if program.answers:
            ready = socket(AF_UNIX, SOCK_DGRAM)
            ready.setblocking(False)  # noqa: FBT003  # as sockets name it
            path = Path(self._folder, f"{program.name}-{time.monotonic_ns()}")
            ready.bind(str(path))
            environment["NOTIFY_SOCKET"] = str(path)
        sockets = self._sockets if program.answers else ()
        pid = processes.start(program.arguments, environment, sockets)
        log.info("program.started", program=program.name, pid=pid)
        return Instance(program, pid, ready)

    def _look(self) -> None:
        """See what has ended, start what is due, kill what does not end; then wait a moment."""
        for name, instance in list(self._current.items()):
            if (code := self._ended(instance.pid)) is not None:
                del self._current[name]
                self._lost(instance, code)
        for pid, killed_at in list(self._leaving.items()):
            if self._ended(pid) is not None:
                processes.signal_group(pid, signal.SIGKILL)  # what it has left behind
                del self._leaving[pid]
                self._note()
            elif time.monotonic() > killed_at:
                processes.signal_group(pid, signal.SIGKILL)
        for program in self._programs:
            if self._due.get(program.name, float("inf")) < time.monotonic():
                del self._due[program.name]
                self._current[program.name] = self._start(program)
                self._note()
        time.sleep(GLANCE)

    def _lost(self, instance: Instance, code: int) -> None:
        name = instance.program.name
        processes.signal_group(instance.pid, signal.SIGTERM)  # what it has left behind
        is_steady = time.monotonic() - instance.began >= STEADY
        times = self._quick_ends[name] = 0 if is_steady else self._quick_ends.get(name, -1) + 1
        delay = min(FIRST_DELAY * 2**times, LONGEST_DELAY)
        self._due[name] = time.monotonic() + delay
        self._state.note_ending(UnaskedEnding.now(name, code))
        log.error("program.ended", program=name, exit_code=code, again_in_seconds=delay)
        self._note()

    def _ended(self, pid: int) -> int | None:
        """The code of a process that has ended: that of its signal, negative, when it had one."""
        done, status = os.waitpid(pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if done else None

    def _leave(self, instance: Instance) -> None:
        is_hurried = self._stop is signal.SIGINT
        self._leaving[instance.pid] = time.monotonic() + (HURRY if is_hurried else self._grace)
        os.kill(instance.pid, signal.SIGTERM)
        self._note()

    def _end_all(self) -> None:
        for instance in self._current.values():
            self._leave(instance)
        self._current.clear()
        self._due.clear()
        while self._leaving:
            self._look()

    def _note(self) -> None:
        """Keep what runs where the next supervisor and doctor find it."""
        self._state.programs = [
            ProgramState(name, key_of(instance.pid)) for name, instance in self._current.items()
        ]
        self._state.leaving = [key_of(pid) for pid in self._leaving]
        self._state.write()

    def _asked(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            self._reload = True
        else:
            self._stop = signal.Signals(number)
