"""Browsers that have opened what somebody handed in: a row while they look, none when they left."""

from datetime import timedelta

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db.browser_sessions import BrowserSession, new_token, token_hash
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base, db

ABSOLUTE = timedelta(hours=2)
"""Time after which a browser is shut out again however much it looks (OWASP ASVS 5.0, 7.3)."""


class TrackingSession(BrowserSession, Base):
    """A browser that may see one thing, which stands in the table of its door."""

    __tablename__ = "tracking_sessions"
    __table_args__ = NOT_PUBLIC

    door: Mapped[str] = mapped_column(String(20))
    """The blueprint by which it was opened."""
    opened_id: Mapped[int]


def begin(*, door: str, opened_id: int) -> str:
    """Let a browser see it; returns the token for its cookie."""
    now, token = clock.now(), new_token()
    db.session.add(
        TrackingSession(
            door=door,
            opened_id=opened_id,
            token_hash=token_hash(token),
            created_at=now,
            last_seen_at=now,
            expires_at=now + ABSOLUTE,
        )
    )
    db.session.commit()
    return token


def live(*, door: str, token: str) -> TrackingSession | None:
    """What a token opens by this door, while it may."""
    return db.session.scalar(
        select(TrackingSession).where(
            TrackingSession.token_hash == token_hash(token),
            TrackingSession.door == door,
            TrackingSession.is_alive(clock.now()),
        )
    )


def end(*, token: str) -> None:
    """Shut the browser out, and whoever has copied its cookie."""
    db.session.execute(
        delete(TrackingSession).where(TrackingSession.token_hash == token_hash(token))
    )
    db.session.commit()


def sweep() -> None:
    """Forget those who did not leave."""
    db.session.execute(delete(TrackingSession).where(~TrackingSession.is_alive(clock.now())))
    db.session.commit()
