"""Programs that are started together end together, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.source import ROOT

PATIENCE = 60

PRELUDE = """
import os, signal, subprocess, sys, time
from supervisor import Program, Supervisor  # alone, without loading the site around it

def note(name, pid):
    with open(sys.argv[1], "a") as file:
        print(name, pid, file=file)

def sleeper():
    note("sleeper", os.getpid())
    time.sleep(60)

def parent():
    note("child", subprocess.Popen(["sleep", "60"]).pid)
    time.sleep(60)

def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note("stubborn", os.getpid())
    time.sleep(60)

def failing():
    while not os.path.exists(sys.argv[1]):
        time.sleep(0.01)
    sys.exit(3)

programs = [Program(name, globals()[name]) for name in sys.argv[2:]]
sys.exit(Supervisor(programs, say=print, grace=0.5).run())
"""


@pytest.fixture
def notes(tmp_path) -> Path:
    return tmp_path / "notes"


@pytest.fixture
def start(notes) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    with ExitStack() as stack:

        def start(*names: str) -> subprocess.Popen[str]:
            command = [sys.executable, "-c", PRELUDE, str(notes), *names]
            started = stack.enter_context(
                subprocess.Popen(
                    command, cwd=ROOT / "app" / "ops", stdout=subprocess.PIPE, text=True
                )
            )
            stack.callback(started.kill)
            return started

        yield start


def noted(notes: Path, count: int) -> list[int]:
    """The process ids in ``notes``, once there are ``count`` of them."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        lines = notes.read_text().splitlines() if notes.exists() else []
        if len(lines) == count:
            return [int(line.split()[1]) for line in lines]
        time.sleep(0.01)
    raise AssertionError(f"only {lines} started")


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_when_one_ends_the_other_is_stopped_and_the_code_says_so(start, notes):
    supervisor = start("failing", "sleeper")
    output, _ = supervisor.communicate(timeout=PATIENCE)
    assert supervisor.returncode == 3
    assert "failing ended with 3" in output
    assert not any(map(is_running, noted(notes, 1)))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_and_what_they_started(start, notes, number):
    supervisor = start("sleeper", "parent")
    pids = noted(notes, 2)
    os.kill(supervisor.pid, number)
    supervisor.communicate(timeout=PATIENCE)
    assert supervisor.returncode == 0
    assert not any(map(is_running, pids))


def test_a_program_that_does_not_listen_is_killed(start, notes):
    supervisor = start("stubborn")
    pids = noted(notes, 1)
    os.kill(supervisor.pid, signal.SIGTERM)
    supervisor.communicate(timeout=PATIENCE)
    assert not any(map(is_running, pids))
