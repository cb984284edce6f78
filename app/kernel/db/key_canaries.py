"""Whether the listed keys are those that this database was written with.

For each key that seals something here the database keeps a canary: one word, sealed with it. So a
wrong or missing key shows before anything is read or written, without a look at the data. Which
keys there are is known by the canaries alone: a key that is not used any more loses its own when
it is retired.
"""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Text, select, type_coerce
from sqlalchemy.orm import Session

from app.kernel.crypto.columns import EncryptedText
from app.kernel.crypto.encryption import (
    SISTERS,
    CryptoError,
    Keyring,
    Ring,
    keyring,
)
from app.kernel.db.session import Base, db
from app.kernel.db.site import facts, forget_fact, state_fact

WORD = b"mingjian"
PREFIX = "canary"
SETTINGS = {Ring.CONTENT: "ENCRYPTION_KEYS"} | {
    ring: f"{ring.upper()}_KEYS" for ring in (Ring.IDENTITY, Ring.PAYEE)
}
"""Which setting lists the keys of a ring."""


def canaries() -> dict[str, str]:
    """Those that the database keeps: the sealed word by ``canary:<ring>:<key>``."""
    return {name: value for name, value in sorted(facts().items()) if name.startswith(f"{PREFIX}:")}


def name_of(ring: Ring, key: str) -> str:
    """Under which name the canary of a key is kept."""
    return f"{PREFIX}:{ring}:{key}"


def problems(stored: Mapping[str, str]) -> list[str]:
    """What is wrong with the listed keys, held against ``stored``: a sentence for each."""
    return [problem for name, sealed in stored.items() if (problem := _problem(name, sealed))]


def check(stored: Mapping[str, str]) -> None:
    """Raise CryptoError, saying all, unless the listed keys open each canary of ``stored``."""
    if found := problems(stored):
        raise CryptoError("; ".join(found))


def establish() -> None:
    """Check the listed keys, and put canaries for those that are new into the transaction.

    The keys of a database from before there were canaries are tried at a value of each sealed
    column. Raises CryptoError where a key is wrong or missing; nothing is changed then.
    """
    stored = canaries()
    check(stored)
    if not stored:
        try_stored_values(db.session())
    for ring in Ring:
        own = keyring(ring)
        # Later on a key that is listed and seals nothing may go again as it came.
        for key in [own.current] if stored else _listed(ring):
            if name_of(ring, key) not in stored:
                state_fact(name_of(ring, key), _new_canary(ring, own, key))


def retire(key: str) -> None:
    """Take the canaries of a key out of the database, in the current transaction."""
    for ring in Ring:
        forget_fact(name_of(ring, key))


def encrypted_columns() -> Iterator[Column[Any]]:
    """All columns that hold encrypted values."""
    for table in Base.metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, EncryptedText))


def _listed(ring: Ring) -> list[str]:
    """The keys that the ring's own setting names, and the one that seals."""
    own = keyring(ring)
    if ring is Ring.CONTENT:
        return list(own.keys)
    others = {name for key in keyring().keys for name in (key, f"{key}{SISTERS[ring]}")}
    return [key for key in own.keys if key == own.current or key not in others]


def _new_canary(ring: Ring, own: Keyring, key: str) -> str:
    sealed = Keyring(own.keys, current=key).seal(WORD, name_of(ring, key))
    return base64.b64encode(sealed).decode()


def _problem(name: str, sealed: str) -> str | None:
    _, ring, key = name.split(":", 2)
    own, setting = keyring(Ring(ring)), SETTINGS[Ring(ring)]
    if key not in own.keys:
        return f"{setting} does not list {key}, under which data lie here"
    try:
        own.unseal(base64.b64decode(sealed), name)
    except (CryptoError, ValueError):
        return f"{setting}: {key} is another key than the {key} under which data lie here"
    return None


def try_stored_values(session: Session) -> None:
    """Open a value of each sealed column; CryptoError where one does not open."""
    for column in encrypted_columns():
        kind, (key,) = column.type, column.table.primary_key
        found = select(key, type_coerce(column, Text)).where(column.is_not(None)).limit(1)
        if isinstance(kind, EncryptedText) and (row := session.execute(found).first()):
            kind.open(row[1], row[0], unbound=True)
