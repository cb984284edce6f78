"""Limits hold over all processes, keep no address, and end with their window."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from sqlalchemy import create_engine, select, update

from app.kernel.web import day_salt, limits, rate_store
from app.kernel.web.rate_store import RateCount, SaltedRedis, TableStorage
from tests.support.apps import open_app
from tests.support.redis_servers import redis_server
from tests.support.servers import free_port

pytestmark = pytest.mark.trust(18)

ADDRESS = {"REMOTE_ADDR": "203.0.113.77"}


@pytest.fixture
def memory(tmp_path_factory) -> Path:
    """The folder in memory of a host."""
    return tmp_path_factory.mktemp("memory")


@pytest.fixture
def counting(live_app):
    with live_app.app_context():
        yield TableStorage()
        limits.limiter.reset()


def shared_salt(app, memory: Path) -> day_salt.DaySalt:
    share = day_salt.through_memory(memory, Path(app.config["DATA_DIR"]))
    return day_salt.DaySalt(share, (OSError,))


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Redis of its own."""
    with redis_server(tmp_path, free_port()) as url:
        yield url


def test_count_goes_on_in_another_process(counting, live_app, tmp_path):
    assert [counting.incr("k", 60) for _ in range(3)] == [1, 2, 3]
    database = live_app.config["SQLALCHEMY_DATABASE_URI"]
    with open_app(database, tmp_path) as other, other.app_context():
        assert TableStorage().incr("k", 60) == 4


def test_count_goes_on_in_a_process_that_was_forked_where_there_is_no_memory_to_share(live_app):
    salt = day_salt.DaySalt(
        day_salt.through_memory(Path("/no/such/folder"), Path(live_app.config["DATA_DIR"])),
        (OSError,),
    )
    assert salt.today() == salt.today()


def test_hosts_that_share_a_redis_count_together(redis_url, live_app, tmp_path, frozen_clock):
    keys, same = redis.Redis.from_url(redis_url), {"IDENTITY_KEYS": f"a:{'1' * 64}"}
    database = live_app.config["SQLALCHEMY_DATABASE_URI"]
    frozen_clock.move_to(keys.time()[0])
    for host in (1, 2):
        data_dir = tmp_path / str(host)
        with (
            open_app(database, data_dir, REDIS_URL=redis_url, **same) as site,
            site.app_context(),
        ):
            storage = limits.limiter.storage
            assert isinstance(storage, SaltedRedis)
            assert storage.incr("k", 60) == host
            assert storage.get("k") == host
            assert limits.count("phone", "13800138000", days=30) == host
    assert {key.split(b"/")[0] for key in keys.keys("*") if b"LIMITS" not in key} == {b"mingjian"}
    ends = [keys.pexpiretime(key) for key in keys.keys("LIMITS*")]
    assert ends
    assert not any(end % 60_000 for end in ends)


def test_count_begins_anew_after_its_window(counting, frozen_clock):
    assert [counting.incr("k", 60) for _ in range(2)] == [1, 2]
    frozen_clock.shift(timedelta(seconds=61))
    assert counting.get("k") == 0
    assert counting.incr("k", 60) == 1


def test_ended_windows_are_removed(counting, live_app, frozen_clock):
    counting.incr("k", 60)
    counting.incr("long", 3600)
    frozen_clock.shift(timedelta(minutes=5))
    rate_store.remove_expired()
    with live_app.app_context(), live_app.extensions["rate_counts"].connect() as connection:
        assert connection.scalars(select(RateCount.key)).all() == [day_salt.hashed("long")]


def test_every_post_counts_and_the_address_is_not_kept(live_app):
    live_app.add_url_rule("/probe", "probe", lambda: "ok", methods=["GET", "POST"])
    client = live_app.test_client()
    assert client.post("/probe", environ_base=ADDRESS).status_code == 400
    with live_app.extensions["rate_counts"].connect() as connection:
        assert connection.execute(update(RateCount).values(count=599)).rowcount == 1
    assert client.post("/probe", environ_base=ADDRESS).status_code == 400
    refused = client.post("/probe", environ_base=ADDRESS)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    assert client.get("/probe", environ_base=ADDRESS).status_code == 200
    for file in Path(live_app.config["DATA_DIR"]).glob("limits.db*"):
        assert b"203.0.113" not in file.read_bytes()


def test_without_a_store_each_process_counts_for_itself(live_app, monkeypatch):
    broken = create_engine("sqlite:////no/such/folder/limits.db")
    monkeypatch.setitem(live_app.extensions, "rate_counts", broken)
    live_app.add_url_rule("/probe", "probe", lambda: "ok", methods=["POST"])
    client = live_app.test_client()
    assert client.post("/probe", environ_base=ADDRESS).status_code == 400
    own = limits.limiter._fallback_storage.storage
    own.update(dict.fromkeys(own, 598))
    assert client.post("/probe", environ_base=ADDRESS).status_code == 400
    assert client.post("/probe", environ_base=ADDRESS).status_code == 429
    limits.limiter._storage_dead = False


@pytest.mark.parametrize("damage", [b"no database at all", b"SQLite format 3\0" + bytes(8000)])
def test_damaged_counters_are_made_anew_at_the_start(live_app, tmp_path, damage):
    database, data_dir = live_app.config["SQLALCHEMY_DATABASE_URI"], tmp_path / "second"
    data_dir.mkdir()
    for name in ("limits.db", "limits.db-wal"):
        (data_dir / name).write_bytes(damage)
    with open_app(database, data_dir) as site, site.app_context():
        assert limits.limiter.storage.incr("k", 60) == 1


def test_same_address_has_another_key_tomorrow(app, frozen_clock):
    with app.test_request_context(environ_base=ADDRESS):
        today = limits.address_key()
        frozen_clock.shift(timedelta(days=1))
        assert limits.address_key() != today


def test_one_network_of_ipv6_counts_as_one(app):
    keys = set()
    for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            keys.add(limits.address_key())
    assert len(keys) == 1


def test_the_salt_of_a_day_goes_with_it_and_nobody_else_can_give_one(
    live_app, memory, frozen_clock
):
    first = shared_salt(live_app, memory)
    assert shared_salt(live_app, memory).today() == first.today()
    (salt_file,) = memory.iterdir()
    assert salt_file.read_bytes() == first.today()
    frozen_clock.shift(timedelta(days=1))
    assert first.today() == shared_salt(live_app, memory).today()
    assert [path != salt_file for path in memory.iterdir()] == [True]
    (salt_file,) = memory.iterdir()
    salt_file.chmod(0o644)
    assert shared_salt(live_app, memory).today() != salt_file.read_bytes()


def test_even_with_proofs_an_address_has_an_end(live_app):
    """A flood can work out proofs too."""

    def view() -> str:
        return "ok"

    live_app.add_url_rule("/probe", "probe", limits.by_visitor("2/minute", "5/minute", "p")(view))
    answers = []
    for number in range(4):
        client = live_app.test_client()
        with client.session_transaction() as session:
            session[limits.NUMBER] = f"visitor {number}"
        answers += [client.get("/probe", environ_base=ADDRESS) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429] * 2 + [200] + [429] * 5
    assert "data-challenge" in answers[2].text
    assert "data-challenge" not in answers[7].text
