"""A page as PDF, where WeasyPrint is installed (``pip install .[pdf]``); else people print.

WeasyPrint draws in a process of its own: it changes how Pillow reads pictures, and what goes
wrong in it, or takes long, is no matter of the site's.
"""

import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from flask import current_app

DRAW = (sys.executable, "-m", "weasyprint")
PATIENCE_SECONDS = 30


@cache
def is_available() -> bool:
    """Whether this installation makes PDFs: the package and the libraries that it draws with."""
    if find_spec("weasyprint") is None:
        return False
    asked = subprocess.run([*DRAW, "--version"], capture_output=True, check=False)  # noqa: S603
    return asked.returncode == 0


def pdf_of(html: str) -> bytes:
    """The page as PDF, drawn with our style sheet. What it names elsewhere is not fetched.

    Raises CalledProcessError or TimeoutExpired when it can't be drawn.
    """
    style = Path(str(current_app.static_folder), "css", "paper.css")
    command = [*DRAW, "--quiet", "--allowed-protocols", "none", "--stylesheet", str(style)]
    drawn = subprocess.run(  # noqa: S603  # a fixed command, which reads what we wrote
        [*command, "-", "-"],
        input=html.encode(),
        capture_output=True,
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    return drawn.stdout
