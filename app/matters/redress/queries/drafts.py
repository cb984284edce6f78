"""Drafts by their token, and what they became."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.kernel.db.session import db
from app.kernel.wizard import drafts
from app.matters.redress.models import RedressApplication, RedressDraft, RedressFile


def live_draft(token: str) -> RedressDraft | None:
    """The draft that belongs to ``token``, with its files; None when it has expired."""
    return drafts.live(RedressDraft, token, selectinload(RedressDraft.evidence))


def locked_draft(token: str) -> RedressDraft | None:
    """The same, ours alone until the transaction ends."""
    return drafts.locked(RedressDraft, token)


def receipt(token: str) -> RedressApplication | None:
    """What the draft of ``token`` became, for the page that shows number and code."""
    draft = live_draft(token)
    return draft.application if draft else None


def kept_files() -> set[str]:
    """The ids of all stored files that a row remembers."""
    return set(db.session.scalars(select(RedressFile.upload_id)))
