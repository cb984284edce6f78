"""Unfinished forms of citizens, kept on the server for thirty minutes after the last answer.

The browser holds a random token, the row its hash. The tracking code is derived from the token,
so that a repeated submission shows the same receipt though no code is kept.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Select, String, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.interfaces import ORMOption

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, GoneError
from app.kernel.files.file_rows import FileRow

LIFETIME = timedelta(minutes=30)
TOKEN_BYTES = 32


class DraftExpiredError(GoneError):
    """The draft's thirty minutes are over."""

    message = "填写的内容已超过 30 分钟未更新，为保护您已经删除，请重新填写。"


class AlreadySubmittedError(ConflictError):
    """The draft has been handed in and can't be changed any more."""

    message = "这份内容已经提交，不能再修改。"


class UnfinishedDraftError(ConflictError):
    """A question is still open."""

    message = "还有问题没有回答，请补充后再提交。"


class Draft:
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


D = TypeVar("D", bound=Draft)


def begin(model: type[D], **columns: Any) -> str:
    """Add a draft in the caller's transaction; returns the token that only the browser keeps."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    draft = model()
    draft.token_hash, draft.created_at, draft.expires_at = token_hash(token), now, now + LIFETIME
    for name, value in columns.items():
        setattr(draft, name, value)
    db.session.add(draft)
    return token


def token_hash(token: str) -> str:
    """What the database keeps of a draft's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def live(model: type[D], token: str, *load: ORMOption) -> D | None:
    """The draft that belongs to ``token``; None when it has expired."""
    return db.session.scalar(_live(model, token).options(*load))


def locked(model: type[D], token: str) -> D | None:
    """The same, ours alone until the transaction ends."""
    statement = _live(model, token).with_for_update()
    return db.session.scalar(statement.execution_options(populate_existing=True))


def opened(draft: D | None) -> D:
    """A draft that may still be changed, for another thirty minutes.

    Raises DraftExpiredError or AlreadySubmittedError.
    """
    if draft is None:
        raise DraftExpiredError
    if draft.is_submitted:
        raise AlreadySubmittedError
    draft.prolong()
    return draft


def forget(unwanted: Sequence[D]) -> list[FileRow]:
    """Delete drafts and the rows of their files in the caller's transaction.

    Returns those rows: their bytes go after the commit, so that no row points at a lost file.
    """
    files: list[FileRow] = [file for draft in unwanted for file in draft.evidence]
    for file in files:
        db.session.delete(file)
    db.session.flush()
    for draft in unwanted:
        db.session.delete(draft)
    return files


def expired(model: type[D], *load: ORMOption, limit: int = 50) -> Sequence[D]:
    """Drafts whose time is over, oldest first."""
    statement = select(model).where(model.expires_at <= clock.now())
    return db.session.scalars(
        statement.order_by(model.expires_at).limit(limit).options(*load)
    ).all()


def _live(model: type[D], token: str) -> Select[D]:
    return select(model).where(
        model.token_hash == token_hash(token), model.expires_at > clock.now()
    )
