"""How far a command is, on standard error; silent where nobody looks."""

import sys
from itertools import count
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


def bar(label: str, length: int | None = None) -> "ProgressBar[int]":
    """A bar to enter and to ``update``; without ``length`` it counts until it is given one."""
    steps = count() if length is None else range(length)
    return click.progressbar(steps, label=label, show_pos=True, file=sys.stderr)
