"""What serves a site is kept running, exchanged without a visitor lost, and leaves nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.source import ROOT

pytestmark = pytest.mark.trust(34)

PATIENCE = 60
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path) -> Iterator[Start]:
    """Starts a supervisor of the named programs of ``tests.support.supervised``."""
    with ExitStack() as stack:

        def start(*names: str) -> "subprocess.Popen[str]":
            command = [sys.executable, "-m", "tests.support.supervised", str(tmp_path), *names]
            environment = os.environ | {"PYTHONPATH": str(ROOT)}
            started = stack.enter_context(
                subprocess.Popen(
                    command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
                )
            )
            stack.callback(started.terminate)
            return started

        yield start
    for name, pid in noted(tmp_path):
        assert name == "ready" or not is_running(pid), f"{name} was left behind"


def noted(folder: Path) -> list[tuple[str, int]]:
    """Who has said that it runs, with its number."""
    notes = folder / "notes"
    lines = notes.read_text().splitlines() if notes.exists() else []
    return [(name, int(pid)) for name, pid in map(str.split, lines)]


def wait_for(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def pids(folder: Path, name: str, count: int = 1) -> list[int]:
    """The numbers of the processes of a program, once there were ``count``."""

    def seen() -> list[int]:
        return [pid for one, pid in noted(folder) if one == name]

    wait_for(lambda: len(seen()) >= count, f"{name} did not start {count} times")
    return seen()


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def visit(folder: Path) -> list[str]:
    """Who answers on the port, and what it was told."""
    port = int((folder / "port").read_text())
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        return connection.recv(100).decode().split()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_and_what_they_started(start, tmp_path, number):
    supervisor = start("web", "parent")
    pids(tmp_path, "ready")
    pids(tmp_path, "sleeper")
    supervisor.send_signal(number)
    supervisor.communicate(timeout=PATIENCE)
    assert supervisor.returncode == 0


def test_a_program_that_does_not_listen_is_killed(start, tmp_path):
    supervisor = start("stubborn", "web")
    pids(tmp_path, "ready")
    supervisor.terminate()
    supervisor.communicate(timeout=PATIENCE)


def test_a_first_start_that_fails_ends_all_and_the_code_says_so(start, tmp_path):
    (tmp_path / "broken").touch()
    supervisor = start("sleeper", "web")
    supervisor.communicate(timeout=PATIENCE)
    assert supervisor.returncode == 4


def test_what_is_killed_is_started_again_and_the_rest_stays(start, tmp_path):
    supervisor = start("web", "sleeper")
    pids(tmp_path, "ready")
    pids(tmp_path, "sleeper")
    (sleeper,) = pids(tmp_path, "sleeper")
    (web,) = pids(tmp_path, "web")
    os.kill(sleeper, signal.SIGKILL)
    pids(tmp_path, "sleeper", 2)
    assert visit(tmp_path)[0] == str(web)
    os.kill(web, signal.SIGKILL)
    wait_for(lambda: not is_running(web), "it lives")
    assert visit(tmp_path)[0] == str(pids(tmp_path, "web", 2)[-1])
    state = json.loads((tmp_path / "serving" / "1.json").read_text())
    assert [ending[:2] for ending in state["endings"]] == [["sleeper", -9], ["web", -9]]
    supervisor.terminate()
    _, lines = supervisor.communicate(timeout=PATIENCE)
    ended = [json.loads(line) for line in lines.splitlines()]
    assert [one["program"] for one in ended if one["event"] == "program.ended"] == [
        "sleeper",
        "web",
    ]


def test_when_the_supervisor_is_killed_its_programs_end_by_themselves(start, tmp_path):
    supervisor = start("web", "sleeper")
    pids(tmp_path, "ready")
    pids(tmp_path, "sleeper")
    started = (*pids(tmp_path, "web"), *pids(tmp_path, "sleeper"))
    supervisor.kill()
    for pid in started:
        wait_for(lambda pid=pid: not is_running(pid), "an orphan")


def test_what_does_not_end_with_its_supervisor_is_ended_by_the_next(start, tmp_path):
    first = start("stubborn", "web")
    pids(tmp_path, "ready")
    (left,) = pids(tmp_path, "stubborn")
    first.kill()
    first.wait(PATIENCE)
    assert is_running(left)
    second = start("web", "sleeper")
    pids(tmp_path, "ready", 2)
    assert not is_running(left)
    second.terminate()
    second.communicate(timeout=PATIENCE)


def test_on_sighup_others_take_over_with_the_settings_of_now(start, tmp_path):
    supervisor = start("web", "sleeper")
    pids(tmp_path, "ready")
    pids(tmp_path, "sleeper")
    before = visit(tmp_path)
    (tmp_path / "mood").write_text("new")
    supervisor.send_signal(signal.SIGHUP)
    wait_for(lambda: visit(tmp_path)[1:] == ["new"], "the old one stays")
    wait_for(lambda: not is_running(int(before[0])), "the old one stays")
    pids(tmp_path, "sleeper", 2)
    supervisor.terminate()
    supervisor.communicate(timeout=PATIENCE)


def test_a_reload_that_fails_changes_nothing(start, tmp_path):
    supervisor = start("web", "sleeper")
    pids(tmp_path, "ready")
    pids(tmp_path, "sleeper")
    before = visit(tmp_path)
    (tmp_path / "broken").touch()
    supervisor.send_signal(signal.SIGHUP)
    pids(tmp_path, "web", 2)
    assert visit(tmp_path) == before
    supervisor.terminate()
    _, lines = supervisor.communicate(timeout=PATIENCE)
    assert '"reload.failed"' in lines
    assert len(pids(tmp_path, "sleeper")) == 1
