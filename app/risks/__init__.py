"""Reports that come close together on one company, product or street: drafts of risk warnings."""

from flask import Flask

from app.core import outbox
from app.publishing.chain import ChainSource, register_chain
from app.risks.services import look_into_all
from app.risks.staff_views import desk_links, offers
from app.risks.views import public_links


def init_app(app: Flask) -> None:
    """Look into each submission once it is handed in; tell of warnings of failed batches."""
    outbox.subscribe(app, "risk", look_into_all)
    register_chain(app, ChainSource(public=public_links, desk=desk_links, offers=offers))
