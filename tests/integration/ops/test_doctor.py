"""The doctor names what an installation lacks, and the command that mends it."""

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.search import maintenance
from app.ops.doctor import examine
from app.people.models import Bureau
from tests.support import factories
from tests.support.apps import open_app


def missing() -> dict[str, str]:
    return {found.subject: found.remedy for found in examine() if found.is_missing}


@pytest.fixture
def installed(live_app):
    with live_app.app_context():
        yield live_app


def test_an_empty_database_must_be_migrated_first(database_server, tmp_path):
    with open_app(database_server.empty(), tmp_path) as app, app.app_context():
        assert missing()["database schema"] == "flask --app wsgi db upgrade"


def test_a_new_site_is_told_how_to_get_staff_and_an_index_and_who_lacks_an_account(installed):
    assert missing()["staff"] == "flask --app wsgi staff create"
    assert missing()["search index"] == "flask --app wsgi search rebuild"
    advice = {found.subject: found for found in examine()}["staff of the bodies"]
    assert "flask --app wsgi staff create" in advice.remedy
    assert not advice.is_missing
    result = installed.test_cli_runner().invoke(args=["doctor"])
    assert "MISSING  production mode: set FLASK_ENV=production" in result.output
    assert result.exit_code == 1
    maintenance.rebuild()
    factories.make_staff()
    assert not {"staff", "search index"} & missing().keys()


def test_what_the_routing_table_sends_nowhere_is_told(app, runner):
    assert "routing table" not in missing()
    lead = db.session.scalars(select(Bureau).where(Bureau.code == "ouhai-ecology")).one()
    lead.email = None
    db.session.commit()
    told = missing()["routing table"]
    assert "environment in 330304" in told
    assert "flask --app wsgi bodies contact CODE EMAIL" in told
    assert "no body is called" in contact(runner, "nobody", "a@b.cn").output
    refused = contact(runner, "ouhai-ecology", "not an address")
    assert (refused.exit_code, "name@example.com" in refused.output) == (1, True)
    assert contact(runner, "ouhai-ecology", "told@example.invalid").exit_code == 0
    assert "routing table" not in missing()


def contact(runner, *given: str):
    return runner.invoke(args=["bodies", "contact", *given])


def test_several_hosts_are_told_of_the_engine_that_they_can_share(database_server, tmp_path):
    address = database_server.empty()
    several = {"REDIS_URL": "redis://127.0.0.1:6379/9"}
    with open_app(address, tmp_path, **several) as app, app.app_context():
        advice = {found.subject: found.remedy for found in examine()}
    assert "SEARCH_ENGINE=postgres" in advice["search engine"]


def test_messages_that_wait_tell_that_no_worker_runs(app, frozen_clock):
    outbox.enqueue("mail", {})
    db.session.commit()
    assert "worker" not in missing()
    frozen_clock.shift(600)
    assert missing()["worker"] == "1 messages wait: flask --app wsgi worker"
