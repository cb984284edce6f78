"""What the masking gate finds in a record, with what was decided about it."""

from collections.abc import Iterator

from sqlalchemy import select

from app.kernel.db.session import db
from app.publishing.life import gate
from app.publishing.life.attachments import attachments_of
from app.publishing.life.gate import IN_FILES, Place, Text
from app.publishing.life.models import KeptFinding, Publication
from app.publishing.life.queries import as_edited, open_version
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.sealed import names_of, original_of


def places(record: Publication, note: str = "") -> list[Place]:
    """Personal data in what the record shows, in its files, and in the note on its correction."""
    kept = select(KeptFinding).where(
        KeptFinding.kind == record.__tablename__, KeptFinding.record_id == record.id
    )
    secret = names_of([original_of(record)])
    more = [*_files(record), (gate.NOTE, gate.NOTE_LABEL, note)]
    return gate.places(record, db.session.scalars(kept).all(), more=more, secret=secret)


def places_as_edited(record: Publication) -> list[Place]:
    """The same of the record as its editors see it: what approval would make public."""
    version = open_version(record)
    is_correction = version is not None and record.status is PublicationStatus.PUBLISHED
    return places(as_edited(record), version.note if version and is_correction else "")


def _files(record: Publication) -> Iterator[Text]:
    for file in attachments_of(record):
        yield f"{IN_FILES}{file.id}.name", "附件名称", file.name
        yield f"{IN_FILES}{file.id}.text", f"附件：{file.name}", file.text
