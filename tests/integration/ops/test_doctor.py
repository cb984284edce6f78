"""The doctor names what an installation lacks, and the command that mends it."""

import stat
from pathlib import Path

import pytest
from limits.storage import storage_from_string
from sqlalchemy import extract, select
from sqlalchemy.exc import OperationalError

from app.kernel import clock
from app.kernel.db import site
from app.kernel.db.calendar import CalendarDay, forget_calendar
from app.kernel.db.session import db
from app.kernel.jobs import heartbeats, jobs, outbox, schedule
from app.kernel.jobs.models import CircuitBreaker, OutboxMessage, ScheduledJob
from app.kernel.search import maintenance
from app.kernel.web import limits, proxies
from app.ops.doctor import examine
from app.ops.doctor.running import wanted_connections
from app.people.models import Bureau
from tests.support import factories
from tests.support.apps import open_app

pytestmark = pytest.mark.trust(43)


def advice() -> dict[str, str]:
    """What to do by subject, whether a site can do without it or not."""
    return {found.subject: found.remedy for found in examine() if found.remedy}


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
    remedy = missing()["routing table"]
    assert "environment in 330304" in remedy
    assert "flask --app wsgi bodies contact CODE EMAIL" in remedy
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


def test_what_waits_for_a_mail_server_is_no_fault_of_the_worker(app, frozen_clock):
    outbox.enqueue("mail", {})
    db.session.add(CircuitBreaker(topic="mail", failures=5, opened_at=clock.now()))
    db.session.commit()
    frozen_clock.shift(600)
    assert "worker" not in missing()
    assert missing()["services outside"] == (
        "mail has failed 5 times in a row and waits: flask --app wsgi outbox list --topic mail"
    )


def test_a_worker_that_goes_no_rounds_is_told(app, frozen_clock):
    heartbeats.beat()
    assert "worker" not in missing()
    frozen_clock.shift(3600)
    assert missing()["worker"].startswith("no round for 60 minutes (")
    heartbeats.stop()
    assert "worker" not in missing()


def test_dead_letters_are_told_by_topic_with_the_command_that_replays_them(app):
    outbox.enqueue("mail", {})
    db.session.flush()
    db.session.query(OutboxMessage).filter_by(topic="mail").one().dead_at = clock.now()
    db.session.commit()
    assert missing()["deliveries"].endswith("flask --app wsgi outbox replay --topic mail")
    outbox.replay("mail")
    assert "deliveries" not in missing()


def test_a_job_that_failed_last_is_told_until_it_succeeds(app, monkeypatch):
    def fail():
        raise ConnectionError

    monkeypatch.setitem(app.extensions, "jobs", {})
    jobs.each_minute(app, "paid payees", fail)
    schedule.run_due({schedule.MAIN})
    assert "paid payees (ConnectionError)" in missing()["jobs of the worker"]
    db.session.query(ScheduledJob).one().next_run_at = clock.now()
    db.session.commit()
    jobs.each_minute(app, "paid payees", int)
    schedule.run_due({schedule.MAIN})
    assert "jobs of the worker" not in missing()


@pytest.mark.parametrize("secret", ["changeme", "dev", "a" * 64, "0123456789" * 3])
def test_a_secret_that_can_be_guessed_is_told(app, monkeypatch, secret):
    assert "secret key" not in missing()
    monkeypatch.setitem(app.config, "SECRET_KEY", secret)
    assert "openssl rand -hex 32" in missing()["secret key"]


def test_a_log_that_is_kept_nowhere_else_is_told(app, monkeypatch):
    assert "AUDIT_MAIL_TO" in advice()["audit log kept elsewhere"]
    monkeypatch.setitem(app.config, "AUDIT_MAIL_TO", "audit@example.invalid")
    assert "audit log kept elsewhere" not in advice()


