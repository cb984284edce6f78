"""From an inspection to a penalty and on to the black list: what rests on what."""

from flask import Flask

from app.publishing.life.chain import ChainSource, register_chain
from app.records.record_links.staff_views import desk_links, offers, public_links


def init_app(app: Flask) -> None:
    """Tell the pages of inspections, cases and entries of each other."""
    register_chain(app, ChainSource(public=public_links, desk=desk_links, offers=offers))
