"""The settings, which are looked at without asking anything of the database."""

from collections.abc import Callable
from typing import Any

from flask import current_app

from app.ops.doctor.checks import DoctorCheck
from app.people.rules import Role, needs_second_factor

SHORTEST_SECRET = 32
"""Characters: what ``openssl rand -hex 16`` prints."""
FEWEST_DIFFERENT = 10
"""Different characters in a secret; a random one of hexadecimal digits has about fourteen."""


def _setting(name: str) -> Any:
    return current_app.config[name]


def _unless(holds: Callable[[], object], remedy: str) -> Callable[[], str | None]:
    """``remedy`` where ``holds`` answers no."""
    return lambda: None if holds() else remedy


def _unless_set(name: str, remedy: str) -> Callable[[], str | None]:
    """``remedy`` where the setting is empty."""
    return _unless(lambda: _setting(name), remedy)


def _has_strong_secret() -> bool:
    secret = str(_setting("SECRET_KEY"))
    return len(secret) >= SHORTEST_SECRET and len(set(secret)) >= FEWEST_DIFFERENT


def _has_sender() -> bool:
    return not str(_setting("MAIL_DEFAULT_SENDER")).endswith(".invalid")


def _has_licence_numbers() -> bool:
    return "00000000" not in f"{_setting('SITE_ICP')}{_setting('SITE_ID_CODE')}"


def _all_need_a_second_factor() -> bool:
    asked = _setting("SECOND_FACTOR_ROLES")
    return all(needs_second_factor([role], asked) for role in Role)


def _hosts_share_their_index() -> bool:
    return not (_setting("REDIS_URL") and _setting("SEARCH_ENGINE") == "whoosh")


CHECKS = (
    DoctorCheck(
        "production mode",
        _unless_set("PRODUCTION", "set FLASK_ENV=production, SECRET_KEY and ENCRYPTION_KEYS"),
    ),
    DoctorCheck(
        "secret key",
        _unless(_has_strong_secret, "SECRET_KEY can be guessed: take that of openssl rand -hex 32"),
    ),
    DoctorCheck(
        "public address",
        _unless(
            lambda: str(_setting("SITE_URL")).startswith("https://"),
            "set SITE_URL to the public https:// address",
        ),
    ),
    DoctorCheck(
        "host names",
        _unless_set("TRUSTED_HOSTS", "set TRUSTED_HOSTS to the names the site answers to"),
    ),
    DoctorCheck(
        "mail server",
        _unless_set(
            "MAIL_SERVER", "set MAIL_SERVER; until then mail stays in files under DATA_DIR"
        ),
    ),
    DoctorCheck(
        "sender of mail",
        _unless(_has_sender, "set MAIL_DEFAULT_SENDER to an address of the office"),
    ),
    DoctorCheck(
        "licence numbers",
        _unless(
            _has_licence_numbers,
            "set SITE_ICP, SITE_POLICE_RECORD and SITE_ID_CODE to those granted",
        ),
    ),
    DoctorCheck(
        "audit log kept elsewhere",
        _unless_set(
            "AUDIT_MAIL_TO",
            "set AUDIT_MAIL_TO to an address outside the site, so that nobody can shorten the log",
        ),
        is_needed=False,
    ),
    DoctorCheck(
        "keys of identities",
        _unless_set(
            "IDENTITY_KEYS",
            "set IDENTITY_KEYS, then flask --app wsgi keys rotate, to keep who reports apart",
        ),
        is_needed=False,
    ),
    DoctorCheck(
        "keys of payees",
        _unless_set(
            "PAYEE_KEYS",
            "set PAYEE_KEYS, then flask --app wsgi keys rotate, to keep who is paid apart",
        ),
        is_needed=False,
    ),
    DoctorCheck(
        "second factor of staff",
        _unless(
            _all_need_a_second_factor,
            "set SECOND_FACTOR_ROLES=all, so that a password alone opens no desk",
        ),
        is_needed=False,
    ),
    DoctorCheck(
        "limits",
        _unless_set("REDIS_URL", "set REDIS_URL when more than one host serves the site"),
        is_needed=False,
    ),
    DoctorCheck(
        "search engine",
        _unless(
            _hosts_share_their_index,
            "set SEARCH_ENGINE=postgres when hosts don't share one DATA_DIR",
        ),
        is_needed=False,
    ),
)
