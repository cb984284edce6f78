"""Programs that live and die together: when one ends, or a signal comes, all are stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

GRACE = 10.0
"""Seconds that a program has to end by itself after it is asked to."""
GLANCE = 0.1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Program:
    """A command with its name for messages."""

    name: str
    command: Sequence[str]


class Supervisor:
    """Starts programs in sessions of their own, so that only it decides when they end."""

    def __init__(
        self, programs: Sequence[Program], *, say: Callable[[str], None], grace: float = GRACE
    ) -> None:
        self._programs = programs
        self._say = say
        self._grace = grace
        self._asked_to_stop = False
        self._running: list[tuple[Program, subprocess.Popen[bytes]]] = []

    def run(self) -> int:
        """Run all until a signal comes (answers 0) or one ends (answers its code, at least 1)."""
        handlers = {number: signal.signal(number, self._stop_asked) for number in STOP_SIGNALS}
        try:
            for program in self._programs:
                self._start(program)
            return self._watch()
        finally:
            self._stop_all()
            for number, handler in handlers.items():
                signal.signal(number, handler)

    def _start(self, program: Program) -> None:
        process = subprocess.Popen(  # noqa: S603  # commands are our own, not someone's input
            program.command, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self._running.append((program, process))

    def _watch(self) -> int:
        while not self._asked_to_stop:
            for program, process in self._running:
                if (code := process.poll()) is not None:
                    self._say(f"{program.name} ended with {code}; stopping the rest")
                    return abs(code) or 1
            time.sleep(GLANCE)
        return 0

    def _stop_all(self) -> None:
        for _, process in self._running:
            _signal_group(process, signal.SIGTERM)
        end = time.monotonic() + self._grace
        for _, process in self._running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, end - time.monotonic()))
        for _, process in self._running:
            _signal_group(process, signal.SIGKILL)
            process.wait()

    def _stop_asked(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal a program and what it started; those already gone are no matter."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
