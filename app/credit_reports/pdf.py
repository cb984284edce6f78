"""A report as PDF, where WeasyPrint is installed (``pip install .[pdf]``); else people print."""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import current_app


@cache
def is_available() -> bool:
    """Whether this installation makes PDFs: the package and the libraries that it draws with."""
    try:
        _drawing()
    except (ImportError, OSError):
        return False
    return True


def pdf_of(html: str) -> bytes:
    """The page as PDF, drawn with our style sheet. What it names elsewhere is not fetched."""
    drawing = _drawing()
    style = drawing.CSS(filename=Path(str(current_app.static_folder), "css", "report.css"))
    nothing = drawing.urls.URLFetcher(allowed_protocols=())
    made: bytes = drawing.HTML(string=html, url_fetcher=nothing).write_pdf(stylesheets=[style])
    return made


def _drawing() -> Any:
    """WeasyPrint, an extra that is slow to load: nobody waits for it who needs no PDF."""
    return import_module("weasyprint")
