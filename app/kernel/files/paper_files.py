"""A paper as a file, where this installation makes them; the page prints everywhere."""

from collections.abc import Sequence
from io import BytesIO

from flask import render_template, send_file
from werkzeug.wrappers import Response

from app.kernel.files import pdf
from app.kernel.files.papers import PaperRow


def as_file(document: PaperRow, facts: Sequence[tuple[str, str]] = ()) -> Response | None:
    """The paper as PDF, with the lines of its form if it has any; None where none can be made."""
    if not pdf.is_available():
        return None
    page = render_template("components/paper_pdf.html", document=document, facts=facts)
    return send_file(
        BytesIO(pdf.pdf_of(page)),
        "application/pdf",
        as_attachment=True,
        download_name=f"{document.title}-{document.number}.pdf",
    )
