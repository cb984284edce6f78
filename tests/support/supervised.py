"""``python -m tests.support.supervised FOLDER PROGRAM …``: our supervisor around little programs.

Each notes its number in ``FOLDER/notes``. Those that answer say their number to visitors of the
port in ``FOLDER/port``.
"""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from gunicorn import systemd

from app.kernel import logging
from app.ops import processes
from app.ops.serve import _listening
from app.ops.serving_state import held
from app.ops.supervisor import Program, Supervisor

GRACE = 1.0


def note(name: str) -> None:
    """Let the test know of this process."""
    with Path("notes").open("a", encoding="ascii") as file:
        print(name, os.getpid(), file=file)


def sleeper() -> None:
    """Does nothing until it is told to end."""
    note("sleeper")
    signal.pause()


def stubborn() -> None:
    """Does not listen."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    note("stubborn")
    while True:
        signal.pause()


def parent() -> None:
    """Starts another process."""
    subprocess.Popen([sys.executable, "-m", "tests.support.supervised", "sleeper"])
    note("parent")
    signal.pause()


def web() -> None:
    """Says who it is to all who come; while ``broken`` is there it does not come up."""
    note("web")
    if Path("broken").exists():
        sys.exit(4)
    assert systemd.listen_fds() == 1
    systemd.sd_notify("READY=1", None)
    with socket.socket(fileno=processes.FIRST_SOCKET) as listening:
        while True:
            visitor, _ = listening.accept()
            with visitor:
                visitor.sendall(f"{os.getpid()} {os.environ.get('MOOD', '')}".encode())


PROGRAMS = {each.__name__: each for each in (sleeper, stubborn, parent, web)}


def supervise(names: list[str]) -> int:
    """Run the programs in this order until told to end."""
    logging.keep_to_lines()
    module = ("-m", "tests.support.supervised")
    programs = [Program(name, (*module, name), answers=name == "web") for name in names]
    listening = _listening("127.0.0.1", 0)
    Path("port").write_text(str(listening.getsockname()[1]), encoding="ascii")

    def environment() -> dict[str, str]:
        mood = Path("mood")
        return dict(os.environ) | {"MOOD": mood.read_text() if mood.exists() else ""}

    with held(Path(), 1) as (state, left):
        processes.end_leftovers(left, GRACE)
        supervisor = Supervisor(
            programs, [listening], environment=environment, state=state, grace=GRACE
        )
        return supervisor.run(when_ready=lambda: note("ready"))


if __name__ == "__main__":
    if len(sys.argv) == 2:
        PROGRAMS[sys.argv[1]]()
    else:
        os.chdir(sys.argv[1])
        sys.exit(supervise(sys.argv[2:]))
