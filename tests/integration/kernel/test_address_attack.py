"""Who takes the counters, all keys of the site and a report's moment can't confirm who sent it.

The attack is the one that worked: hash every address that may have been it, as the site does with
what it keeps, and look for a counter that began when the report came in.
"""

import hashlib
import hmac
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel import clock
from app.kernel.crypto.encryption import Keyring, keyring
from app.kernel.db.session import db
from app.kernel.web.rate_store import RateCount
from app.matters.complaints.matter.models.matters import Submission
from tests.support.apps import open_app
from tests.support.citizens import answer_all
from tests.support.pages import PageClient

pytestmark = pytest.mark.trust(26)

ADDRESS = "203.0.113.77"
SECRETS = ("SECRET_KEY", "ENCRYPTION_KEYS", "IDENTITY_KEYS", "PAYEE_KEYS")
MINUTE = 60


class Loot(NamedTuple):
    """What the attacker has."""

    rows: list[tuple[str, int, float]]
    files: bytes
    keys: list[bytes]
    submitted_at: float


@pytest.fixture
def loot(database_server, template_database, tmp_path, monkeypatch, frozen_clock) -> Iterator[Loot]:
    """All that is left of a day on which one anonymous report came in."""
    memory = tmp_path / "memory"
    memory.mkdir()
    frozen_clock.shift(1234.567)
    address = database_server.copy(template_database)
    settings = {"MEMORY_DIR": str(memory), "PROOF_AFTER_ADDRESS": 5, "PROOF_AFTER_ALL": 300}
    with open_app(address, tmp_path / "data", **settings) as site:
        hand_in(site)
        yield taken(site)
    database_server.give_back(address)


def hand_in(site: Flask) -> None:
    with site.app_context():
        client = PageClient(site, PageClient.response_class)
        client.environ_base["REMOTE_ADDR"] = ADDRESS
        assert client.submit(answer_all(client)).request.path == "/complaints/new/done"


def taken(site: Flask) -> Loot:
    with site.app_context():
        with site.extensions["rate_counts"].connect() as connection:
            counts = select(RateCount.key, RateCount.count, RateCount.expires_at)
            rows = [tuple(row) for row in connection.execute(counts)]
        moment = db.session.scalar(select(Submission.submitted_at))
        files = [path for path in Path(site.config["DATA_DIR"]).rglob("*") if path.is_file()]
        keys = [keyring().keys[name] for name in keyring().keys]
        keys += [str(site.config[name]).encode() for name in SECRETS]
        return Loot(rows, b"".join(path.read_bytes() for path in files), keys, moment.timestamp())


def guesses(loot: Loot, address: str) -> Iterator[str]:
    """Under what an address may be counted, for who knows how the site counts and all its keys."""
    day = clock.today()
    scopes = ("", "/submission", "/beginning", "/global", "/complaints.kind", "/complaints.check")
    limits = ("", "/30/1/hour", "/600/5/minute", "/300/5/minute", "/6/1/hour")
    for scope, limit in itertools.product(scopes, limits):
        for value in (address, f"LIMITER/{address}{scope}{limit}", f"{address}{scope}{limit}"):
            yield hashlib.sha256(value.encode()).hexdigest()
            for key in loot.keys:
                for salt in ("", f"limits {day}", str(day)):
                    yield hmac.digest(key, f"{salt}{value}".encode(), "sha256").hex()
                    yield Keyring({"k": key[:32]}, "k").mac(salt or "limits", value.encode())


def test_no_counter_can_be_tried_with_an_address(loot: Loot) -> None:
    assert loot.rows
    stored = {row[0] for row in loot.rows}
    assert all(len(key) == 32 or key.startswith("tally/") for key in stored)
    for guess in guesses(loot, ADDRESS):
        assert guess[:32] not in stored
        assert guess[:32].encode() not in loot.files
    assert ADDRESS.encode() not in loot.files


def test_no_counter_says_what_was_done_or_in_which_minute(loot: Loot) -> None:
    for key, _count, ends in loot.rows:
        assert "complaints" not in key
        assert "submission" not in key
        assert ends % (5 * MINUTE) == 0
        began_with_it = [ends - window * MINUTE - loot.submitted_at for window in (1, 5, 60)]
        assert not any(abs(seconds) < 1 for seconds in began_with_it)


def test_the_salt_of_the_day_is_on_no_disk_of_the_site(loot: Loot, tmp_path: Path) -> None:
    (salt_file,) = (tmp_path / "memory").iterdir()
    assert salt_file.stat().st_mode & 0o077 == 0
    assert salt_file.read_bytes() not in loot.files
    assert salt_file.read_bytes().hex().encode() not in loot.files
    assert not any(salt_file.read_bytes() in key for key in loot.keys)
