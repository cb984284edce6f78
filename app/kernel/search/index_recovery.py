"""An index that can't answer is built anew by the worker; whoever meets it leaves a message."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog

from app.kernel.db.session import writing
from app.kernel.jobs import outbox
from app.kernel.search import state
from app.kernel.search.engine import SearchEngine, SearchUnavailableError

TOPIC = "rebuild"
MESSAGES_PER_BATCH = 50
PATIENCE = timedelta(minutes=5)
"""So long no second message follows: what a rebuild does not mend must not keep rebuilding."""

log = structlog.get_logger()


@contextmanager
def asking() -> Iterator[SearchEngine]:
    """The engine, for a question or a change.

    Raises SearchUnavailableError whatever it is that goes wrong with the index, and sees to it
    that the worker looks after it.
    """
    try:
        yield state.current().engine
    except SearchUnavailableError:
        report(unreadable=False)
        raise
    except Exception as error:  # a damaged file can raise anything
        report(unreadable=True)
        raise SearchUnavailableError from error


def report(*, unreadable: bool) -> None:
    """Leave one message, however many notice: there is no index, or one that is damaged inside."""
    log.warning("search.index_damaged", unreadable=unreadable, exc_info=True)
    with writing():
        outbox.enqueue_once(TOPIC, {"unreadable": unreadable}, every=PATIENCE)
