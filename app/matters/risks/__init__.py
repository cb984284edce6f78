"""Reports that come close together on one company, product or street: drafts of risk warnings."""

from flask import Flask

from app.kernel.jobs import outbox
from app.matters.risks.services import look_into_all
from app.matters.risks.staff_views import desk_links, offers
from app.matters.risks.views import public_links
from app.publishing.life.chain import ChainSource, register_chain


def init_app(app: Flask) -> None:
    """Look into each submission once it is handed in; tell of warnings of failed batches."""
    outbox.subscribe(app, "risk", look_into_all)
    register_chain(app, ChainSource(public=public_links, desk=desk_links, offers=offers))
