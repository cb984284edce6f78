"""The worker is killed while it sends or indexes: all is done once it runs again, and found once.

A mail that the server accepted before the worker could write that down is sent again: the same
mail, byte for byte, which is all that can be promised over SMTP (ADR 33).
"""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from app.kernel import clock, notify
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs import queries as jobs_queries
from app.kernel.jobs.outbox import LEASE
from app.kernel.search import maintenance
from app.kernel.search.documents import SearchKind
from app.kernel.search.find import SearchRequest, find
from app.kernel.search.sources import changed
from tests.crash.dying import Death, Delay
from tests.crash.processes import PATIENCE, SERVER, dying, is_killed
from tests.support.factories import make_bureau, make_case, make_company

pytestmark = pytest.mark.trust(33, 34)

MAILS = 3
BEFORE_THE_SERVER_HAS_IT = ("statement", "commit", "committed", "leased", "connected", "addressed")
WRITTEN_DOWN = (("committed", 1), ("done", 0))
ONCE = [(each, 0, 0) for each in BEFORE_THE_SERVER_HAS_IT] + [(*each, 1) for each in WRITTEN_DOWN]
"""At which point for the time ``after``, and how many mails the server has then."""
NOT_WRITTEN_DOWN = (("accepted", 0), ("statement", 1), ("commit", 1))
"""Where the server has a mail and the database does not know: the second statement and commit
of a message are those that mark it done."""
OF_AN_UPDATE = ("entries", "segment", "pointing", "file beside", "pointed", "statement", "done")
OF_A_REBUILD = ("entries", "segment", "pointing", "file beside", "pointed")
RANDOM_KILLS = 2
MOST_POINTS = {"mail": 30, "index": 20}


@pytest.fixture
def site(live_app: Any) -> Iterator[Any]:
    with live_app.app_context():
        yield live_app


def ask_for_mails() -> None:
    """Three mails that wait."""
    bureau = make_bureau()
    for number in range(MAILS):
        facts = {"number": f"T20260304-{number:05d}", "category": "食品安全"}
        notify.mail(
            "new_matter", notify.bureau(bureau.id), deadline="2026-03-13", step="受理", **facts
        )
    db.session.commit()
    db.session.remove()


def the_worker_runs_again() -> None:
    """The next worker goes on at once with what the killed one held, and nothing is left."""
    while outbox.drain():
        pass
    assert jobs_queries.waiting() == 0
    db.session.remove()


def sent(mailbox: Any) -> list[bytes]:
    return [message.as_bytes() for message in mailbox.messages]


def each_arrived_once(mailbox: Any) -> None:
    assert len(sent(mailbox)) == len(set(sent(mailbox))) == MAILS


@pytest.mark.parametrize(("point", "after", "before"), ONCE)
def test_killed_where_the_site_knows_what_the_server_has_each_mail_arrives_once(
    site: Any, mailbox: Any, point: str, after: int, before: int
) -> None:
    ask_for_mails()
    assert is_killed(dying(site, "mail", Death(point, after)))
    assert len(sent(mailbox)) == before
    the_worker_runs_again()
    each_arrived_once(mailbox)


@pytest.mark.parametrize(("point", "after"), NOT_WRITTEN_DOWN)
def test_killed_between_server_and_commit_a_mail_is_repeated_to_the_byte(
    site: Any, mailbox: Any, point: str, after: int
) -> None:
    ask_for_mails()
    assert is_killed(dying(site, "mail", Death(point, after)))
    assert len(sent(mailbox)) == 1
    the_worker_runs_again()
    first, *others = sent(mailbox)
    assert others.count(first) == 1
    assert len(set(sent(mailbox))) == MAILS
    assert len({message["Message-ID"] for message in mailbox.messages}) == MAILS


def test_a_worker_that_is_only_slow_keeps_what_it_has(site: Any, mailbox: Any) -> None:
    ask_for_mails()
    delay = Delay("connected", SERVER.Event(), SERVER.Event())
    worker = dying(site, "mail", delay)
    assert delay.reached.wait(PATIENCE)
    assert outbox.drain() == 0
    assert jobs_queries.waiting() == MAILS
    db.session.remove()
    delay.over.set()
    assert not is_killed(worker)
    assert jobs_queries.waiting() == 0
    each_arrived_once(mailbox)


def test_of_a_worker_elsewhere_the_lease_decides(site: Any, mailbox: Any) -> None:
    ask_for_mails()
    assert is_killed(dying(site, "mail", Death("connected")))
    for trace in (Path(site.config["DATA_DIR"]) / "processes").iterdir():
        trace.unlink()
    assert outbox.drain() == 0
    with time_machine.travel(clock.now() + LEASE + timedelta(seconds=1)):
        the_worker_runs_again()
    each_arrived_once(mailbox)


def test_a_server_that_hangs_up_after_accepting_is_asked_once(
    site: Any, mailbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.hang_up = True
    ask_for_mails()
    assert outbox.drain() == MAILS
    assert len(sent(mailbox)) == MAILS


def test_files_in_the_place_of_a_server_are_written_once(site: Any, tmp_path: Any) -> None:
    site.config["MAIL_SERVER"] = ""
    ask_for_mails()
    assert is_killed(dying(site, "mail", Death("commit", 1)))
    the_worker_runs_again()
    assert len(list((tmp_path / "mail").glob("*.eml"))) == MAILS


def publish_cases() -> None:
    """Two cases that the index is to show in place of their older selves, and a new one."""
    company = make_company()
    cases = [make_case(company=company, title=f"旧案{number}") for number in range(2)]
    db.session.commit()
    maintenance.rebuild()
    cases.append(make_case(company=company))
    for number, case in enumerate(cases):
        db.session.merge(case).title = f"鱼露第{number}号案"
    changed(SearchKind.CASE, [case.id for case in cases])
    db.session.commit()
    db.session.remove()


def each_is_found_once() -> None:
    assert not maintenance.check()
    hits = find(SearchRequest(text="鱼露")).hits
    assert sorted(str(hit.title.striptags()) for hit in hits) == [
        f"鱼露第{n}号案" for n in range(3)
    ]
    assert not find(SearchRequest(text="旧案")).hits


@pytest.mark.parametrize("point", OF_AN_UPDATE)
def test_killed_while_it_indexes_each_record_is_found_once(site: Any, point: str) -> None:
    publish_cases()
    assert is_killed(dying(site, "index", Death(point)))
    the_worker_runs_again()
    each_is_found_once()


def test_killed_while_it_builds_anew_the_index_is_the_old_or_the_new(site: Any) -> None:
    publish_cases()
    the_worker_runs_again()
    for point in OF_A_REBUILD:
        assert is_killed(dying(site, "rebuild", Death(point)))
        each_is_found_once()
    maintenance.rebuild()
    each_is_found_once()


@pytest.mark.parametrize("seed", range(RANDOM_KILLS))
@pytest.mark.parametrize(("topic", "prepare"), [("mail", ask_for_mails), ("index", publish_cases)])
def test_killed_anywhere_again_and_again_all_is_done(
    site: Any, mailbox: Any, topic: str, prepare: Callable[[], None], seed: int
) -> None:
    prepare()
    chance = random.Random(seed)  # noqa: S311  # no secret
    for _ in range(3):
        is_killed(dying(site, topic, Death("any", chance.randrange(MOST_POINTS[topic]))))
    the_worker_runs_again()
    if topic == "index":
        each_is_found_once()
    else:
        assert len(set(sent(mailbox))) == MAILS
    assert not jobs_queries.dead_messages()
