"""What ``flask serve`` takes from its surroundings, and what it leaves for doctor to see."""

import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest

import config
from app.kernel import clock
from app.ops import serving_state
from app.ops.doctor import examine
from app.ops.serving_state import AlreadyServedError, UnaskedEnding, held
from tests.support.source import ROOT

AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
from app.ops.serve import _address, _passed
sockets = _passed()
print(*map(_address, sockets), "LISTEN_FDS" in os.environ)
"""


def test_sockets_of_systemd_are_taken_and_said_to_nobody_else():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        told = subprocess.run(
            [sys.executable, "-c", AS_SYSTEMD, str(listening.fileno())],
            cwd=ROOT,
            pass_fds=[listening.fileno()],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    assert told.stdout.split() == [f"127.0.0.1:{port}", "False"]


def test_settings_file_is_read_each_time_and_stands_behind_the_environment(tmp_path, monkeypatch):
    file = tmp_path / "settings"
    file.write_text('# ours\n\nSITE_PHONE="0577 12345"\nWEB_THREADS=3\nPORT=9999\n')
    monkeypatch.setenv("SETTINGS_FILE", str(file))
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", "8123")
    loaded = config.load()
    assert (loaded.SITE_PHONE, loaded.WEB_THREADS, loaded.PORT) == ("0577 12345", 3, 8123)
    file.write_text("WEB_THREADS=5\n")
    assert config.load().WEB_THREADS == 5


def test_settings_file_with_another_line_is_refused_and_not_quoted(tmp_path, monkeypatch):
    file = tmp_path / "settings"
    file.write_text("SITE_PHONE=1\nexport SECRET_KEY=hidden\n")
    monkeypatch.setenv("SETTINGS_FILE", str(file))
    with pytest.raises(config.ConfigurationError, match="line 2") as refused:
        config.load()
    assert "hidden" not in str(refused.value)


def test_a_port_of_a_site_is_served_by_one_supervisor(tmp_path):
    with held(tmp_path, 8000), pytest.raises(AlreadyServedError), held(tmp_path, 8000):
        pass


def test_doctor_tells_what_keeps_ending(app):
    def finding() -> str | None:
        return next(one.remedy for one in examine() if one.subject == "processes")

    assert finding() is None
    with held(app.config["DATA_DIR"], os.getpid()) as (state, _):
        state.note_ending(UnaskedEnding("web", -9, clock.now() - timedelta(hours=2)))
        state.write()
        assert finding() is None
        state.note_ending(UnaskedEnding.now("worker", 1))
        state.write()
        assert serving_state.all_of(app.config["DATA_DIR"])
        remedy = finding()
    assert remedy is not None
    assert "worker with 1" in remedy
