"""What rows said before a migration they say after it, and again when it is undone.

``owner`` of a project is told apart by what it meant; what an application contests is known by
kind and key.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, Table, select, update

from app.kernel.db.session import db
from app.matters.redress.models import RedressApplication
from tests.support.apps import open_app
from tests.support.old_site import KEYS, restore

pytestmark = pytest.mark.trust(39)

BEFORE, AFTER = "0057", "0058"
TABLE = "key_projects"
DAY = date(2026, 1, 5)
FILLERS = {
    str: "",
    int: 0,
    bool: False,
    object: {},
    date: DAY,
    datetime: datetime(2026, 1, 5, 9, tzinfo=UTC),
}
"""What stands in columns that must hold something, where it does not matter."""
KNOWN, OTHER, SHOP = "91330300MA2ABCDE11", "91330300MA2ABCDE22", "92330300MA2ABCDE33"
COMPANIES = [
    ("温州试验水利建设有限公司", KNOWN),
    ("温州试验同名有限公司", OTHER),
    ("温州试验同名有限公司", None),
    ("温州试验老厂", None),
    ("试验便民商行", SHOP),
]
FIRM, FORCE, PERSON = "implementing_firm", "task_force", "responsible_person"
PARTS = (FIRM, PERSON, FORCE, "uscc", "company_id")
OWNERS = {
    "温州试验水利建设有限公司": {FIRM: "温州试验水利建设有限公司", "uscc": KNOWN, "company_id": 1},
    "温州试验同名有限公司": {FIRM: "温州试验同名有限公司"},
    "温州试验老厂": {FIRM: "温州试验老厂"},
    "温州试验城建集团": {FIRM: "温州试验城建集团"},
    "试验便民商行": {FIRM: "试验便民商行", "uscc": SHOP, "company_id": 5},
    "质量发展处": {PERSON: "质量发展处"},
    "项目推进专班": {FORCE: "项目推进专班"},
    None: {},
}
"""What is to become of each owner; keys of projects count from one in this order."""
FIRST_FIRM, OFFICE = 1, 6


@pytest.fixture
def old_site(database_server, tmp_path) -> Iterator[Flask]:
    """A site before the migration, with a project of every owner."""
    with open_app(database_server.empty(), tmp_path) as site, site.app_context():
        upgrade(revision=BEFORE)
        put("companies", *({"name": name, "uscc": code} for name, code in COMPANIES))
        put(TABLE, *({"owner": owner, "code": f"YL-{owner}"} for owner in OWNERS))
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


def put(name: str, *rows: dict[str, Any]) -> None:
    """Put rows into the table, with fillers for what they leave out."""
    table = reflected(name)
    needed = [column for column in table.c if not (column.nullable or column.primary_key)]
    fillers = {column.name: FILLERS[column.type.python_type] for column in needed}
    with db.engine.begin() as connection:
        for row in rows:
            connection.execute(table.insert().values(fillers | row))


def change(name: str, key: int, **values: Any) -> None:
    table = reflected(name)
    with db.engine.begin() as connection:
        connection.execute(update(table).where(table.c.id == key).values(values))


def parts(content: dict[str, Any]) -> dict[str, Any]:
    return {name: content[name] for name in PARTS if content.get(name)}


@pytest.mark.usefixtures("old_site")
def test_each_owner_is_told_apart_and_comes_back():
    upgrade(revision=AFTER)
    assert [parts(row) for row in rows_of(TABLE)] == list(OWNERS.values())
    downgrade(revision=BEFORE)
    assert [row["owner"] for row in rows_of(TABLE)] == list(OWNERS)


@pytest.mark.usefixtures("old_site")
def test_of_three_the_firm_goes_back_else_the_person_and_what_is_too_long_is_cut():
    upgrade(revision=AFTER)
    change(TABLE, OFFICE, implementing_firm="建" * 150, task_force="试验专班")
    change(
        TABLE, FIRST_FIRM, implementing_firm=None, responsible_person="综合处", task_force="专班"
    )
    downgrade(revision=BEFORE)
    owners = [row["owner"] for row in rows_of(TABLE)]
    assert (owners[OFFICE - 1], owners[FIRST_FIRM - 1]) == ("建" * 100, "综合处")


@pytest.mark.usefixtures("old_site")
def test_versions_notes_and_findings_follow_and_come_back():
    first = next(iter(OWNERS))
    of_record = {"kind": TABLE, "record_id": FIRST_FIRM}
    versions = [
        {"values": {"owner": first, "year": 2026}, "was": {"owner": "质量发展处"}},
        {"values": {"owner": first, "year": 2026}, "was": {"year": 2025}},
    ]
    put("record_versions", *({**of_record, "number": n, **each} for n, each in enumerate(versions)))
    put("record_versions", {"kind": "honours", "record_id": 1, "values": {"owner": "别的"}})
    put("change_notes", {**of_record, "fields": ["owner", "plan"]})
    put("kept_findings", {**of_record, "field": "owner"})
    upgrade(revision=AFTER)
    moved, same, foreign = rows_of("record_versions")
    assert parts(moved["values"]) == parts(same["values"]) == OWNERS[first]
    assert moved["was"] == dict.fromkeys((FIRM, "uscc", "company_id")) | {PERSON: "质量发展处"}
    assert (same["was"], foreign["values"]) == ({"year": 2025}, {"owner": "别的"})
    assert rows_of("change_notes")[0]["fields"] == [FIRM, "plan"]
    assert rows_of("kept_findings")[0]["field"] == FIRM
    downgrade(revision=BEFORE)
    back = [{name: row[name] for name in ("values", "was")} for row in rows_of("record_versions")]
    assert back[:2] == versions
    assert rows_of("change_notes")[0]["fields"] == ["owner", "plan"]
    assert rows_of("kept_findings")[0]["field"] == "owner"


@pytest.mark.usefixtures("old_site")
def test_what_was_chosen_for_a_file_that_waits_still_means_the_same():
    choice = {"fields": {"0": "name", "1": "owner"}, "stated": {"owner": "某公司"}}
    put("import_batches", {"kind": "projects", "choice": choice})
    put("import_batches", {"kind": "projects", "choice": None})
    upgrade(revision=AFTER)
    chosen, without = rows_of("import_batches")
    assert chosen["choice"] == {"fields": {"0": "name", "1": FIRM}, "stated": {FIRM: "某公司"}}
    assert without["choice"] is None
    downgrade(revision=BEFORE)
    assert rows_of("import_batches")[0]["choice"] == choice


APART, TOGETHER = "0059", "0060"
APPLICATIONS = "redress_applications"
TARGETS = {
    "case": "case_disclosures",
    "entry": "credit_entries",
    "licence": "administrative_licences",
    "inspection": "inspections",
    "honour": "honours",
}
COLUMNS = [f"{kind}_id" for kind in TARGETS]


@pytest.fixture
def contested(database_server, tmp_path) -> Iterator[Flask]:
    """The kept site before the migration, with an application about each kind of record."""
    address = database_server.empty()
    restore(address, tmp_path)
    with open_app(address, tmp_path, ENCRYPTION_KEYS=KEYS) as site, site.app_context():
        upgrade(revision=APART)
        keys = [row["id"] for row in rows_of(APPLICATIONS)]
        for key, (kind, target) in zip(keys, TARGETS.items(), strict=False):
            record = rows_of(target)[-1]["id"]
            change(APPLICATIONS, key, **dict.fromkeys(COLUMNS) | {f"{kind}_id": record})
        yield site


@pytest.mark.usefixtures("contested")
def test_each_application_still_points_to_its_record_and_comes_back():
    before = rows_of(APPLICATIONS)
    pointed = [{name: row.pop(name) for name in COLUMNS} for row in rows_of(APPLICATIONS)]
    upgrade(revision=TOGETHER)
    after = rows_of(APPLICATIONS)
    kinds = {row["record_kind"] for row in after}
    assert kinds == set(TARGETS)
    assert [{f"{row['record_kind']}_id": row["record_id"]} for row in after] == [
        {name: key for name, key in row.items() if key is not None} for row in pointed
    ]
    downgrade(revision=APART)
    assert rows_of(APPLICATIONS) == before


@pytest.mark.usefixtures("contested")
def test_each_record_is_found_by_its_application():
    upgrade()
    applications = db.session.scalars(select(RedressApplication).order_by(RedressApplication.id))
    found = [one.record.__tablename__ for one in list(applications)[: len(TARGETS)]]
    assert found == list(TARGETS.values())


@pytest.mark.usefixtures("contested")
def test_an_application_that_has_no_column_to_go_back_to_keeps_the_site_where_it_is(caplog):
    upgrade(revision=TOGETHER)
    number, key = rows_of(APPLICATIONS)[0]["number"], rows_of(APPLICATIONS)[0]["id"]
    change(APPLICATIONS, key, record_kind="recall")
    with pytest.raises(SystemExit):
        downgrade(revision=APART)
    assert number in caplog.text
    assert rows_of(APPLICATIONS)[0]["record_kind"] == "recall"
