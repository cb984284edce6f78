"""What is kept of the senders of files."""

from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.imports.models import ColumnMemory


def remembered_columns(bureau_id: int | None, kind: str) -> dict[str, str]:
    """Which field each title of this sender stood for last time; nothing of an unnamed sender."""
    if bureau_id is None:
        return {}
    statement = select(ColumnMemory.fields).where(
        ColumnMemory.bureau_id == bureau_id, ColumnMemory.kind == kind
    )
    return db.session.scalar(statement) or {}
