"""What every form of one question per page does with its drafts: one transaction for each act.

What is typed stays on the server, files included, until it is handed in, given up or forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from sqlalchemy.orm import selectinload

from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError
from app.kernel.files.file_rows import FileRow
from app.kernel.files.uploads import MAX_FILES, delete_upload, store_uploads
from app.kernel.wizard import drafts
from app.kernel.wizard.drafts import Draft

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

D = TypeVar("D", bound=Draft)


class Answered(Protocol):
    """Answers given so far."""

    def as_json(self) -> dict[str, Any]:
        """The answers as values that JSON knows."""


@dataclass(frozen=True)
class DraftKeeper(Generic[D]):
    """Keeps the drafts of one form, and the files that come with them."""

    model: type[D]
    file_model: type[FileRow]

    def start(self, *, answers: Answered) -> str:
        """Begin a draft; returns the token that only the browser keeps."""
        self.sweep()
        token = drafts.begin(self.model, answers=answers.as_json())
        db.session.commit()
        return token

    def save(self, *, token: str, answers: Answered) -> None:
        """Keep ``answers``, and give the person another thirty minutes."""
        self._open(token).answers = answers.as_json()
        db.session.commit()

    def add_files(
        self,
        *,
        token: str,
        files: Sequence["FileStorage"],
        already: int,
        answers: Answered | None = None,
    ) -> int:
        """Keep the files of the form with the draft, which had ``already``; returns how many.

        A file that the draft has is not kept twice: who got no answer sends the same once more.
        ``answers`` are saved with them.
        """
        db.session.rollback()  # cleaning a file takes a while: nobody shall wait for us meanwhile
        stored = store_uploads(files, already=already)
        draft = self._open(token)
        known = {(file.name, file.sha256) for file in draft.evidence}
        new = [file for file in stored if (file.name, file.sha256) not in known]
        if len(draft.evidence) + len(new) > MAX_FILES:
            raise InvalidInputError(f"最多可以上传 {MAX_FILES} 个文件")
        draft.evidence.extend(self.file_model.of(file) for file in new)
        if answers is not None:
            draft.answers = answers.as_json()
        db.session.commit()
        for file in set(stored) - set(new):
            delete_upload(file.id)
        return len(stored)

    def remove_file(self, *, token: str, file_id: int) -> None:
        """Take a file out of the draft; nothing happens when it is not there any more."""
        draft = self._open(token)
        removed = [file for file in draft.evidence if file.id == file_id]
        for file in removed:
            draft.evidence.remove(file)
            db.session.delete(file)
        db.session.commit()
        _delete_bytes(removed)

    def discard(self, *, token: str) -> None:
        """Forget the draft, files included; of a submitted one only the receipt is forgotten."""
        draft = drafts.locked(self.model, token)
        self._remove([draft] if draft else [])

    def sweep(self) -> int:
        """Remove drafts whose time is over, with their files; returns how many."""
        with_files = selectinload(self.model.evidence)
        expired = drafts.expired(self.model, with_files)
        self._remove(expired)
        return len(expired)

    def _open(self, token: str) -> D:
        return drafts.opened(drafts.locked(self.model, token))

    def _remove(self, unwanted: Sequence[D]) -> None:
        files = drafts.forget(unwanted)
        db.session.commit()
        _delete_bytes(files)


def _delete_bytes(files: Sequence[FileRow]) -> None:
    """Only after the commit: a row never points at a file that is gone."""
    for file in files:
        delete_upload(file.upload_id)
