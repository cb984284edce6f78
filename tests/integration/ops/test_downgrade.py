"""The way back to the base release, and up again, with the demonstration inside."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, inspect, select, table

from app.kernel import audit
from app.kernel.db import site
from app.kernel.db.session import db
from tests.support.demonstration import Filled
from tests.support.schemas import differences, tables, triggers

pytestmark = pytest.mark.trust(39)

BASE = "0057"


@pytest.fixture
def filled(demonstration: Filled, database_server, tmp_path) -> Iterator[Flask]:
    with demonstration.opened(database_server, tmp_path) as demo, demo.site.app_context():
        yield demo.site


def counts() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table(name)))
            for name in inspect(connection).get_table_names()
        }


@pytest.mark.usefixtures("filled")
def test_a_filled_site_goes_back_to_the_base_release_and_up_again():
    before, made = counts(), (tables(db.engine), triggers(db.engine))
    db.session.remove()
    downgrade(revision=BASE)
    old = counts()
    assert site.applied_migration() == BASE
    db.session.rollback()
    assert sum(old.values()) > 30_000
    assert {name: old[name] for name in old if name in before} == {
        name: before[name] for name in old if name in before
    }
    upgrade()
    assert differences(db.engine) == []
    assert (tables(db.engine), triggers(db.engine)) == made
    kept = before.keys() & old.keys()
    assert {name: counts()[name] for name in kept} == {name: before[name] for name in kept}
    assert audit.verify().problem is None
    db.session.rollback()
