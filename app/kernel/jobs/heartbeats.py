"""What tells doctor, metrics and alerts that a worker lives: when it last began a round."""

import os
import socket
from datetime import timedelta

from sqlalchemy import delete

from app.kernel import clock
from app.kernel.db.session import db, insert_or
from app.kernel.jobs import process_locks
from app.kernel.jobs.models import WorkerHeartbeat

EVERY = timedelta(seconds=10)
FORGOTTEN_AFTER = timedelta(days=1)
"""Of a worker on another host that has ended: until then its silence shows."""


def beat() -> None:
    """Write that this process begins a round now; the caller does so once in EVERY."""
    now = clock.now()
    values = {"host": socket.gethostname()[:255], "pid": os.getpid(), "last_loop_at": now}
    row = insert_or(WorkerHeartbeat).values(process=process_locks.own(), started_at=now, **values)
    db.session.execute(row.on_conflict_do_update(index_elements=["process"], set_=values))
    silent = WorkerHeartbeat.last_loop_at < now - FORGOTTEN_AFTER
    db.session.execute(delete(WorkerHeartbeat).where(silent))
    db.session.commit()


def stop() -> None:
    """The process ends as it should: nobody shall miss it."""
    mine = WorkerHeartbeat.process == process_locks.own()
    db.session.execute(delete(WorkerHeartbeat).where(mine))
    db.session.commit()
