"""The workbench of imports: a bureau's file is read, assigned, checked, reviewed and taken in.

The machine that reads files and saves rows is ``app.kernel.imports``; here are the people.
"""

from flask import Flask

from app.kernel.files import uploads
from app.kernel.jobs import jobs
from app.publishing.workbench import running
from app.publishing.workbench.queries import has_due, kept_files
from app.publishing.workbench.services.accounts import forget_old
from app.publishing.workbench.services.acts import LANE


def init_app(app: Flask) -> None:
    """Have the worker check and import what is asked for, and forget files after 30 days."""
    jobs.beside(app, LANE, running.run_due, is_waiting=has_due)
    jobs.each_hour(app, "old imports", forget_old)
    uploads.keep_files_of(app, kept_files)
