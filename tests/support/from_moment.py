"""``python -m tests.support.from_moment MOMENT MODULE …``: ``python -m MODULE …``, in another time.

There it is ``MOMENT`` when it begins, as where the test runs, and time goes on from it.
"""

import runpy
import sys
from datetime import datetime

import time_machine

from app.kernel import clock


def as_of_now(*module: str) -> list[str]:
    """The command that runs ``module``, with its arguments, from the moment that it is here."""
    return [sys.executable, "-m", __name__, clock.now().isoformat(), *module]


if __name__ == "__main__":
    _itself, moment, *sys.argv = sys.argv
    with time_machine.travel(datetime.fromisoformat(moment), tick=True):
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
