"""The 16-digit code that opens what a citizen handed in: derived, kept only as a slow hash."""

import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from app.core.crypto import keyring

DIGITS = 16

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODYS_HASH = _hasher.hash("no submission has this code")


def tracking_code(token: str) -> str:
    """The code that belongs to a draft's token: the same each time, so a repeat shows it again.

    It can be made only with the server's key and the token, which no row keeps.
    """
    return _made_with(keyring().current, token)


def code_behind(token: str, kept: str) -> str | None:
    """The code of a token that ``kept`` was made from, though another key is the first by now.

    None when the key that made it is no longer listed.
    """
    codes = (_made_with(name, token) for name in keyring().keys)
    return next((code for code in codes if opens(code, kept)), None)


def _made_with(key: str, token: str) -> str:
    number = int(keyring().mac("tracking code", token.encode(), key), 16)
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def hash_code(code: str) -> str:
    """What is kept of a code (Argon2id)."""
    return _hasher.hash(code)


def opens(code: str, kept: str | None) -> bool:
    """Whether ``code`` is the one behind ``kept``; as slow when there is nothing to compare."""
    try:
        _hasher.verify(kept or _NOBODYS_HASH, code)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return kept is not None


def tidy_digits(typed: str) -> str:
    """The digits of a code or number, however they were typed and set apart."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", typed))
