"""Publication life: which records the public may see, and until when."""

from flask import Flask

from app.kernel.files import uploads
from app.publishing.life.attachments import kept_attachments


def init_app(app: Flask) -> None:
    """Keep the files of records."""
    uploads.keep_files_of(app, kept_attachments)
