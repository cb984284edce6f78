"""Unfinished forms of citizens, kept on the server for thirty minutes after the last answer.

The browser holds a random token, the row its hash. The tracking code is derived from the token,
so that a repeated submission shows the same receipt though no code is kept. Files stay with the
draft until it is handed in, given up or forgotten. Each act is one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from sqlalchemy import Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.kernel import clock
from app.kernel.db.browser_sessions import new_token, token_hash
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, GoneError, InvalidInputError
from app.kernel.files.uploads import MAX_FILES, UploadedFile, delete_upload, store_uploads

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

LIFETIME = timedelta(minutes=30)


class DraftExpiredError(GoneError):
    """The draft's thirty minutes are over."""

    message = "填写的内容已超过 30 分钟未更新，为保护您已经删除，请重新填写。"


class AlreadySubmittedError(ConflictError):
    """The draft has been handed in and can't be changed any more."""

    message = "这份内容已经提交，不能再修改。"


class UnfinishedDraftError(ConflictError):
    """A question is still open."""

    message = "还有问题没有回答，请补充后再提交。"


class FormDraft:
    """Mixin of the tables of drafts; what is answered so far is a column of their own."""

    if TYPE_CHECKING:
        answers: Mapped[dict[str, Any]]
        evidence: Mapped[list[Any]]
        """The files that came with it."""

        @property
        def is_submitted(self) -> bool:
            """Whether it has been handed in, and only its receipt is left."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    def prolong(self) -> None:
        """Keep it for another thirty minutes."""
        self.expires_at = clock.now() + LIFETIME


D = TypeVar("D", bound=FormDraft)


def live(model: type[D], token: str, *load: ORMOption) -> D | None:
    """The draft that belongs to ``token``; None when it has expired."""
    return db.session.scalar(_live(model, token).options(*load))


def locked(model: type[D], token: str) -> D | None:
    """The same, ours alone until the transaction ends."""
    statement = _live(model, token).with_for_update()
    return db.session.scalar(statement.execution_options(populate_existing=True))


def _live(model: type[D], token: str) -> Select[D]:
    return select(model).where(
        model.token_hash == token_hash(token), model.expires_at > clock.now()
    )


class Answered(Protocol):
    """Answers given so far."""

    def as_json(self) -> dict[str, Any]:
        """The answers as values that JSON knows."""


@dataclass(frozen=True)
class DraftKeeper(Generic[D]):
    """Keeps the drafts of one form, and the files that come with them."""

    model: type[D]
    file_model: type[UploadedFile]

    def start(self, *, answers: Answered) -> str:
        """Begin a draft; returns the token that only the browser keeps."""
        self.sweep()
        token = new_token()
        draft = self.model()
        draft.token_hash, draft.created_at = token_hash(token), clock.now()
        draft.answers = answers.as_json()
        draft.prolong()
        db.session.add(draft)
        db.session.commit()
        return token

    def save(self, *, token: str, answers: Answered) -> None:
        """Keep ``answers``, and give the person another thirty minutes.

        Raises DraftExpiredError, or AlreadySubmittedError.
        """
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
        ``answers`` are saved with them. InvalidInputError for a file, else as ``save``.
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
        """Take a file out of the draft; nothing happens when it is not there any more.

        Raises DraftExpiredError, or AlreadySubmittedError.
        """
        draft = self._open(token)
        removed = [file for file in draft.evidence if file.id == file_id]
        for file in removed:
            draft.evidence.remove(file)
            db.session.delete(file)
        db.session.commit()
        _delete_bytes(removed)

    def discard(self, *, token: str) -> None:
        """Forget the draft, files included; of a submitted one only the receipt is forgotten."""
        draft = locked(self.model, token)
        self._remove([draft] if draft else [])

    def sweep(self, limit: int = 50) -> int:
        """Remove drafts that are over, files too (个人信息保护法 Art. 19); returns how many."""
        expired = select(self.model).where(self.model.expires_at <= clock.now())
        oldest = expired.order_by(self.model.expires_at).limit(limit)
        drafts = db.session.scalars(oldest.options(selectinload(self.model.evidence))).all()
        self._remove(drafts)
        return len(drafts)

    def _open(self, token: str) -> D:
        """The draft, for another thirty minutes.

        Raises DraftExpiredError, or AlreadySubmittedError when it may not be changed any more.
        """
        draft = locked(self.model, token)
        if draft is None:
            raise DraftExpiredError
        if draft.is_submitted:
            raise AlreadySubmittedError
        draft.prolong()
        return draft

    def _remove(self, drafts: Sequence[D]) -> None:
        files: list[UploadedFile] = [file for draft in drafts for file in draft.evidence]
        for file in files:
            db.session.delete(file)
        db.session.flush()
        for draft in drafts:
            db.session.delete(draft)
        db.session.commit()
        _delete_bytes(files)


def _delete_bytes(files: Sequence[UploadedFile]) -> None:
    """Only after the commit: a row never points at a file that is gone."""
    for file in files:
        delete_upload(file.upload_id)