def test_a_folder_that_others_may_read_is_told(app):
    folder = Path(app.config["DATA_DIR"])
    before = stat.S_IMODE(folder.stat().st_mode)
    folder.chmod(0o750)
    assert missing()["rights of DATA_DIR"] == f"chmod 700 {folder}"
    folder.chmod(0o700)
    assert "rights of DATA_DIR" not in missing()
    folder.chmod(before)


def test_redis_that_does_not_answer_is_told(app, monkeypatch):
    assert "Redis" not in missing()
    nowhere = "redis://127.0.0.1:1/0"
    monkeypatch.setitem(app.config, "REDIS_URL", nowhere)
    monkeypatch.setattr(limits.limiter, "_storage", storage_from_string(nowhere))
    assert missing()["Redis"] == "REDIS_URL does not answer: start Redis, or correct it"


def test_programs_that_backups_of_postgresql_need_are_told(app, monkeypatch):
    monkeypatch.setitem(app.config, "SQLALCHEMY_DATABASE_URI", "postgresql+psycopg://nowhere")
    monkeypatch.setenv("PATH", "/nowhere")
    assert "pg_dump, pg_restore" in missing()["programs of PostgreSQL"]


def test_an_index_that_differs_from_the_records_is_told(installed):
    maintenance.rebuild()
    assert "index and records" not in advice()
    factories.make_case()
    db.session.commit()
    assert advice()["index and records"].endswith("flask --app wsgi search sync")
    assert "index and records" not in missing()
    maintenance.sync()
    assert "index and records" not in advice()


def test_holidays_of_this_year_are_needed(app, frozen_clock):
    assert "holidays" not in missing()
    forget_holidays(2026)
    assert "2026" in missing()["holidays"]


def test_holidays_of_a_year_in_which_something_is_due_are_told(app, frozen_clock):
    """What comes in late in a year is due in the next, whose holidays are announced in autumn."""
    forget_holidays(2027)
    assert "holidays to come" not in advice()
    frozen_clock.move_to("2026-11-20 09:30")
    assert "2027" in advice()["holidays to come"]
    assert "holidays" not in missing()
    frozen_clock.move_to("2026-12-01 09:30")
    assert "2027" in missing()["holidays"]


def forget_holidays(year: int) -> None:
    for day in db.session.scalars(
        select(CalendarDay).where(extract("year", CalendarDay.day) == year)
    ):
        db.session.delete(day)
    db.session.commit()
    forget_calendar()


def test_a_wrong_number_of_proxies_is_told(app, client, monkeypatch):
    assert "proxies" not in missing()
    app.extensions[proxies.EXTENSION].clear()  # what another test has seen today
    client.get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
    assert "set PROXY_HOPS" in missing()["proxies"]
    monkeypatch.setitem(app.config, "PROXY_HOPS", 1)
    assert "proxies" not in missing()


def test_a_database_that_does_not_answer_is_told_and_ends_the_questions(app, monkeypatch):
    def refuse(*_):
        raise OperationalError("", {}, Exception())

    with monkeypatch.context() as patched:
        patched.setattr(db.session, "execute", refuse)
        assert "does not answer" in missing()["database"]
        assert "staff" not in missing()


def test_a_site_without_a_backup_of_the_last_night_is_told(app, frozen_clock):
    assert missing()["backups"].startswith("there is no backup")
    site.state_fact(site.BACKED_UP_AT, clock.now().isoformat())
    db.session.commit()
    frozen_clock.shift(25 * 3600)
    assert "backups" not in missing()
    frozen_clock.shift(5 * 3600)
    assert missing()["backups"].startswith("the last is 30 hours old")


def test_more_connections_than_postgresql_gives_are_told(app, monkeypatch):
    assert "connections" not in missing()
    monkeypatch.setitem(app.config, "WEB_PROCESSES", 200)
    assert ("connections" in missing()) is (db.engine.dialect.name == "postgresql")
    assert wanted_connections(3, 4) - wanted_connections(2, 4) == 8, "two for each thread"
