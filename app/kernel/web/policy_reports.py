"""What browsers report of pages that went against the policy of the site (``/csp``), as counts.

A report tells of the fault of a page, or of who tried to put something into one. What is counted
is which rule of the policy, on which endpoint: neither addresses, nor what a reader looked for.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.kernel import metrics
from app.kernel.web.forms import csrf
from app.kernel.web.headers import CONTENT_SECURITY_POLICY

LONGEST = 8_000
"""Bytes of a report that are looked at; a longer one is not counted."""
MOST = 10
"""Reports that one request may bring."""
OTHER = "other"
DIRECTIVES = frozenset(
    f"{rule.split()[0]}{part}"
    for rule in CONTENT_SECURITY_POLICY.split("; ")
    for part in ("", "-elem", "-attr")
)

bp = Blueprint("policy_reports", __name__)


def init_app(app: Flask) -> None:
    """Take reports. No form sends them, so that they carry no token; they change nothing."""
    csrf.exempt(receive)
    app.register_blueprint(bp)


@bp.post("/csp")
def receive() -> Response:
    """Count what a browser reports; whatever comes, the answer is empty."""
    if (request.content_length or LONGEST + 1) <= LONGEST:
        for directive, endpoint in _reported(request.get_data()):
            metrics.POLICY_REPORTS.labels(directive, endpoint).inc()
    return Response(status=204)


def _reported(body: bytes) -> Iterator[tuple[str, str]]:
    """Rule and endpoint of each report, in either of the two forms that browsers send."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return
    for one in (sent if isinstance(sent, list) else [sent])[:MOST]:
        report = _first(one, "csp-report", "body")
        if isinstance(report, dict):
            rule = str(
                _first(report, "effective-directive", "effectiveDirective", "violated-directive")
            )
            directive = rule.partition(" ")[0]
            page = str(_first(report, "document-uri", "documentURL"))
            yield directive if directive in DIRECTIVES else OTHER, _endpoint_of(page)


def _first(fields: Any, *names: str) -> Any:
    found = (fields[name] for name in names if isinstance(fields, dict) and name in fields)
    return next(found, "")


def _endpoint_of(page: str) -> str:
    """Which of our pages it is, without what stands in its address."""
    try:
        adapter = current_app.url_map.bind(request.host)
        return str(adapter.match(urlsplit(page).path, method="GET")[0])
    except (HTTPException, RequestRedirect, ValueError):
        return OTHER
