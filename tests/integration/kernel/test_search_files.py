"""The index as files: changes, many readers, one writer, and what happens when it breaks."""

import multiprocessing
import random
import time
from collections.abc import Callable
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from app.kernel.search.documents import DocumentId, SearchDocument, SearchKind
from app.kernel.search.whoosh_engine import WhooshEngine
from app.kernel.search.whoosh_engine.store import IndexBusyError, IndexStore
from tests.support.search_documents import document, found, records, search

pytestmark = pytest.mark.trust(37)


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    return WhooshEngine(tmp_path / "index")


@pytest.fixture
def filled(engine: WhooshEngine) -> WhooshEngine:
    engine.rebuild(DOCUMENTS)
    return engine


DOCUMENTS = records()
SAUCES = {each.id for each in DOCUMENTS if "酱油" in each.title}
KILLS = 12
LONGEST_LIFE = 0.1
"""Some commits take place in it, so that a kill meets any part of one."""

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload([__name__, "app.kernel.search.whoosh_engine"])


def test_many_small_changes_stay_few_segments(filled: WhooshEngine) -> None:
    for number in range(30):
        with filled.batch() as batch:
            batch.index([document(f"新增{number}号商行", key=5000 + number)])
    assert filled.health().segments < 12
    assert filled.health().documents == len(DOCUMENTS) + 30
    assert len(found(filled, "新增")) == 30
    assert found(filled, "酱油") == SAUCES


def test_another_reader_sees_a_commit_at_once(filled: WhooshEngine, tmp_path: Path) -> None:
    other = WhooshEngine(tmp_path / "index")
    assert not found(other, "琼脂")
    with filled.batch() as batch:
        batch.index([document("琼脂商行")])
    assert len(found(other, "琼脂")) == 1


def test_texts_cut_short_are_noticed_and_a_rebuild_mends_them(
    filled: WhooshEngine, tmp_path: Path
) -> None:
    (texts,) = (tmp_path / "index").glob("0*/texts.bin")
    with texts.open("r+b") as file:
        file.truncate(texts.stat().st_size - 40)
    fresh = WhooshEngine(tmp_path / "index")
    assert not fresh.health().ready
    fresh.rebuild(DOCUMENTS)
    assert found(fresh, "酱油") == SAUCES


def _read_for_ever(root: Path, answered: Connection) -> None:
    engine = WhooshEngine(root)
    while True:
        answered.send(search(engine, "酱油").total)


def test_a_killed_reader_holds_nothing_up(filled: WhooshEngine, tmp_path: Path) -> None:
    receiving, sending = SERVER.Pipe(duplex=False)
    reader = SERVER.Process(target=_read_for_ever, args=(tmp_path / "index", sending))
    reader.start()
    assert receiving.recv() == len(SAUCES)
    reader.kill()
    reader.join()
    receiving.close()
    sending.close()
    with filled.batch() as batch:
        batch.index([document("琼脂商行")])
    assert len(found(filled, "琼脂")) == 1


def test_a_second_writer_waits_and_is_then_refused(tmp_path: Path) -> None:
    first, second = IndexStore(tmp_path / "index"), IndexStore(tmp_path / "index")
    with first.locked(timeout=0), pytest.raises(IndexBusyError), second.locked(timeout=0):
        pass
    with second.locked(timeout=0):
        pass


def _write_for_ever(root: Path, committed: Connection, documents: list[SearchDocument]) -> None:
    """Turn fifty records to and fro, in one batch each time."""
    engine = WhooshEngine(root)
    for word in cycle(("琼脂", "石花")):
        with engine.batch() as batch:
            batch.index(document(f"{word}{key}", key=9000 + key) for key in range(50))
        committed.send(word)


def _rebuild_for_ever(root: Path, committed: Connection, documents: list[SearchDocument]) -> None:
    engine = WhooshEngine(root)
    while True:
        engine.rebuild(documents)
        committed.send(len(documents))


@pytest.mark.parametrize("work", [_write_for_ever, _rebuild_for_ever])
def test_a_writer_killed_at_any_moment_leaves_a_usable_index(
    filled: WhooshEngine, tmp_path: Path, work: Callable[..., None]
) -> None:
    root, chance = tmp_path / "index", random.Random(8)  # noqa: S311  # the same moments each time
    for _ in range(KILLS):
        _start_and_kill(work, root, after=chance.uniform(0, LONGEST_LIFE))
        fresh = WhooshEngine(root)
        assert fresh.health().ready
        assert found(fresh, "酱油") == SAUCES
        assert {len(found(fresh, "琼脂")), len(found(fresh, "石花"))} in ({0}, {0, 50})
    with fresh.batch() as batch:
        batch.delete(DocumentId(SearchKind.CASE, 9000 + key) for key in range(50))
    assert not found(fresh, "琼脂") | found(fresh, "石花")
    assert fresh.health().documents == len(DOCUMENTS)


def _start_and_kill(work: Callable[..., None], root: Path, *, after: float) -> None:
    """Let a process write, and kill it so many seconds after its first commit."""
    receiving, sending = SERVER.Pipe(duplex=False)
    writer = SERVER.Process(target=work, args=(root, sending, DOCUMENTS))
    writer.start()
    sending.close()
    receiving.recv()
    end = time.monotonic() + after
    while (left := end - time.monotonic()) > 0 and receiving.poll(left):
        receiving.recv()
    assert writer.is_alive()
    writer.kill()
    writer.join()
    receiving.close()
