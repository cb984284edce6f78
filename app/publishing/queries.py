"""The one predicate between the public and the tables."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from app.core import clock
from app.publishing.rules import PublicationStatus


def published(model: Any, *, today: date | None = None) -> ColumnElement[bool]:
    """True for rows of ``model`` (a Publication) that the public may see today."""
    day = today or clock.today()
    return and_(
        model.status == PublicationStatus.PUBLISHED,
        model.published_on <= day,
        or_(model.publish_until.is_(None), model.publish_until >= day),
    )
