"""Whether all that was acknowledged is kept, and nothing of it twice."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from app.kernel.db.session import db
from app.kernel.files import uploads
from app.kernel.jobs import outbox
from app.kernel.jobs.outbox import OutboxMessage
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Evidence


def kept_once(numbers: Sequence[str], *, files: int) -> str:
    """Work off what waits, then compare receipts, rows, files and mails, and say what was found.

    ``files`` is how many photos were sent.
    """
    while outbox.drain():
        pass
    kept = Counter(db.session.scalars(select(Submission.number)))
    lost = set(numbers) - set(kept)
    doubled = len(numbers) - len(set(numbers)) + sum(kept.values()) - len(kept)
    matters = db.session.scalar(select(func.count(Matter.id)))
    wanted = db.session.scalar(select(func.count()).where(OutboxMessage.topic == "mail"))
    mails = len(list((Path(current_app.config["DATA_DIR"]) / "mail").glob("*.eml")))
    return (
        f"lost {len(lost)}, doubled {doubled}; {sum(kept.values())} submissions with {matters} "
        f"matters; {_whole()} of {files} photos open with their checksum; "
        f"{mails} mails of {wanted}; {len(outbox.dead_messages())} dead messages"
    )


def _whole() -> int:
    """How many photos of submissions can be opened and are what was stored."""
    rows = select(Evidence.upload_id, Evidence.sha256).where(Evidence.submission_id.is_not(None))
    return sum(
        sha256(uploads.open_upload(file_id)).hexdigest() == checksum
        for file_id, checksum in db.session.execute(rows)
    )
