"""The 16-digit code that opens what a citizen handed in: derived, kept only as a slow hash.

Sixteen digits are 53 bits: enough where guesses are counted, too few for a quick hash
(OWASP ASVS 5.0, 6.5.2 asks for 112).
"""

import re
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from app.kernel.crypto.encryption import keyring

DIGITS = 16

_hasher = PasswordHasher(time_cost=3, memory_cost=12 * 1024, parallelism=1)


def tracking_code(token: str) -> str:
    """The code that belongs to a draft's token: the same each time, so a repeat shows it again.

    It can be made only with the server's key and the token, which no row keeps.
    """
    return _made_with(keyring().current, token)


def keep(token: str) -> str:
    """What is kept of the code of a token: the name of the key that made it, and its hash."""
    return f"{keyring().current}:{hash_code(tracking_code(token))}"


def code_behind(token: str, code_hash: str) -> str | None:
    """The code of a token that ``code_hash`` was made from, though another key is the first by now.

    The key's name says which, so that nothing is hashed; without a name, as codes were kept
    before, each key is tried. None when the key that made it is no longer listed.
    """
    name, _, _ = code_hash.rpartition(":")
    if name:
        return _made_with(name, token) if name in keyring().keys else None
    codes = (_made_with(name, token) for name in keyring().keys)
    return next((code for code in codes if opens(code, code_hash)), None)


def _made_with(key: str, token: str) -> str:
    number = int(keyring().mac("tracking code", token.encode(), key), 16)
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def hash_code(code: str) -> str:
    """What is kept of a code: a slow hash, as OWASP ASVS 5.0, 6.5.2, asks (Argon2id, 12 MiB)."""
    return _hasher.hash(code)


def opens(code: str, code_hash: str | None) -> bool:
    """Whether ``code`` is the one behind ``code_hash``; as slow where there is none."""
    try:
        _hasher.verify((code_hash or _nobodys_hash()).rpartition(":")[2], code)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return code_hash is not None


def tidy_digits(typed: str) -> str:
    """The digits of a code or number, however they were typed and set apart."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", typed))


@cache
def _nobodys_hash() -> str:
    """What no code opens; made at the first need, for it takes as long as a look-up."""
    return _hasher.hash("no submission has this code")
