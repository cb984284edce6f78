"""What processes that have ended held is given back, so that others go on with it at once."""

import structlog
from sqlalchemy import delete, update

from app.kernel.db.session import db
from app.kernel.jobs import process_locks
from app.kernel.jobs.models import OutboxMessage, ScheduledJob, WorkerHeartbeat

log = structlog.get_logger()


def take_back() -> None:
    """End the leases of processes of this host that have ended, and forget their heartbeats."""
    ended = process_locks.ended()
    if not ended:
        return
    free = {"leased_until": None, "leased_by": None}
    held = update(OutboxMessage).where(
        OutboxMessage.leased_by.in_(ended), OutboxMessage.done_at.is_(None)
    )
    resumed = db.session.scalars(held.values(**free).returning(OutboxMessage.id)).all()
    jobs = update(ScheduledJob).where(ScheduledJob.leased_by.in_(ended))
    broken_off = db.session.scalars(jobs.values(**free).returning(ScheduledJob.name)).all()
    db.session.execute(delete(WorkerHeartbeat).where(WorkerHeartbeat.process.in_(ended)))
    db.session.commit()
    if resumed:
        log.warning("outbox.resumed", ids=resumed)
    if broken_off:
        log.warning("job.broken_off", jobs=broken_off)
    process_locks.forget(ended)
