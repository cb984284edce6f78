"""One command brings a site up from nothing, and one signal takes all of it down."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support import matter_desk
from tests.support.clocks import as_of_now
from tests.support.servers import free_port
from tests.support.source import ROOT


@pytest.fixture
def served(tmp_path, database_server):
    port = free_port()
    environment = os.environ | {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": database_server.empty(),
        "PORT": str(port),
    }
    command = as_of_now("flask", "--app", "wsgi", "serve")
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.communicate()


def answer(address: str, within: float = 60) -> int:
    """The status with which ``address`` answers, once it does."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310  # our own
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def test_a_site_comes_up_from_nothing_and_goes_down_as_one(served):
    process, address = served
    assert answer(f"{address}/healthz") == 200
    assert answer(f"{address}/") == 200
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 0, output.decode()
    assert re.search(rf"Serving on {address}", output.decode())
    with pytest.raises(AssertionError):
        answer(f"{address}/healthz", within=0.5)


@pytest.fixture
def meeting_place():
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.matter_desk", str(port)], cwd=ROOT
    )
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.communicate()


def test_visitors_who_come_at_once_are_shared_out_to_all_threads(meeting_place):
    """Nobody waits in one process while a thread of the other is free."""
    assert answer(f"{meeting_place}/") == 200
    with ThreadPoolExecutor(matter_desk.THREADS) as visitors:
        for _ in range(5):
            met = visitors.map(answer, [f"{meeting_place}/meet"] * matter_desk.THREADS)
            assert set(met) == {200}
