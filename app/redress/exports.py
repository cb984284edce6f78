"""A paper as a file, where this installation makes them; the page prints everywhere."""

from io import BytesIO
from typing import TYPE_CHECKING

from flask import render_template, send_file
from werkzeug.wrappers import Response

from app.core import pdf

if TYPE_CHECKING:
    from app.redress.models import RedressDocument


def as_file(document: "RedressDocument") -> Response | None:
    """The paper as PDF; None where none can be made."""
    if not pdf.is_available():
        return None
    page = render_template("redress/paper_pdf.html", document=document)
    return send_file(
        BytesIO(pdf.pdf_of(page)),
        "application/pdf",
        as_attachment=True,
        download_name=f"{document.content['title']}-{document.number}.pdf",
    )
