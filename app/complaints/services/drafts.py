"""Beginning, filling in and giving up a draft. What is typed stays on the server."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from app.complaints.answers import Answers
from app.complaints.models import ComplaintDraft, Evidence
from app.complaints.queries.drafts import (
    expired_drafts,
    locked_draft,
    token_hash,
)
from app.core import clock
from app.core.db import db
from app.core.errors import ConflictError, GoneError, InvalidInputError
from app.core.uploads import MAX_FILES, StoredFile, delete_upload, store_uploads

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

LIFETIME = timedelta(minutes=30)
TOKEN_BYTES = 32


class DraftExpiredError(GoneError):
    """The draft's thirty minutes are over."""

    message = "填写的内容已超过 30 分钟未更新，为保护您已经删除，请重新填写。"


class AlreadySubmittedError(ConflictError):
    """The draft has become a submission and can't be changed any more."""

    message = "这份内容已经提交，不能再修改。"


def start_draft(*, answers: Answers) -> str:
    """Begin a draft; returns the token that only the browser keeps."""
    sweep_drafts()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    db.session.add(
        ComplaintDraft(
            token_hash=token_hash(token),
            answers=answers.as_json(),
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )
    db.session.commit()
    return token


def save_answers(*, token: str, answers: Answers) -> None:
    """Keep ``answers``, and give the person another thirty minutes."""
    draft = _open_draft(token)
    draft.answers = answers.as_json()
    db.session.commit()


def add_evidence(*, token: str, files: Sequence["FileStorage"], already: int) -> int:
    """Keep the files of the form with the draft, which had ``already``; returns how many."""
    db.session.rollback()  # cleaning a file takes a while: nobody shall wait for us meanwhile
    stored = store_uploads(files, already=already)
    draft = _open_draft(token)
    if len(draft.evidence) + len(stored) > MAX_FILES:
        raise InvalidInputError(f"最多可以上传 {MAX_FILES} 个文件")
    draft.evidence.extend(as_evidence(file) for file in stored)
    db.session.commit()
    return len(stored)


def as_evidence(file: StoredFile) -> Evidence:
    """The row that remembers a stored file."""
    return Evidence(
        upload_id=file.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        created_at=clock.now(),
    )


def remove_evidence(*, token: str, evidence_id: int) -> None:
    """Take a file out of the draft; nothing happens when it is not there any more."""
    draft = _open_draft(token)
    removed = [file for file in draft.evidence if file.id == evidence_id]
    for file in removed:
        draft.evidence.remove(file)
        db.session.delete(file)
    db.session.commit()
    _delete_files(removed)


def discard_draft(*, token: str) -> None:
    """Forget the draft, files included; of a submitted one only the receipt is forgotten."""
    draft = locked_draft(token)
    _remove([draft] if draft else [])


def sweep_drafts() -> int:
    """Remove drafts whose time is over, with their files; returns how many."""
    expired = expired_drafts()
    _remove(expired)
    return len(expired)


def _open_draft(token: str) -> ComplaintDraft:
    draft = locked_draft(token)
    if draft is None:
        raise DraftExpiredError
    if draft.submission_id is not None:
        raise AlreadySubmittedError
    draft.expires_at = clock.now() + LIFETIME
    return draft


def _remove(drafts: Sequence[ComplaintDraft]) -> None:
    files = [file for draft in drafts for file in draft.evidence]
    for file in files:
        db.session.delete(file)
    db.session.flush()
    for draft in drafts:
        db.session.delete(draft)
    db.session.commit()
    _delete_files(files)


def _delete_files(files: Sequence[Evidence]) -> None:
    """Only after the commit: a row never points at a file that is gone."""
    for file in files:
        delete_upload(file.upload_id)
