"""One command brings a site up from nothing, and one signal takes all of it down."""

import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request

import pytest

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
