"""Migrations lead from nothing to the models and back, keeping what is in the tables."""

from collections.abc import Iterator

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text

from app.kernel.db import revision, site
from app.kernel.db.session import db
from app.records.companies.models import Company
from migrations.triggers import guard_log, guard_roles, prepare_notes, watch
from tests.support import factories
from tests.support.apps import open_app
from tests.support.schemas import differences, tables, triggers

pytestmark = pytest.mark.trust(39)


@pytest.fixture
def empty_site(database_server, tmp_path) -> Iterator[Flask]:
    with open_app(database_server.empty(), tmp_path) as site, site.app_context():
        yield site


def names_of_tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def tables_of_ours() -> dict[tuple[str, str], list[str]]:
    """All that is to be known of them, without Alembic's own."""
    return {key: all_ for key, all_ in tables(db.engine).items() if key[1] != "alembic_version"}


def is_current() -> bool:
    current = site.is_current()
    db.session.rollback()
    return current


def test_upgrading_makes_the_tables_of_the_models_and_again_keeps_the_records(empty_site):
    assert not is_current()
    upgrade()
    assert is_current()
    assert names_of_tables() == set(db.metadata.tables)
    assert differences(db.engine) == []
    factories.make_company(name="温州试验迁移有限公司")
    db.session.commit()
    db.session.remove()
    upgrade()
    assert db.session.scalars(select(Company.name)).all() == ["温州试验迁移有限公司"]


def test_each_migration_can_be_undone_and_done_again(empty_site):
    steps, made = ScriptDirectory("migrations"), []
    assert len(steps.get_heads()) == 1
    for _ in steps.walk_revisions():
        made.append((tables_of_ours(), triggers(db.engine)))
        upgrade(revision="+1")
    assert is_current()
    while made:
        downgrade()
        assert (tables_of_ours(), triggers(db.engine)) == made.pop()
        assert not is_current()
    upgrade()
    assert differences(db.engine) == []


def declare() -> None:
    """Make all tables from the models, and have their changes noted as the models say."""
    with (
        db.engine.begin() as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        db.metadata.create_all(connection)
        guard_log()
        guard_roles()
        prepare_notes()
        for table in db.metadata.tables.values():
            for one in revision.watches_of(table):
                watch(table.name, **vars(one))


def test_database_notes_changes_of_every_public_table_as_its_model_says(empty_site):
    upgrade()
    migrated = triggers(db.engine)
    downgrade(revision="base")
    declare()
    assert migrated == triggers(db.engine)
    watches = [one for table in db.metadata.tables.values() for one in revision.watches_of(table)]
    assert len(migrated) >= len(watches)


def test_who_has_a_database_that_no_migration_leads_on_from_is_told_what_to_do(empty_site, caplog):
    upgrade()
    for number in ("0040", "9999"):
        db.session.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": number})
        db.session.commit()
        result = empty_site.test_cli_runner().invoke(args=["db", "upgrade"])
        assert result.exit_code == 1
        assert f"no migration leads on from {number}" in caplog.text
    assert "with the last code that has migrations 0001 to 0057" in caplog.text
