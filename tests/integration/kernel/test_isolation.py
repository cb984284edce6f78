"""The ground under all other tests: what one of them writes, the next does not see."""

import gc
import weakref

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs.models import OutboxMessage
from tests.support.apps import open_app


@pytest.mark.parametrize("round_", [1, 2])
def test_what_a_test_commits_is_gone_for_the_next(app, round_):
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 0
    outbox.enqueue("mail", {"round": round_})
    db.session.commit()
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 1


def test_a_transaction_that_is_given_up_or_refused_leaves_what_was_committed_before(app):
    outbox.enqueue("mail", {"n": 1})
    db.session.commit()
    outbox.enqueue("mail", {"n": 2})
    db.session.rollback()
    db.session.add(OutboxMessage(topic=None, payload={}))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 1


def test_statements_are_counted_without_savepoints(app, count_statements):
    with count_statements() as counted:
        db.session.scalars(select(OutboxMessage)).all()
        db.session.commit()
    assert len(counted) == 1


def test_live_site_has_a_database_of_its_own(live_app, app):
    with live_app.app_context():
        outbox.enqueue("mail", {"n": 1})
        db.session.commit()
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 0


def test_nothing_holds_a_site_that_is_closed(database_server, template_database, tmp_path):
    address = database_server.copy(template_database)
    with open_app(address, tmp_path) as site:
        for path in ("/", "/search?q=酱油", "/nothing-here"):
            site.test_client().get(path)
        closed = weakref.ref(site)
    database_server.give_back(address)
    del site
    gc.collect()
    assert closed() is None
