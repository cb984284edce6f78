"""Beginning, filling in and giving up a draft. What is typed stays on the server."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.core import drafts
from app.core.db import db
from app.core.errors import InvalidInputError
from app.core.file_rows import FileRow
from app.core.uploads import MAX_FILES, delete_upload, store_uploads
from app.redress.answers import Answers
from app.redress.models import RedressDraft, RedressFile
from app.redress.queries.drafts import expired_drafts, locked_draft

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


def start_draft(*, answers: Answers) -> str:
    """Begin a draft; returns the token that only the browser keeps."""
    sweep_drafts()
    token = drafts.begin(RedressDraft, answers=answers.as_json())
    db.session.commit()
    return token


def save_answers(*, token: str, answers: Answers) -> None:
    """Keep ``answers``, and give the person another thirty minutes."""
    drafts.opened(locked_draft(token)).answers = answers.as_json()
    db.session.commit()


def add_files(*, token: str, files: Sequence["FileStorage"], already: int) -> int:
    """Keep the files of the form with the draft, which had ``already``; returns how many."""
    db.session.rollback()  # cleaning a file takes a while: nobody shall wait for us meanwhile
    stored = store_uploads(files, already=already)
    draft = drafts.opened(locked_draft(token))
    if len(draft.evidence) + len(stored) > MAX_FILES:
        raise InvalidInputError(f"最多可以上传 {MAX_FILES} 个文件")
    draft.evidence.extend(RedressFile.of(file) for file in stored)
    db.session.commit()
    return len(stored)


def remove_file(*, token: str, file_id: int) -> None:
    """Take a file out of the draft; nothing happens when it is not there any more."""
    draft = drafts.opened(locked_draft(token))
    removed = [file for file in draft.evidence if file.id == file_id]
    for file in removed:
        draft.evidence.remove(file)
        db.session.delete(file)
    db.session.commit()
    _delete_bytes(removed)


def discard_draft(*, token: str) -> None:
    """Forget the draft, files included; of a submitted one only the receipt is forgotten."""
    draft = locked_draft(token)
    _remove([draft] if draft else [])


def sweep_drafts() -> int:
    """Remove drafts whose time is over, with their files; returns how many."""
    expired = expired_drafts()
    _remove(expired)
    return len(expired)


def _remove(unwanted: Sequence[RedressDraft]) -> None:
    files = drafts.forget(unwanted)
    db.session.commit()
    _delete_bytes(files)


def _delete_bytes(files: Sequence[FileRow]) -> None:
    for file in files:
        delete_upload(file.upload_id)
