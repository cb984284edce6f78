"""Redis is gone: the worker needs none, visitors are served, the log says it once."""

import json

import pytest

from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs.subscriptions import Subscription
from app.kernel.web import limits
from tests.support.apps import open_app
from tests.support.redis_servers import redis_server
from tests.support.servers import free_port

pytestmark = pytest.mark.trust(42)


@pytest.fixture
def on_redis(live_app, tmp_path):
    """A site that counts in Redis, and the port of that; the Redis is not running yet."""
    port = free_port()
    database = live_app.config["SQLALCHEMY_DATABASE_URI"]
    with open_app(database, tmp_path, REDIS_URL=f"redis://127.0.0.1:{port}/0") as site:
        yield site, port
    limits.limiter._storage_dead = False


def events(capsys) -> list[str]:
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    return [line["event"] for line in lines if line["event"].startswith("limits.")]


def test_the_worker_does_all_its_work_without_redis(on_redis, monkeypatch):
    site, _ = on_redis
    done = []
    monkeypatch.setitem(site.extensions["outbox"], "index", Subscription(done.extend, 9))
    with site.app_context():
        outbox.enqueue("index", {"n": 1})
        db.session.commit()
        result = site.test_cli_runner().invoke(args=["worker", "--once"])
    assert result.exit_code == 0, result.output
    assert "failed" not in result.output
    assert {"n": 1} in done


def test_an_outage_is_one_line_however_many_visitors_come(on_redis, tmp_path, capsys):
    site, port = on_redis
    visitor = site.test_client()

    def visit(times: int) -> set[int]:
        return {visitor.post("/admin/system/replay").status_code for _ in range(times)}

    with redis_server(tmp_path, port):
        assert visit(2) == {400}
    capsys.readouterr()
    assert visit(5) == {400}
    assert events(capsys) == ["limits.store_lost"]
