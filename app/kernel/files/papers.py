"""Papers that a body issues: numbered per year, kept with all that they said on their day.

They are files where WeasyPrint is installed (``requirements-production.lock`` holds it) with the
libraries that it needs; else people print the page.
It draws in a confined process: it changes how Pillow reads pictures, and what goes wrong in it, or
takes long, is no matter of the site's.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from flask import current_app, render_template, send_file
from sqlalchemy import String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from werkzeug.wrappers import Response

from app.kernel.crypto.columns import EncryptedJSON
from app.kernel.db.site import next_serial
from app.kernel.errors import UnavailableError
from app.kernel.files.confined import ConfinedWork, ConfinedWorkError, TooBusyError

Facts = list[tuple[str, str]]
"""Lines of a form: what is asked, and what stands there."""
DRAW = ConfinedWork("app.kernel.files.paper_drawing", "draw", memory=2 * 1024**3, cpu_seconds=30)


class PaperRow:
    """Mixin: a paper. ``content`` holds ``title``, ``to``, ``body`` and ``text``."""

    __tablename__: str

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(80), unique=True)
    """``温州市监信办〔2026〕3号``: counted per year and body."""
    issued_on: Mapped[date]

    @declared_attr
    def content(cls) -> Mapped[dict[str, str]]:
        return mapped_column(EncryptedJSON(f"{cls.__tablename__}.content"))

    @property
    def title(self) -> str:
        """What the paper is called."""
        return self.content["title"]

    @property
    def addressee(self) -> str:
        """To whom it is written; empty for a form that is written to nobody."""
        return self.content.get("to", "")

    @property
    def body(self) -> str:
        """The body that issued it, by its name on that day."""
        return self.content["body"]

    @property
    def paragraphs(self) -> list[str]:
        """What it says."""
        return self.content["text"].splitlines()


def next_paper_number(counter: str, mark: str, on: date) -> str:
    """The next number of ``counter`` in the year of ``on``: 试验局信办〔2026〕3号.

    Part of the caller's transaction, as all serials are.
    """
    return f"{mark}〔{on:%Y}〕{next_serial(counter, f'{on:%Y}')}号"


def day_words(day: date | None) -> str:
    """A date as papers write it; nothing for none."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if day else ""


def led_in(opening: str, text: str) -> list[str]:
    """The lines of ``text`` as paragraphs, the first of them after ``opening``."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [f"{opening}{lines[0]}", *lines[1:]] if lines else []


@cache
def can_make_pdf() -> bool:
    """Whether this installation makes PDFs: the package and the libraries that it draws with."""
    if find_spec("weasyprint") is None:
        return False
    command = [sys.executable, "-m", "weasyprint", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


def pdf_of(html: str) -> bytes:
    """The page as PDF, drawn with our style sheet. What it names elsewhere is not fetched.

    Raises UnavailableError when it can't be drawn within thirty seconds, or too many others draw.
    """
    style = Path(str(current_app.static_folder), "css", "paper.css")
    try:
        return DRAW(json.dumps({"html": html, "style": str(style)}).encode())
    except (ConfinedWorkError, TooBusyError) as error:
        raise UnavailableError("现在不能生成 PDF，请稍后再试，或者打印网页。") from error


def as_file(document: PaperRow, facts: Sequence[tuple[str, str]] = ()) -> Response | None:
    """The paper as PDF, with the lines of its form if it has any; None where none can be made."""
    if not can_make_pdf():
        return None
    page = render_template("components/paper_pdf.html", document=document, facts=facts)
    return send_file(
        BytesIO(pdf_of(page)),
        "application/pdf",
        as_attachment=True,
        download_name=f"{document.title}-{document.number}.pdf",
    )
