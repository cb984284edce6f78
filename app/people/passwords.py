"""Passwords of staff: how they are kept, and which are good enough."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import import_module

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, current_app

MIN_LENGTH = 10
MAX_LENGTH = 128
MIN_CLASSES = 3

ESTIMATOR = "zxcvbn"
"""Knows lists of common passwords, words, names, dates and rows of keys. Loaded with the first
password that is set (ADR 48): the lists are large, and few processes meet one."""
ESTIMATED_LENGTH = 72
"""It reads no more signs, for time's sake; so many are enough by themselves."""
MIN_GUESSES = 10**10
"""How many tries a password must take who knows those lists: those of ten signs at random."""
SITE_WORDS = ("mingjian", "明鉴", "wenzhou", "zhejiang", "zhiliang", "jiancha", "shichang", "12345")
PLACE_WORDS = tuple(
    """
    温州 浙江 lucheng longwan ouhai dongtou yueqing ruian yongjia pingyang cangnan wencheng taishun
    longgang woaini 5201314 1314520 huawei zhangsan lisi wangwu
    """.split()
)
"""What people here put into passwords, and the lists do not know, or not as common."""

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


def faults_of(
    password: str, *, username: str = "", full_name: str = "", words: Iterable[str] = ()
) -> list[str]:
    """Why a password is not good enough, in words that say how to mend it.

    GB/T 22239-2019 (等级保护) asks for complexity; these figures are ours: 10 to 128 characters.
    ``words`` are further ones that are easily guessed here, such as the names of bodies
    (OWASP ASVS 5.0, 6.2.4 and 6.2.11).
    """
    faults = []
    plain = _normal(password)
    own = [username.lower(), full_name.lower()]
    if not MIN_LENGTH <= len(plain) <= MAX_LENGTH:
        faults.append(f"密码应为 {MIN_LENGTH} 至 {MAX_LENGTH} 个字符")
    if _classes(plain) < MIN_CLASSES:
        faults.append("密码应包含大写字母、小写字母、数字、符号中的至少三种")
    if _names_the_obvious(plain.lower(), own) or _is_guessable(plain, [*own, *words]):
        faults.append(
            "密码过于常见，容易猜到：不要用常见的词、姓名、日期、键盘顺序和本市、本单位、本站的名称，"
            "请改用几个互不相关的词，或者更长、没有规律的字符"
        )
    return faults


def _classes(password: str) -> int:
    kinds = {"Lu": "upper", "Ll": "lower", "Nd": "digit"}
    return len({kinds.get(unicodedata.category(sign), "other") for sign in password})


def _names_the_obvious(password: str, own: list[str]) -> bool:
    letters = "".join(sign for sign in password if sign.isalnum())
    return any(word in letters for word in (*SITE_WORDS, *own) if len(word) > 1)


def _is_guessable(password: str, words: Iterable[str]) -> bool:
    estimate = import_module(ESTIMATOR).zxcvbn
    known = [word for word in (*SITE_WORDS, *PLACE_WORDS, *words) if len(word) > 1]
    found = estimate(password[:ESTIMATED_LENGTH], user_inputs=known)
    return bool(found["guesses"] < MIN_GUESSES)


def _hasher() -> PasswordHasher:
    made: PasswordHasher = current_app.extensions[HASHER]
    return made


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
