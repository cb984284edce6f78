"""Encrypted columns hide their text in the file, hold to their row, and follow a change of keys."""

import base64
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select, text

from app.kernel.crypto import encryption
from app.kernel.crypto.columns import ALTERED, EncryptedJSON, EncryptedText
from app.kernel.crypto.encryption import CryptoError, Keyring, keyring
from app.kernel.db.session import db
from app.kernel.db.site import SiteFact
from app.kernel.errors import AlteredValueError
from app.kernel.files import key_rotation

pytestmark = pytest.mark.trust(24, 25)

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
                row = {
                    "phone": f"{PHONE}{number}",
                    "phone_index": encryption.blind_index(f"{PHONE}{number}"),
                    "facts": {"姓名": f"林晓{number}"},
                }
                connection.execute(insert(PEOPLE), row)
        monkeypatch.setattr(
            key_rotation, "encrypted_columns", lambda: iter([PEOPLE.c.phone, PEOPLE.c.facts])
        )
        yield live_app


def write(statement: str, **values: object) -> None:
    """What somebody does who can write to the database and has no keys."""
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text(statement), values)


def unbound(value: str, place: str) -> str:
    """A value as it was stored before values were bound to their rows."""
    name, _, rest = keyring().seal(value.encode(), place).partition(b":")
    return f"{name.decode()}:{base64.b64encode(rest).decode()}"


def unbind_all() -> None:
    """The site as it was before."""
    for number in range(1, 6):
        write(
            "UPDATE rotation_people SET phone = :phone, facts = :facts WHERE id = :id",
            id=number,
            phone=unbound(f"{PHONE}{number - 1}", "rotation_people.phone"),
            facts=unbound(f'{{"姓名":"林晓{number - 1}"}}', "rotation_people.facts"),
        )
    with db.engine.begin() as connection:
        fact = SiteFact.__table__
        connection.execute(fact.delete().where(fact.c.name == key_rotation.ALL_BOUND))


def phones() -> list[str]:
    db.session.remove()
    return list(db.session.scalars(select(PEOPLE.c.phone).order_by(PEOPLE.c.id)))


ALL_PHONES = [f"{PHONE}{number}" for number in range(5)]


def test_stored_text_is_nowhere_in_the_clear_and_reads_back_as_it_was(people):
    rows = db.session.execute(text("SELECT phone, facts FROM rotation_people")).all()
    assert all(value.startswith("k1:row:") for row in rows for value in row)
    if db.engine.dialect.name == "sqlite":
        database = Path(db.engine.url.database)
        for file in (database, database.with_name(f"{database.name}-wal")):
            content = file.read_bytes()
            assert PHONE.encode() not in content
            assert "林晓".encode() not in content
    row = db.session.execute(select(PEOPLE).where(PEOPLE.c.id == 1)).one()
    assert (row.phone, row.facts) == (f"{PHONE}0", {"姓名": "林晓0"})


def test_a_value_put_into_another_row_or_column_is_refused_there_and_nowhere_else(people):
    write(
        "UPDATE rotation_people SET phone = (SELECT phone FROM rotation_people WHERE id = 2), "
        "facts = (SELECT facts FROM rotation_people WHERE id = 2) WHERE id = 1"
    )
    write("UPDATE rotation_people SET phone = facts WHERE id = 3")
    assert phones() == [ALTERED, ALL_PHONES[1], ALTERED, *ALL_PHONES[3:]]
    facts = list(db.session.scalars(select(PEOPLE.c.facts).order_by(PEOPLE.c.id)))
    assert facts[1:] == [{"姓名": f"林晓{number}"} for number in range(1, 5)]
    for use in (dict, list, bool, len, lambda altered: altered.get("姓名")):
        with pytest.raises(AlteredValueError):
            use(facts[0])
    assert set(key_rotation.altered_values()) == {
        ("rotation_people.phone", 1),
        ("rotation_people.facts", 1),
        ("rotation_people.phone", 3),
    }


def test_a_whole_row_is_held_by_its_number(people):
    write("UPDATE rotation_people SET id = 9 WHERE id = 1")
    assert phones() == [*ALL_PHONES[1:], ALTERED]


def test_rubbish_in_a_column_hinders_nobody_who_reads_other_rows(people):
    for rubbish in ("", "x", "k1:row:x", "k9:row:eHh4", "k1:row:row:eHh4", "k1:row: 1"):
        write("UPDATE rotation_people SET phone = :rubbish WHERE id = 2", rubbish=rubbish)
        assert phones() == [ALL_PHONES[0], ALTERED, *ALL_PHONES[2:]]


def test_what_was_read_as_altered_is_never_sealed_as_if_it_were_true(people):
    statement = PEOPLE.insert()
    write("UPDATE rotation_people SET phone = facts, facts = phone WHERE id = 1")
    phone, facts = db.session.execute(
        select(PEOPLE.c.phone, PEOPLE.c.facts).where(PEOPLE.c.id == 1)
    ).one()
    for row in ({"phone": phone}, {"facts": facts}, {"phone": str(phone)}):
        with pytest.raises(AlteredValueError):
            db.session.execute(statement, row)
        db.session.rollback()


def test_a_value_is_not_written_without_its_row(people):
    with pytest.raises(Exception, match="without its row") as caught:
        db.session.execute(PEOPLE.update().values(phone="x"))
    assert isinstance(caught.value.__cause__ or caught.value, CryptoError)
    db.session.rollback()


def test_many_rows_at_once_get_numbers_of_their_own(people):
    rows = [{"phone": str(number)} for number in range(1200)]
    db.session.execute(insert(PEOPLE), rows)
    db.session.commit()
    assert phones() == [*ALL_PHONES, *(row["phone"] for row in rows)]


def test_values_of_before_are_read_until_a_rotation_has_bound_them_all_then_refused(people):
    unbind_all()
    assert phones() == ALL_PHONES
    stored = db.session.execute(text("SELECT phone FROM rotation_people WHERE id = 1")).scalar_one()
    db.session.remove()
    assert key_rotation.rotate_keys() == 10
    assert key_rotation.rotate_keys() == 0
    assert phones() == ALL_PHONES
    write("UPDATE rotation_people SET phone = :stored WHERE id = 1", stored=stored)
    assert phones() == [ALTERED, *ALL_PHONES[1:]]


def test_a_rotation_passes_over_what_does_not_open_and_leaves_it_as_it_is(people):
    unbind_all()
    write("UPDATE rotation_people SET phone = facts WHERE id = 2")
    before = db.session.execute(text("SELECT phone FROM rotation_people WHERE id = 2")).scalar_one()
    db.session.remove()
    key_rotation.rotate_keys()
    after = db.session.execute(text("SELECT phone FROM rotation_people WHERE id = 2")).scalar_one()
    assert before == after
    assert phones() == [ALL_PHONES[0], ALTERED, *ALL_PHONES[2:]]
    assert list(key_rotation.altered_values()) == [("rotation_people.phone", 2)]


def test_rotation_goes_on_where_it_stopped_and_the_old_key_can_go(people):
    people.extensions["keyring"] = Keyring.parse(f"k2:{NEW},k1:{OLD}")
    for column in (PEOPLE.c.phone, PEOPLE.c.facts):
        assert [key_rotation._rotate_batch(column, set()) for _ in range(4)] == [2, 2, 1, 0]
    people.extensions["keyring"] = Keyring.parse(f"k2:{NEW}")
    assert phones() == ALL_PHONES
    index = PEOPLE.c.phone_index.in_(encryption.blind_candidates(f"{PHONE}3"))
    assert db.session.scalars(select(PEOPLE.c.id).where(index)).all() == [4]
