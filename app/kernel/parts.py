"""What of the kernel every site has."""

from flask import Flask

from app.kernel import metrics, request_log
from app.kernel.crypto import encryption
from app.kernel.db import cache
from app.kernel.files import key_rotation, scanning, uploads
from app.kernel.jobs import jobs
from app.kernel.web import (
    addresses,
    assets,
    bodies,
    error_pages,
    forms,
    headers,
    health,
    limits,
    page_cache,
    policy_reports,
    proof_page,
    proxies,
    raw_input,
    templating,
)
from app.kernel.wizard import tracking_sessions


def init_app(app: Flask) -> None:
    """Wire what every page has. The order is that in which a request meets them."""
    metrics.init_app(app)
    request_log.init_app(app)
    addresses.init_app(app)
    bodies.init_app(app)
    page_cache.init_app(app)
    proxies.init_app(app)
    headers.init_app(app)
    encryption.init_app(app)
    key_rotation.init_app(app)
    cache.init_app(app)
    limits.init_app(app)
    forms.init_app(app)
    templating.init_app(app)
    assets.init_app(app)
    proof_page.init_app(app)
    error_pages.init_app(app)
    health.init_app(app)
    policy_reports.init_app(app)
    scanning.init_app(app)
    raw_input.init_app(app)
    jobs.each_hour(app, "orphaned files", uploads.sweep_files)
    jobs.each_hour(app, "ended look-ups", tracking_sessions.sweep)
