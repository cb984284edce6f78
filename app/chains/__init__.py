"""From a penalty to the black list: which entry rests on which case."""

from flask import Flask

from app.chains.staff_views import desk_links, entry_offers
from app.chains.views import public_links
from app.publishing.chain import ChainSource, register_chain


def init_app(app: Flask) -> None:
    """Tell the pages of cases and entries of each other."""
    register_chain(app, ChainSource(public=public_links, desk=desk_links, offers=entry_offers))
