"""Complaints and violation reports: handing in, handling, tracking, and public outcomes."""

from flask import Flask

from app.kernel import notify
from app.kernel.files import uploads
from app.kernel.jobs import jobs
from app.matters.complaints.clocks.queries import pause_papers
from app.matters.complaints.handling.queries import closing_files
from app.matters.complaints.handling.services.tracks import watch_clocks
from app.matters.complaints.handling.staff_views import links_of_record
from app.matters.complaints.intake import views as intake_pages
from app.matters.complaints.intake.queries import evidence_files
from app.matters.complaints.intake.services.submission import sweep_drafts
from app.matters.complaints.matter.queries import email_for_notices
from app.matters.complaints.matter.views import bp
from app.matters.complaints.publication.views import company_records, project_supervision
from app.matters.complaints.reporter import views as reporter_pages
from app.matters.complaints.reporter.services.own_data import erase_overdue_identities
from app.publishing.life.chain import ChainSource, register_chain
from app.records.companies.kind import register_records
from app.records.projects.supervision import register_supervision


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


__all__ = ["bp", "init_app", "intake_pages", "reporter_pages"]
