"""Which files are published with a record: added to it, and taken off again."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError
from app.kernel.files.file_texts import FileText, text_of
from app.kernel.files.office_cleaning import clean_document
from app.kernel.files.uploads import MAX_FILES, StoredFile, open_upload, store_uploads
from app.kernel.masking import hide
from app.kernel.search.documents import SearchKind
from app.publishing.life import gate
from app.publishing.life.attachments import FIELD, SUFFIXES, Attachment, attachments_of
from app.publishing.life.models import Publication
from app.publishing.life.queries import as_edited, open_version
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.sealed import names_of, original_of
from app.publishing.life.services.saving import save
from app.publishing.life.services.writing import Edit, lock
from app.publishing.life.values import decoded, snapshot

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

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
    for a file that can't be taken, with what to do about it; then nothing is changed.
    """
    db.session.rollback()  # reading a file takes a while: nobody shall wait for us meanwhile
    stored = store_uploads(files, clean=clean_document)
    read = [(file, text_of(file.media_type, open_upload(file.id))) for file in stored]
    lock(record)
    kept = [each.id for each in attachments_of(as_edited(record)) if each.id not in removed]
    if not read and len(kept) == len(attachments_of(as_edited(record))):
        raise InvalidInputError("请选择要上传的文件，或者勾选要移除的附件。")
    if len(kept) + len(read) > MAX_FILES:
        raise InvalidInputError(f"一条内容最多 {MAX_FILES} 个附件，请先移除不要的。")
    added = [_row(record, file, said, actor) for file, said in read]
    db.session.add_all(added)
    db.session.flush()
    _save(record, [*kept, *(row.id for row in added)], kind=kind, actor=actor, note=note)


def _save(
    record: Publication, keys: Sequence[int], *, kind: SearchKind, actor: Actor, note: str
) -> None:
    version = open_version(record)
    is_public = record.status is PublicationStatus.PUBLISHED
    whole = decoded(type(record), snapshot(as_edited(record))) if is_public else {}
    values = {**whole, FIELD: [str(key) for key in keys]}
    told = note or (version.note if version and is_public else "")
    save(record, values, kind=kind, edit=Edit(actor, note=told))


def _row(record: Publication, file: StoredFile, said: FileText, actor: Actor) -> Attachment:
    row: Attachment = Attachment.of(
        file,
        name=_shown_name(record, file),
        kind=record.__tablename__,
        record_id=record.id,
        text=said.text,
        needs_eyes=said.needs_eyes,
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
