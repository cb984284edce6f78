"""Each test in one transaction that is rolled back, and statements counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import event

from app.kernel.aggregates import services
from app.kernel.db.session import db
from app.kernel.jobs import outbox

BOOKKEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "INSERT INTO rate_counts")


@contextmanager
def rolled_back(app: Flask) -> Iterator[None]:
    """Put every session of ``app`` on one connection; commits become savepoints, all is undone."""
    engines = db._app_engines[app]
    engine = engines[None]
    options = db.session.session_factory.kw
    with engine.connect() as connection:
        outer = connection.begin()
        engines[None] = connection  # type: ignore[assignment]  # sessions take either
        options["join_transaction_mode"] = "create_savepoint"
        try:
            with app.app_context():
                yield
        finally:
            del options["join_transaction_mode"]
            engines[None] = engine
            outer.rollback()


@dataclass
class Counted:
    """The SQL statements that were sent, without those that mark transactions or count requests."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)

    def __str__(self) -> str:
        return "\n".join(self.statements)


@contextmanager
def counting_statements() -> Iterator[Counted]:
    """Count what this site asks of its database while the block runs."""
    counted = Counted()
    engine = db.session.connection().engine

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(BOOKKEEPING):
            counted.statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(engine, "before_cursor_execute", note)


def let_the_worker_count() -> None:
    """Take in what has changed, and count what was never counted or held on another day."""
    db.session.commit()
    while outbox.drain():
        pass
    services.tend()
