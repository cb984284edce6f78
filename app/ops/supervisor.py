"""Programs that live and die together: when one ends, or a signal comes, all are stopped."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

GRACE = 10.0
"""Seconds that a program has to end by itself after it is asked to."""
GLANCE = 0.1
"""Seconds between two looks at what has ended."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Program:
    """What to run in a process of its own, and its name for messages."""

    name: str
    run: Callable[[], object]


class Supervisor:
    """Forks programs into sessions of their own, so that only it decides when they end."""

    def __init__(
        self, programs: Sequence[Program], *, say: Callable[[str], None], grace: float = GRACE
    ) -> None:
        self._programs = programs
        self._say = say
        self._grace = grace
        self._asked_to_stop = False
        self._running: dict[int, Program] = {}
        self._started: list[int] = []

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
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            _become(program)
        self._running[pid] = program
        self._started.append(pid)

    def _watch(self) -> int:
        while not self._asked_to_stop:
            for program, code in self._reap():
                self._say(f"{program.name} ended with {code}; stopping the rest")
                return abs(code) or 1
            time.sleep(GLANCE)
        return 0

    def _reap(self) -> list[tuple[Program, int]]:
        """Those that have ended since the last look, with their exit codes."""
        ended = []
        for pid in list(self._running):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                ended.append((self._running.pop(pid), os.waitstatus_to_exitcode(status)))
        return ended

    def _stop_all(self) -> None:
        self._signal(signal.SIGTERM)
        end = time.monotonic() + self._grace
        while self._running and time.monotonic() < end:
            self._reap()
            time.sleep(GLANCE)
        self._signal(signal.SIGKILL)
        for pid in self._running:
            os.waitpid(pid, 0)
        self._running.clear()

    def _signal(self, number: signal.Signals) -> None:
        """Signal each program with all that it started; those already gone are no matter."""
        for pid in self._started:
            with suppress(ProcessLookupError):
                os.killpg(pid, number)

    def _stop_asked(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True


def _become(program: Program) -> NoReturn:
    """Be ``program`` in a fresh session, without the terminal, and never return."""
    code = 1
    try:
        os.setsid()
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
        program.run()
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except BaseException:  # noqa: BLE001  # the process ends here; its last words must be heard
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
