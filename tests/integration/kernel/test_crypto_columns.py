"""Encrypted columns hide their text in the file, and follow a change of keys."""

from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select, text

from app.kernel.crypto import encryption
from app.kernel.crypto.encryption import EncryptedJSON, EncryptedText, Keyring
from app.kernel.db.session import db
from app.kernel.files import key_rotation

PEOPLE = Table(
    "rotation_people",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("phone", EncryptedText("rotation_people.phone")),
    Column("phone_index", String(80), info={"blind_index_of": "phone"}),
    Column("facts", EncryptedJSON("rotation_people.facts")),
)
PHONE = "13577990011"
OLD, NEW = "11" * 32, "22" * 32


@pytest.fixture
def people(live_app, monkeypatch):
    live_app.extensions["keyring"] = Keyring.parse(f"k1:{OLD}")
    monkeypatch.setattr(key_rotation, "BATCH", 2)
    with live_app.app_context():
        PEOPLE.create(db.engine)
        with db.engine.begin() as connection:
            for number in range(5):
                connection.execute(
                    insert(PEOPLE).values(
                        phone=f"{PHONE}{number}",
                        phone_index=encryption.blind_index(f"{PHONE}{number}"),
                        facts={"姓名": f"林晓{number}"},
                    )
                )
        yield live_app


def test_stored_text_is_nowhere_in_the_clear_and_reads_back_as_it_was(people):
    rows = db.session.execute(text("SELECT phone, facts FROM rotation_people")).all()
    assert all(value.startswith("k1:") for row in rows for value in row)
    if db.engine.dialect.name == "sqlite":
        database = Path(db.engine.url.database)
        for file in (database, database.with_name(f"{database.name}-wal")):
            content = file.read_bytes()
            assert PHONE.encode() not in content
            assert "林晓".encode() not in content
    row = db.session.execute(select(PEOPLE).where(PEOPLE.c.id == 1)).one()
    assert (row.phone, row.facts) == (f"{PHONE}0", {"姓名": "林晓0"})


def test_rotation_goes_on_where_it_stopped_and_the_old_key_can_go(people):
    people.extensions["keyring"] = Keyring.parse(f"k2:{NEW},k1:{OLD}")
    for column in (PEOPLE.c.phone, PEOPLE.c.facts):
        assert [key_rotation._rotate_batch(column) for _ in range(4)] == [2, 2, 1, 0]
    people.extensions["keyring"] = Keyring.parse(f"k2:{NEW}")
    rows = db.session.execute(select(PEOPLE).order_by(PEOPLE.c.id)).all()
    assert [row.phone for row in rows] == [f"{PHONE}{number}" for number in range(5)]
    index = PEOPLE.c.phone_index.in_(encryption.blind_candidates(f"{PHONE}3"))
    assert db.session.scalars(select(PEOPLE.c.id).where(index)).all() == [4]
