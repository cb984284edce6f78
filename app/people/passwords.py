"""Passwords of staff: how they are kept, and which are good enough."""

import unicodedata
from functools import cache
from string import digits, punctuation

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, current_app

MIN_LENGTH = 10
MAX_LENGTH = 128
MIN_CLASSES = 3

COMMON = frozenset(
    """
    password passw0rd p@ssw0rd p@ssword 123456 1234567 12345678 123456789 1234567890 112233
    111111 000000 888888 666666 qwerty qwertyuiop 1qaz2wsx qazwsx 1q2w3e4r zaq12wsx asdfgh
    abc123 a123456 iloveyou woaini 5201314 1314520 admin administrator root welcome letmein
    monkey dragon master sunshine princess football baseball superman test123 changeme
    """.split()
)
SITE_WORDS = ("mingjian", "wenzhou", "zhejiang", "zhiliang", "jiancha", "shichang", "12345")

HASHER = "password_hasher"


def init_app(app: Flask) -> None:
    """Hash as the settings say; no environment can make it cheaper."""
    app.extensions[HASHER] = hasher(app.config["PASSWORD_MEMORY_KIB"])


def hasher(memory_kib: int) -> PasswordHasher:
    """What makes argon2id hashes: three rounds over so much memory, in KiB."""
    return PasswordHasher(time_cost=3, memory_cost=memory_kib, parallelism=2)


def hash_password(password: str) -> str:
    """The argon2id hash to be stored."""
    return _hasher().hash(_normal(password))


def password_matches(stored: str, password: str) -> bool:
    """Whether ``password`` is the one that was hashed."""
    try:
        return _hasher().verify(stored, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


def hash_is_outdated(stored: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _hasher().check_needs_rehash(stored)


@cache
def nobodys_hash() -> str:
    """A hash to be checked when there is no such user, so that the answer takes as long."""
    return hash_password("no one has this password")


def faults_of(password: str, *, username: str = "", full_name: str = "") -> list[str]:
    """Why a password is not good enough, in words that say how to mend it.

    GB/T 22239-2019 (等级保护) asks for complexity; these figures are ours: 10 to 128 characters.
    """
    faults = []
    plain = _normal(password)
    if not MIN_LENGTH <= len(plain) <= MAX_LENGTH:
        faults.append(f"密码应为 {MIN_LENGTH} 至 {MAX_LENGTH} 个字符")
    if _classes(plain) < MIN_CLASSES:
        faults.append("密码应包含大写字母、小写字母、数字、符号中的至少三种")
    if _is_guessable(plain.lower(), [username.lower(), full_name.lower()]):
        faults.append("密码过于常见，或含有用户名、姓名、本站名称，请换一个")
    return faults


def _classes(password: str) -> int:
    kinds = {"Lu": "upper", "Ll": "lower", "Nd": "digit"}
    return len({kinds.get(unicodedata.category(sign), "other") for sign in password})


def _is_guessable(password: str, own: list[str]) -> bool:
    letters = "".join(sign for sign in password if sign.isalnum())
    forms = {password, letters, letters.strip(digits), password.strip(digits + punctuation)}
    return (
        bool(forms & COMMON)
        or len(set(password)) < 5
        or any(word in letters for word in (*SITE_WORDS, *own) if len(word) > 2)
    )


def _hasher() -> PasswordHasher:
    made: PasswordHasher = current_app.extensions[HASHER]
    return made


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
