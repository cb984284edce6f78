"""Files that are published with a record: added, taken off, and looked through by two people."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from app.kernel import audit, clock
from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.files.cleaning import FileText, clean_document, text_of
from app.kernel.files.uploads import MAX_FILES, StoredFile, open_upload, store_uploads
from app.kernel.masking import hide
from app.kernel.search.documents import SearchKind
from app.publishing.life import gate
from app.publishing.life.attachments import (
    FIELD,
    SUFFIXES,
    Attachment,
    AttachmentLook,
    attachment_of,
    attachments_of,
)
from app.publishing.life.models import Publication
from app.publishing.life.queries import as_edited, open_version
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.sealed import names_of, original_of
from app.publishing.life.services.writing import Edit, lock, save
from app.publishing.life.values import decoded, snapshot

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


LOOKED = "record.file_looked"


def look_through(record: Publication, *, kind: SearchKind, actor: Actor, key: int) -> None:
    """Note that somebody has looked through a file and found nothing that must not be public.

    Raises NotFoundError for a file of another record, ConflictError for who has done so before.
    """
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


NAME_LABEL = "附件名称"


def change_attachments(
    record: Publication,
    *,
    kind: SearchKind,
    actor: Actor,
    files: Sequence["FileStorage"],
    removed: Collection[int] = (),
    note: str = "",
) -> None:
    """Take files off the record and put others there, in one change like any other.

    Of a draft at once, of what is public as a correction for review. Raises InvalidInputError
    for a file that can't be taken (over 10 MB, an eleventh), with what to do about it; then
    nothing is changed.
    """
    db.session.rollback()  # reading a file takes a while: nobody shall wait for us meanwhile
    stored = store_uploads(files, clean=clean_document)
    read = [(file, text_of(file.media_type, open_upload(file.id))) for file in stored]
    lock(record)
    remaining = [each.id for each in attachments_of(as_edited(record)) if each.id not in removed]
    if not read and len(remaining) == len(attachments_of(as_edited(record))):
        raise InvalidInputError("请选择要上传的文件，或者勾选要移除的附件。")
    if len(remaining) + len(read) > MAX_FILES:
        raise InvalidInputError(f"一条内容最多 {MAX_FILES} 个附件，请先移除不要的。")
    added = [_row(record, file, content, actor) for file, content in read]
    db.session.add_all(added)
    db.session.flush()
    _save(record, [*remaining, *(row.id for row in added)], kind=kind, actor=actor, note=note)


def _save(
    record: Publication, keys: Sequence[int], *, kind: SearchKind, actor: Actor, note: str
) -> None:
    version = open_version(record)
    is_public = record.status is PublicationStatus.PUBLISHED
    whole = decoded(type(record), snapshot(as_edited(record))) if is_public else {}
    values = {**whole, FIELD: [str(key) for key in keys]}
    note_text = note or (version.note if version and is_public else "")
    save(record, values, kind=kind, edit=Edit(actor, note=note_text))


def _row(record: Publication, file: StoredFile, content: FileText, actor: Actor) -> Attachment:
    row: Attachment = Attachment.of(
        file,
        name=_shown_name(record, file),
        kind=record.__tablename__,
        record_id=record.id,
        text=content.text,
        needs_eyes=content.needs_eyes,
        staff_id=actor.id,
        staff_name=actor.name,
    )
    return row


def _shown_name(record: Publication, file: StoredFile) -> str:
    """The name with personal data hidden, as there is no place to rewrite it, and a true suffix."""
    suffix = SUFFIXES[file.media_type]
    stem, dot, last = file.name.rpartition(".")
    named = stem if dot and len(last) <= len(suffix) and last.isalnum() else file.name
    secret = names_of([original_of(record)])
    return hide(named, gate.findings(NAME_LABEL, named, record.public_names, secret)) + suffix
