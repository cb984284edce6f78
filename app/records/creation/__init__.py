"""Creation (创建): badges of strong counties, towns, trades and firms, by criteria and notice."""

from functools import partial

from flask import Flask

from app.kernel.files import uploads
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_source
from app.kernel.search.state import Appearance
from app.records.creation import importing
from app.records.creation.queries import applications, coverage
from app.records.creation.rules import MEASURES
from app.records.creation.views import bp
from app.records.indicators.measures import register_measure


def init_app(app: Flask) -> None:
    """Register the public pages, the files that are kept, the promise that is counted,
    and the import.
    """
    app.register_blueprint(bp)
    uploads.keep_files_of(app, applications.evidence_files)
    register_source(
        app,
        SearchKind.CREATION,
        applications.search_documents,
        appearance=Appearance("creation.detail", "number", "创", "创建授牌"),
    )
    for kind, measure in MEASURES.items():
        share = partial(coverage.promised_share, kind)
        register_measure(app, measure, share, rows=coverage.COUNTED)
    importing.init_app(app)
