"""An index that is torn, missing or scribbled over: search says so, and the worker mends it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree, rmtree

import pytest
import time_machine
from flask import Flask

from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs.models import OutboxMessage
from app.kernel.search import maintenance, state
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from tests.support.pages import PageClient
from tests.support.search_site import PublishedRecords, published_records

ADDRESSES = ("/search?q=酱油", "/search?q=鱼露 酱油", "/api/v1/search?q=酱", "/api/v1/suggest?q=瓯")
TITLES = {"瓯海酱油酿造有限公司", "砚汐商行酱油案"}

# What could not be read is left open, by the engine or by its library.
pytestmark = [
    pytest.mark.trust(37, 42),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def records(app: Flask, frozen_clock: time_machine.Traveller) -> Iterator[PublishedRecords]:
    with published_records(app) as made:
        made.add(SearchKind.COMPANY, "瓯海酱油酿造有限公司")
        made.add(SearchKind.CASE, "砚汐商行酱油案", "当事人将酱油改贴标签。")
        made.publish()
        yield made
    start_anew()


@pytest.fixture
def index(app: Flask, records: PublishedRecords) -> Path:
    return Path(app.config["DATA_DIR"]) / "index"


def start_anew() -> None:
    """Forget what the process has read, as a new one would not know it."""
    state.current().engine = state.current().open()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def scribbled_over(path: Path) -> None:
    path.write_bytes(b"\xa7" * path.stat().st_size)


def titles(client: PageClient) -> set[str]:
    return set(client.get("/search?q=酱油").texts("//article/div/h3"))


def reports() -> int:
    return db.session.query(OutboxMessage).filter_by(topic=state.TOPIC).count()


@pytest.mark.parametrize("hurt", [cut_short, emptied, scribbled_over, Path.unlink])
def test_whichever_file_is_hurt_search_answers_or_says_so_and_is_mended(
    index: Path, client: PageClient, hurt: Callable[[Path], None], tmp_path: Path
) -> None:
    whole = copytree(index, tmp_path / "whole")
    refused = 0
    for name in [path.relative_to(index) for path in index.rglob("*") if path.is_file()]:
        rmtree(index)
        copytree(whole, index)
        hurt(index / name)
        start_anew()
        statuses = {client.get(address).status_code for address in ADDRESSES}
        assert statuses <= {200, 503}, name
        if 503 in statuses:
            refused += 1
            outbox.drain()
            assert titles(client) == TITLES, name
        db.session.query(OutboxMessage).delete()
    assert refused > 2


@pytest.mark.parametrize(
    "pointer", ["", "{", "[]", "null", '{"directory": "../..", "version": 0}', "\x00" * 50]
)
def test_a_pointer_that_makes_no_sense_is_no_index(
    index: Path, client: PageClient, pointer: str
) -> None:
    for path in index.iterdir():
        if path.is_file() and path.suffix == ".json":
            path.write_text(pointer)
    assert client.get("/search?q=酱油").status_code == 503
    outbox.drain()
    assert titles(client) == TITLES


def test_without_an_index_requests_build_nothing_and_leave_one_message_while_the_lists_work(
    index: Path, client: PageClient
) -> None:
    rmtree(index)
    for address in ADDRESSES * 3:
        assert client.get(address).status_code == 503
    assert not index.exists()
    refused = client.get("/search?q=酱油")
    assert "搜索暂时不可用" in refused.body_text
    main = refused.one("//main")
    for place in ("/credit/red", "/credit/black", "/cases", "/projects"):
        assert main.xpath(f".//a[@href='{place}']"), place
        assert client.get(place).status_code == 200
    assert reports() == 1
    assert outbox.drain() == 1
    assert titles(client) == TITLES


def test_a_message_about_what_was_mended_since_builds_nothing(
    index: Path, client: PageClient, records: PublishedRecords
) -> None:
    rmtree(index)
    client.get("/search?q=酱油")
    maintenance.rebuild()
    built = {path.name for path in index.iterdir()}
    outbox.drain()
    assert {path.name for path in index.iterdir()} == built


def test_what_a_rebuild_does_not_mend_is_not_built_for_ever(
    index: Path, client: PageClient, frozen_clock: time_machine.Traveller
) -> None:
    for _ in range(3):
        rmtree(index, ignore_errors=True)
        client.get("/search?q=酱油")
        outbox.drain()
    assert reports() == 1
    frozen_clock.shift(state.PATIENCE.total_seconds() + 1)
    client.get("/search?q=酱油")
    assert reports() == 2


def test_an_error_in_the_middle_of_a_search_is_a_damaged_index(
    app: Flask, records: PublishedRecords, client: PageClient
) -> None:
    class Torn:
        """An engine that opens, and then meets bytes that make no sense."""

        def __getattr__(self, name: str) -> object:
            raise OSError("the disk says no")

    sound = state.of(app).engine
    state.of(app).engine = Torn()  # type: ignore[assignment]
    for address in ADDRESSES:
        assert client.get(address).status_code == 503
    state.of(app).engine = sound
    (message,) = db.session.query(OutboxMessage).filter_by(topic=state.TOPIC)
    assert message.payload == {"unreadable": True}
    before = {path.name for path in (Path(app.config["DATA_DIR"]) / "index").iterdir()}
    outbox.drain()
    assert {path.name for path in (Path(app.config["DATA_DIR"]) / "index").iterdir()} != before


def test_a_change_that_meets_no_index_is_not_lost(
    index: Path, client: PageClient, records: PublishedRecords
) -> None:
    rmtree(index)
    added = records.add(SearchKind.CASE, "砚汐商行酱油二案")
    changed(SearchKind.CASE, [added.key])
    db.session.commit()
    outbox.drain()
    assert titles(client) == TITLES | {added.title}


def test_the_worker_notices_what_its_own_open_files_hide(index: Path, client: PageClient) -> None:
    assert titles(client) == TITLES
    for path in index.iterdir():
        if path.is_dir():
            rmtree(path)
    maintenance.tend()
    start_anew()
    assert titles(client) == TITLES


def test_check_misses_all_and_sync_builds_where_there_is_no_index(
    index: Path, client: PageClient
) -> None:
    rmtree(index)
    assert len(maintenance.check().missing) == len(TITLES)
    assert len(maintenance.sync().missing) == len(TITLES)
    assert not maintenance.check()
    assert titles(client) == TITLES
