"""What the masking gate finds in a record, with what was decided about it."""

from sqlalchemy import select

from app.core.db import db
from app.publishing import gate
from app.publishing.gate import Place
from app.publishing.models import KeptFinding, Publication
from app.publishing.queries import as_edited, open_version
from app.publishing.rules import PublicationStatus
from app.publishing.sealed import names_of, original_of


def places(record: Publication, note: str = "") -> list[Place]:
    """Personal data in what the record shows, and in the note on its correction."""
    kept = select(KeptFinding).where(
        KeptFinding.kind == record.__tablename__, KeptFinding.record_id == record.id
    )
    secret = names_of([original_of(record)])
    return gate.places(record, db.session.scalars(kept).all(), note=note, secret=secret)


def places_as_edited(record: Publication) -> list[Place]:
    """The same of the record as its editors see it: what approval would make public."""
    version = open_version(record)
    is_correction = version is not None and record.status is PublicationStatus.PUBLISHED
    return places(as_edited(record), version.note if version and is_correction else "")
