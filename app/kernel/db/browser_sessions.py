"""Sessions that live on the server: the browser holds a random token, a row its hash.

Without the row the token is worth nothing, so that leaving ends every copy of a cookie at once
(OWASP ASVS 5.0, 7.2 to 7.4). Staff have such sessions, and who follows what was handed in.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, String, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db.session import db, writing

TOKEN_BYTES = 32
IDLE = timedelta(minutes=30)
"""Idle time after which a session ends (GB/T 22239-2019; OWASP ASVS 5.0, 7.3)."""
SEEN_EVERY = timedelta(minutes=1)
"""How exactly the time of the last use is noted."""

log = structlog.get_logger()


class BrowserSession:
    """Mixin of the tables of sessions."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """When it ends however much it is used."""

    @classmethod
    def is_alive(cls, now: datetime) -> ColumnElement[bool]:
        """Whether it has neither been idle too long nor lasted too long."""
        return (cls.expires_at > now) & (cls.last_seen_at > now - IDLE)


def new_token() -> str:
    """What a cookie holds, and nobody guesses: 256 random bits (OWASP ASVS 5.0, 7.2.3)."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What a row keeps of a token: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def note_use(session: BrowserSession) -> None:
    """Begin its idle time anew, once a minute: each page would be one write more."""
    now = clock.now()
    if now - session.last_seen_at < SEEN_EVERY:
        return
    model = type(session)
    try:
        with writing():
            db.session.execute(update(model).where(model.id == session.id).values(last_seen_at=now))
    except OperationalError:  # a long import holds the write lock; the next page notes it
        log.warning("session.touch_failed")
