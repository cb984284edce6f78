"""Encryption at rest: AES-256-GCM with the key's name in each value, and keyed hashes.

``ENCRYPTION_KEYS`` lists the keys as ``k2:hex,k1:hex``. The first one encrypts; all decrypt.
Each value is bound to the place it belongs to: ``table.column:row`` for columns (``columns.py``),
``upload:<id>`` for files. Who can write to the database can neither read nor forge a value, nor
move it to another row or column.

Who a reporter is lies under keys of its own (``Ring.IDENTITY``): who has the keys of what was
written can't read by whom. They come from ``IDENTITY_KEYS``; until that is set, each key of the
content has a sister derived from it, so that the two never share a key or its name. Whom a
reward is paid to lies under a third set (``Ring.PAYEE``, ``PAYEE_KEYS``), alike.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app

KEY_BYTES = 32
NONCE_BYTES = 12


class Ring(StrEnum):
    """Which keys a value lies under: of what is written, of who wrote it, of who is paid."""

    CONTENT = "content"
    IDENTITY = "identity"
    PAYEE = "payee"


SISTERS = {Ring.IDENTITY: "person", Ring.PAYEE: "payee"}
"""Ends the name of a key that is derived from a key of the content for one of these rings."""


class CryptoError(RuntimeError):
    """A key is missing or wrong, or a value was altered. The message never shows the value."""


@dataclass(frozen=True)
class Keyring:
    """The keys of this installation; ``current`` names the one that encrypts."""

    keys: Mapping[str, bytes]
    current: str

    @classmethod
    def parse(cls, text: str, setting: str = "ENCRYPTION_KEYS") -> Self:
        """Read ``k2:hex,k1:hex``; raises CryptoError saying which entry is wrong."""
        keys: dict[str, bytes] = {}
        for position, entry in enumerate(text.strip().split(","), start=1):
            name, _, digits = entry.strip().partition(":")
            try:
                key = bytes.fromhex(digits)
            except ValueError:
                key = b""
            if not name.isalnum() or not name.isascii() or len(key) != KEY_BYTES:
                raise CryptoError(
                    f"{setting}: entry {position} is not name:{KEY_BYTES * 2} hex digits"
                )
            if name in keys:
                raise CryptoError(f"{setting}: {name} is listed twice")
            keys[name] = key
        return cls(keys, current=next(iter(keys)))

    def apart(self, ring: Ring, text: str) -> Self:
        """The keys of another ring, beside these: those of ``text``, if any, come first.

        What was sealed under others, sisters and these keys themselves, can still be read, so
        that a rotation brings it under the first.
        """
        setting, end = f"{ring.upper()}_KEYS", SISTERS[ring]
        sisters = {f"{name}{end}": self.derive(f"{ring} keys", name) for name in self.keys}
        own = dict(type(self).parse(text, setting).keys) if text.strip() else {}
        others = {**sisters, **self.keys}
        if shared := own.keys() & others.keys():
            raise CryptoError(f"{setting}: {min(shared)} is a name of another key")
        if set(own.values()) & set(self.keys.values()):
            raise CryptoError(f"{setting}: a key stands in ENCRYPTION_KEYS too")
        return type(self)({**own, **others}, current=next(iter(own), f"{self.current}{end}"))

    def seal(self, data: bytes, context: str) -> bytes:
        """Encrypt ``data`` for the place ``context``: ``name:`` + nonce + ciphertext."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = AESGCM(self.derive("encrypt", self.current))
        return f"{self.current}:".encode() + nonce + cipher.encrypt(nonce, data, context.encode())

    def unseal(self, sealed: bytes, context: str) -> bytes:
        """Decrypt what ``seal`` made for the same ``context``; raises CryptoError."""
        name, _, rest = sealed.partition(b":")
        place = context.partition(":")[0]
        key_name = name.decode("ascii", "replace")
        if key_name not in self.keys:
            raise CryptoError(f"a value of {place} needs a key that ENCRYPTION_KEYS does not list")
        cipher = AESGCM(self.derive("encrypt", key_name))
        try:
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context.encode())
        except (InvalidTag, ValueError) as error:
            raise CryptoError(
                f"a value of {place} does not open with key {key_name}: "
                "the key is another one, or the value was altered"
            ) from error

    def derive(self, purpose: str, name: str | None = None) -> bytes:
        """The key (32 bytes) for ``purpose`` alone, made from the named key, or the current."""
        master = self.keys.get(name or self.current)
        if master is None:
            raise CryptoError(f"key {name} is not listed in ENCRYPTION_KEYS")
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(master)

    def mac(self, purpose: str, data: bytes, name: str | None = None) -> str:
        """The keyed hash of ``data`` for ``purpose``, in hexadecimal."""
        return hmac.new(self.derive(purpose, name), data, hashlib.sha256).hexdigest()

    def is_current(self, sealed: bytes) -> bool:
        """Whether sealed bytes already use the current key."""
        return sealed.startswith(f"{self.current}:".encode())


def init_app(app: Flask) -> None:
    """Read the keys once; a wrong setting stops the start with a clear message."""
    content = Keyring.parse(str(app.config["ENCRYPTION_KEYS"]))
    app.extensions["keyring"] = content
    for ring in SISTERS:
        keys = str(app.config[f"{ring.upper()}_KEYS"])
        app.extensions[f"keyring.{ring}"] = content.apart(ring, keys)


def keyring(which: Ring = Ring.CONTENT) -> Keyring:
    """The keys of the running app."""
    name = "keyring" if which is Ring.CONTENT else f"keyring.{which}"
    ring: Keyring = current_app.extensions[name]
    return ring


def seal(data: bytes, context: str) -> bytes:
    """Encrypt bytes with the running app's current key."""
    return keyring().seal(data, context)


def unseal(sealed: bytes, context: str) -> bytes:
    """Decrypt bytes with the running app's keys; raises CryptoError."""
    return keyring().unseal(sealed, context)


def blind_index(value: str) -> str:
    """A keyed hash by which an encrypted value can be found: ``k1:hex``.

    Declare the column with ``info={"blind_index_of": "<encrypted column>"}`` so that a key
    rotation renews it.
    """
    ring = keyring()
    return f"{ring.current}:{ring.mac('blind index', value.encode())}"


def blind_candidates(value: str) -> list[str]:
    """What ``blind_index`` may have stored for ``value`` under any listed key."""
    ring = keyring()
    return [f"{name}:{ring.mac('blind index', value.encode(), name)}" for name in ring.keys]
