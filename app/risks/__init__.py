"""Reports that come close together on one company, product or street: drafts of risk warnings."""

from flask import Flask

from app.core import outbox
from app.risks.services import look_into_all


def init_app(app: Flask) -> None:
    """Look into each submission once it is handed in."""
    outbox.subscribe(app, "risk", look_into_all)
