"""The pages of a report: what it would say, the report itself, and its verification."""

from io import BytesIO
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from app.kernel.files import papers
from app.kernel.web import limits
from app.kernel.web.headers import no_store
from app.kernel.web.qr_codes import qr_code
from app.records.credit_reports import queries
from app.records.credit_reports.queries import VALID_DAYS, Validity
from app.records.credit_reports.services import issue_report

bp = Blueprint("credit_reports", __name__, url_prefix="/companies/<uscc>")
no_store(bp)


@bp.get("/report")
def new(uscc: str) -> str | Response:
    """What a report on the company would say, and the button that makes one."""
    content = queries.content_of(uscc)
    if content.company.ref != uscc:
        return redirect(url_for("credit_reports.new", uscc=content.company.ref), code=301)
    return render_template("records/credit_reports/new.html", report=content, valid_days=VALID_DAYS)


@bp.post("/report")
@limits.search
def issue(uscc: str) -> Response:
    """Give the report its number, and show it."""
    number = issue_report(uscc)
    return redirect(url_for("credit_reports.detail", uscc=uscc, number=number), code=303)


@bp.get("/reports/<number>")
def detail(uscc: str, number: str) -> str | Response:
    """The report, while it says what the site says; then only whether it does."""
    report = queries.issued(uscc, number)
    if report.validity is not Validity.VALID:
        return redirect(url_for("credit_reports.verify", uscc=uscc, number=number), code=303)
    return render_template(
        "records/credit_reports/detail.html", **_shown(report, uscc), has_pdf=papers.can_make_pdf()
    )


@bp.get("/reports/<number>/pdf")
@limits.document
def download(uscc: str, number: str) -> Response:
    """The report as a file, where this installation makes them."""
    report = queries.issued(uscc, number)
    if report.validity is not Validity.VALID or not papers.can_make_pdf():
        return redirect(url_for("credit_reports.detail", uscc=uscc, number=number), code=303)
    page = render_template("records/credit_reports/pdf.html", **_shown(report, uscc))
    name = f"信用报告-{number}.pdf"
    return send_file(
        BytesIO(papers.pdf_of(page)), "application/pdf", as_attachment=True, download_name=name
    )


def _shown(report: queries.Issued, uscc: str) -> dict[str, Any]:
    """What the page and the file show: the report, and where it is verified."""
    path = url_for("credit_reports.verify", uscc=uscc, number=report.number)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{path}"
    return {"report": report, "address": address, "qr": qr_code(address)}


@bp.get("/verify/<number>")
def verify(uscc: str, number: str) -> str:
    """Whether a report on paper is real, and still says what the site says."""
    report = queries.issued(uscc, number)
    return render_template(
        "records/credit_reports/verify.html",
        report=report,
        validity=Validity,
        valid_days=VALID_DAYS,
    )
