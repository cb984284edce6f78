"""Creation (创建): badges of strong counties, towns, trades and firms, by criteria and notice."""

from flask import Flask

from app.core import uploads
from app.creation import importing, measures
from app.creation.queries import applications
from app.creation.views import bp
from app.search.documents import SearchKind
from app.search.sources import register_source


def init_app(app: Flask) -> None:
    """Register the public pages, the files that are kept, the promise that is counted,
    and the import.
    """
    app.register_blueprint(bp)
    uploads.keep_files_of(app, applications.evidence_files)
    register_source(app, SearchKind.CREATION, applications.search_documents)
    measures.init_app(app)
    importing.init_app(app)
