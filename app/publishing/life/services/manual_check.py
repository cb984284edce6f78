"""What no program can read in a file is looked through by two people before it is public."""

from app.kernel import audit, clock
from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import ConflictError
from app.kernel.search.documents import SearchKind
from app.publishing.life.attachments import AttachmentLook, attachment_of, attachments_of
from app.publishing.life.models import Publication
from app.publishing.life.queries import as_edited
from app.publishing.life.services.writing import lock

LOOKED = "record.file_looked"


def look_through(record: Publication, *, kind: SearchKind, actor: Actor, key: int) -> None:
    """Note that somebody has looked through a file and found nothing that must not be public."""
    lock(record)
    file = attachment_of(as_edited(record), key)
    if actor.id is None or actor.id in file.seen_by:
        raise ConflictError("您已经确认看过这个附件。")
    look = AttachmentLook(staff_id=actor.id, staff_name=actor.name, looked_at=clock.now())
    file.looks.append(look)
    audit.record(
        LOOKED,
        actor=actor,
        object_type=kind.value,
        object_id=record.index_key,
        reason=f"文件 {file.id}",
    )
    db.session.commit()


def refuse_unseen(record: Publication, actor: Actor) -> None:
    """Raise ConflictError where a picture or scan lacks the eyes of this person or of another."""
    for file in attachments_of(record):
        if file.needs_eyes and actor.id not in file.seen_by:
            raise ConflictError(
                f"附件“{file.name}”里有无法自动检查的图片或扫描页，请先打开看过，再按“确认看过”。"
            )
        if file.needs_eyes and len(file.seen_by) == 1:
            raise ConflictError(
                f"附件“{file.name}”还没有另一个人确认看过，请编辑先确认，或者退回给编辑。"
            )


def refuse_unlooked(record: Publication) -> None:
    """Raise ConflictError where nobody at all has looked through a picture or scan."""
    for file in attachments_of(record):
        if file.needs_eyes and not file.seen_by:
            raise ConflictError(
                f"附件“{file.name}”里有无法自动检查的图片或扫描页，"
                "送审之前请先打开看过，再按“确认看过”。"
            )
