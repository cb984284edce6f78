"""What the public is told of warnings that came of failed inspections."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import url_for

from app.kernel.clock import city_date
from app.matters.risks import queries
from app.publishing.life.chain import ChainLink

if TYPE_CHECKING:
    from app.publishing.life.models import Publication


def public_links(record: "Publication") -> Iterator[ChainLink]:
    """The warnings drafted from a failed inspection, if they are public."""
    for bulletin in queries.warnings_from(record, is_public=True):
        url = url_for("bulletins.detail", bulletin_id=bulletin.id)
        on = bulletin.published_on or city_date(bulletin.created_at)
        yield ChainLink(f"风险警示：{bulletin.title}", on, url)
