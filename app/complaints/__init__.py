"""Complaints and violation reports: handing in, handling, tracking, and public outcomes."""

from flask import Flask

from app import notify
from app.companies.records import register_records
from app.complaints.queries.clocks import pause_papers
from app.complaints.queries.closing import closing_files
from app.complaints.queries.drafts import evidence_files
from app.complaints.queries.own_data import email_for_notices
from app.complaints.services.drafts import sweep_drafts
from app.complaints.services.own_data import erase_overdue_identities
from app.complaints.services.watching import watch_clocks
from app.complaints.staff_views.chain import links_of_record
from app.complaints.views import bp
from app.complaints.views.public import company_records, project_supervision
from app.core import jobs, uploads
from app.projects.supervision import register_supervision
from app.publishing.chain import ChainSource, register_chain


def init_app(app: Flask) -> None:
    """Register the public pages, and have the worker forget old drafts and watch the clocks."""
    app.register_blueprint(bp)
    register_records(app, company_records)
    register_supervision(app, project_supervision)
    register_chain(app, ChainSource(desk=links_of_record))
    jobs.each_minute(app, "expired drafts", sweep_drafts)
    jobs.each_hour(app, "clocks of matters", watch_clocks)
    uploads.keep_files_of(app, evidence_files)
    notify.resolve(app, "reporter", email_for_notices)
    years = int(app.config["IDENTITY_YEARS"])
    jobs.each_hour(app, "kept identities", lambda: erase_overdue_identities(years=years))
    uploads.keep_files_of(app, closing_files)
    uploads.keep_files_of(app, pause_papers)


__all__ = ["bp", "init_app"]
