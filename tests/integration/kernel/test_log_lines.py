"""What many processes write to one pipe is lines, each of them JSON, and tells nothing it heard."""

import json
import os
import subprocess
import sys

import pytest

from tests.support.source import ROOT

pytestmark = pytest.mark.trust(31, 48)

WRITER = """
import logging, sys, threading, warnings
from app.kernel import logging as lines
lines.keep_to_lines()
for number in range(int(sys.argv[1])):
    lines.log.info("request", endpoint="portal.home", number=number, words="质量" * 2 * number)
logging.getLogger("huey").error("Task %s of %s failed", "the text of a report", 7)
warnings.warn("a path: /complaints/track")
thread = threading.Thread(target=lambda: int("the text of a report"))
thread.start()
thread.join()
raise ValueError("the text of a report")
"""
WRITERS, LINES = 3, 400


def test_lines_of_many_processes_on_one_unbuffered_pipe_are_whole():
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    reading, writing = os.pipe()
    command = [sys.executable, "-c", WRITER, str(LINES)]
    writers = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stderr=writing) for _ in range(WRITERS)
    ]
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        lines = pipe.read().splitlines()
    assert [writer.wait() for writer in writers] == [1] * WRITERS
    told = [json.loads(line) for line in lines]
    assert len(told) == WRITERS * (LINES + 4)
    assert {each["event"] for each in told} == {"request", "library", "process.failed"}
    assert {each["error"] for each in told if each["event"] == "process.failed"} == {"ValueError"}
    text = "\n".join(lines)
    assert "Task %s of %s failed" in text
    assert "text of a report" not in text
    assert "/complaints/track" not in text
    assert max(len(line.encode()) for line in lines) < 4096
