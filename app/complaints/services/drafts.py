"""Beginning, filling in and giving up a draft. What is typed stays on the server."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.complaints.answers import Answers
from app.complaints.models import ComplaintDraft, Evidence
from app.complaints.queries.drafts import expired_drafts, locked_draft
from app.core import drafts
from app.core.db import db
from app.core.errors import InvalidInputError
from app.core.file_rows import FileRow
from app.core.uploads import MAX_FILES, delete_upload, store_uploads

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


def start_draft(*, answers: Answers) -> str:
    """Begin a draft; returns the token that only the browser keeps."""
    sweep_drafts()
    token = drafts.begin(ComplaintDraft, answers=answers.as_json())
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
    draft.evidence.extend(Evidence.of(file) for file in stored)
    db.session.commit()
    return len(stored)


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
    return drafts.opened(locked_draft(token))


def _remove(unwanted: Sequence[ComplaintDraft]) -> None:
    files = drafts.forget(unwanted)
    db.session.commit()
    _delete_files(files)


def _delete_files(files: Sequence[FileRow]) -> None:
    """Only after the commit: a row never points at a file that is gone."""
    for file in files:
        delete_upload(file.upload_id)
