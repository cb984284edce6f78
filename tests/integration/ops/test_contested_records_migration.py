"""What an application contests is known by kind and key after the migration, and comes back."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, Table, select, update

from app.kernel.db.session import db
from app.matters.redress.models import RedressApplication
from tests.support.apps import open_app
from tests.support.old_site import KEYS, restore
from tests.support.schemas import tables, triggers

BEFORE, AFTER = "0059", "0060"
TABLE = "redress_applications"
TARGETS = {
    "case": "case_disclosures",
    "entry": "credit_entries",
    "licence": "administrative_licences",
    "inspection": "inspections",
    "honour": "honours",
}
COLUMNS = [f"{kind}_id" for kind in TARGETS]


@pytest.fixture
def old_site(database_server, tmp_path) -> Iterator[Flask]:
    """The kept site before the migration, with an application about each kind of record."""
    address = database_server.empty()
    restore(address, tmp_path)
    with open_app(address, tmp_path, ENCRYPTION_KEYS=KEYS) as site, site.app_context():
        upgrade(revision=BEFORE)
        keys = [row["id"] for row in rows_of(TABLE)]
        for key, (kind, target) in zip(keys, TARGETS.items(), strict=False):
            record = rows_of(target)[-1]["id"]
            change(key, **dict.fromkeys(COLUMNS) | {f"{kind}_id": record})
        yield site


def reflected(name: str) -> Table:
    """The table as the database knows it now."""
    return Table(name, MetaData(), autoload_with=db.engine, resolve_fks=False)


def rows_of(name: str) -> list[dict[str, Any]]:
    """All rows in the order of their keys."""
    table = reflected(name)
    with db.engine.connect() as connection:
        found = connection.execute(select(table).order_by(table.c.id))
        return [dict(row) for row in found.mappings()]


def change(key: int, **values: Any) -> None:
    table = reflected(TABLE)
    with db.engine.begin() as connection:
        connection.execute(update(table).where(table.c.id == key).values(values))


@pytest.mark.usefixtures("old_site")
def test_each_application_still_points_to_its_record_and_comes_back():
    before = rows_of(TABLE)
    pointed = [{name: row.pop(name) for name in COLUMNS} for row in rows_of(TABLE)]
    upgrade(revision=AFTER)
    after = rows_of(TABLE)
    kinds = {row["record_kind"] for row in after}
    assert kinds == set(TARGETS)
    assert [{f"{row['record_kind']}_id": row["record_id"]} for row in after] == [
        {name: key for name, key in row.items() if key is not None} for row in pointed
    ]
    downgrade(revision=BEFORE)
    assert rows_of(TABLE) == before


@pytest.mark.usefixtures("old_site")
def test_each_record_is_found_by_its_application():
    upgrade()
    applications = db.session.scalars(select(RedressApplication).order_by(RedressApplication.id))
    found = [one.record.__tablename__ for one in list(applications)[: len(TARGETS)]]
    assert found == list(TARGETS.values())


@pytest.mark.usefixtures("old_site")
def test_an_application_that_has_no_column_to_go_back_to_keeps_the_site_where_it_is(caplog):
    upgrade(revision=AFTER)
    number, key = rows_of(TABLE)[0]["number"], rows_of(TABLE)[0]["id"]
    change(key, record_kind="recall")
    with pytest.raises(SystemExit):
        downgrade(revision=BEFORE)
    assert number in caplog.text
    assert rows_of(TABLE)[0]["record_kind"] == "recall"


@pytest.mark.usefixtures("old_site")
def test_tables_and_what_the_database_does_by_itself_are_as_before():
    before = tables(db.engine), triggers(db.engine)
    upgrade(revision=AFTER)
    assert triggers(db.engine) == before[1]
    downgrade(revision=BEFORE)
    assert (tables(db.engine), triggers(db.engine)) == before
