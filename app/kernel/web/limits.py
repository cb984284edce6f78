"""How often one address may do what can be abused, counted over all processes.

An address is never stored: it is hashed with a salt that is only in memory and goes with the day
(``day_salt``), and so is what was done (``rate_store``). Counters live in Redis when there is one,
else in a table. If the store fails, each process counts for itself until it is back.

Many may share an address: an office, a village, all telephones of a network. So most limits count
by ``visitor_key``: whoever they would refuse is asked for a proof instead (``proof_page``), and
counted apart from then on, up to a number for the address that only a flood reaches.
"""

import ipaddress
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

import structlog
from flask import Flask, Response, current_app, request, session
from flask_limiter import ApplicationLimit, Limiter
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour

from app.kernel.crypto.encryption import Ring, keyring
from app.kernel.jobs import jobs
from app.kernel.web import day_salt, rate_store, store_log
from app.kernel.web.headers import READING_METHODS

View = Callable[..., Any]
NUMBER = "counted_as"
"""Where the session keeps the number under which a visitor is counted apart."""
NOBODY = "0.0.0.0"  # noqa: S104  # nothing listens on it
"""Stands for an address where there is none."""
FREE_TRIES = 10
"""Wrong codes of an address in an hour, after which each further try asks for a proof."""


class Flood(StrEnum):
    """What many do at once, or one often, where something is amiss."""

    BEGINNINGS = "beginning"
    """Forms that are begun."""
    WRONG_CODES = "wrong code"
    """Codes that do not open a number."""


log = structlog.get_logger()


def address_key() -> str:
    """The hash of who asks, another one each day. Of IPv6 only the network counts."""
    try:
        address = ipaddress.ip_address(request.remote_addr or NOBODY)
    except ValueError:  # by a socket of the machine, which has no address
        address = ipaddress.ip_address(NOBODY)
    if address.version == 6:
        address = ipaddress.ip_network((address, 64), strict=False).network_address
    return day_salt.hashed(str(address))


def visitor_key() -> str:
    """The address, or the number of who was asked for a proof and gave it."""
    number = session.get(NUMBER)
    return day_salt.hashed(f"visitor {number}") if number else address_key()


def is_counted_apart() -> bool:
    """Whether the visitor has given a proof."""
    return NUMBER in session


def count_apart() -> None:
    """Count the visitor by themselves from now on, in this browser, and not by their address.

    The number is random, and only its hash is counted: it says nothing of the visitor.
    """
    session[NUMBER] = secrets.token_urlsafe(12)


def everyone_key() -> str:
    """One counter for all addresses together."""
    return "everyone"


def is_reading() -> bool:
    """Whether the request only looks."""
    return request.method in READING_METHODS


def is_refused(response: Response) -> bool:
    """Whether an attempt failed: a success redirects."""
    return response.status_code not in (302, 303)


def _is_no_part_of_a_flood() -> bool:
    """Whether a change is counted by its address already, or is none."""
    return is_reading() or not is_counted_apart()


limiter = Limiter(
    visitor_key,
    application_limits=[
        ApplicationLimit("600 per 5 minutes", key_function=visitor_key, exempt_when=is_reading),
        ApplicationLimit(
            "6000 per 5 minutes", key_function=address_key, exempt_when=_is_no_part_of_a_flood
        ),
    ],
    in_memory_fallback_enabled=True,
)


def init_app(app: Flask) -> None:
    """Count from now on, and have the worker clear the counters that have ended."""
    rate_store.init_app(app)
    share = day_salt.through_memory(Path(app.config["MEMORY_DIR"]), Path(app.config["DATA_DIR"]))
    failures: tuple[type[Exception], ...] = (OSError,)
    app.config["RATELIMIT_STORAGE_URI"] = rate_store.URI
    if redis := app.config["REDIS_URL"]:
        app.config["RATELIMIT_STORAGE_URI"] = f"{rate_store.REDIS}{redis}"
        app.config["RATELIMIT_STORAGE_OPTIONS"] = rate_store.REDIS_OPTIONS
    limiter.init_app(app)
    store_log.follow(limiter.logger)
    if isinstance(limiter.storage, rate_store.SaltedRedis):
        share, failures = limiter.storage.share, _failures()
    day_salt.init_app(app, share, failures)
    jobs.each_hour(app, "rate counts", rate_store.remove_expired)


def store_answers() -> bool:
    """Whether the store of the counters answers, and soon."""
    return bool(limiter.storage.check())


def sign_in(view: View) -> View:
    """Failed sign-ins: ten in five minutes for an address, a thousand for all together."""
    for limit, key in (("10 per 5 minutes", address_key), ("1000 per 5 minutes", everyone_key)):
        view = limiter.shared_limit(
            limit, scope="sign-in", key_func=key, methods=["POST"], deduct_when=is_refused
        )(view)
    return view


def challenges(view: View) -> View:
    """Devices that are asked to sign: 100 in five minutes for an address, 3000 for all together.

    Each leaves a row for as long; a body's staff come from one address in the same minutes.
    """
    for limit, key in (("100 per 5 minutes", address_key), ("3000 per 5 minutes", everyone_key)):
        view = limiter.shared_limit(limit, scope="challenges", key_func=key, methods=["POST"])(view)
    return view


def by_visitor(
    most: str,
    of_address: str,
    scope: str,
    *,
    methods: list[str] | None = None,
    exempt_when: Callable[[], bool] | None = None,
) -> Callable[[View], View]:
    """``most`` for a visitor, and ``of_address`` for all of an address who are counted apart."""

    def is_exempt() -> bool:
        return not is_counted_apart() or (exempt_when is not None and exempt_when())

    def limited(view: View) -> View:
        counted = limiter.shared_limit(
            most, scope=scope, key_func=visitor_key, methods=methods, exempt_when=exempt_when
        )
        ceiling = limiter.shared_limit(
            of_address, scope=scope, key_func=address_key, methods=methods, exempt_when=is_exempt
        )
        return ceiling(counted(view))

    return limited


def asks_for_proof(limit: Any) -> bool:
    """Whether who is refused by this limit is asked for a proof, and goes on."""
    return getattr(limit, "key_func", None) is visitor_key


def note_beginning() -> None:
    """Count a form that someone has begun to fill in."""
    _note(Flood.BEGINNINGS)


def note_wrong_code() -> None:
    """Count a code that opens nothing."""
    _note(Flood.WRONG_CODES)


def _note(flood: Flood) -> None:
    for allowed, key in _before_proof(flood):
        with suppress(*_failures()):
            limiter.limiter.hit(allowed, *key)


def needs_proof(flood: Flood = Flood.BEGINNINGS) -> bool:
    """Whether it was done more often within the hour than people do it: by this address, or by
    all together."""
    for allowed, key in _before_proof(flood):
        with suppress(*_failures()):
            if not limiter.limiter.test(allowed, *key):
                return True
    return False


def is_first(kind: str, value: str) -> bool:
    """Whether ``value`` comes for the first time today; True where nothing can be counted."""
    try:
        return int(limiter.storage.incr(f"{kind}/{value}", rate_store.DAY)) == 1
    except _failures():
        return True


def is_within_day(kind: str, most: Iterable[tuple[str, Callable[[], str]]], cost: int) -> bool:
    """Count ``cost`` for each setting that says how much a day is allowed, and whose key it is for.

    Whether none is passed; a setting of 0 allows all, and so does a store that fails.
    """
    for setting, key in most:
        allowed = int(current_app.config[setting])
        with suppress(*_failures()):
            item = RateLimitItemPerDay(allowed or 1)
            if allowed and not limiter.limiter.hit(item, kind, key(), cost=cost):
                return False
    return True


def _failures() -> tuple[type[Exception], ...]:
    """What the store raises when it fails; then nothing is counted, and nobody asked."""
    raised = limiter.storage.base_exceptions
    return raised if isinstance(raised, tuple) else (raised,)


def _before_proof(flood: Flood) -> Iterator[tuple[RateLimitItem, tuple[str, ...]]]:
    """How often in an hour asks for nothing, for whom; a setting of 0 never asks."""
    if flood is Flood.WRONG_CODES:
        yield RateLimitItemPerHour(FREE_TRIES), (flood.value, address_key())
        return
    for setting, key in (("PROOF_AFTER_ADDRESS", address_key), ("PROOF_AFTER_ALL", everyone_key)):
        if most := int(current_app.config[setting]):
            yield RateLimitItemPerHour(most + 1), (flood.value, key())


def own_data(view: View) -> View:
    """Files of one's own data, which a telephone number completes: ten an hour for an address.

    Each is a guess at the number, so that no proof buys more of them.

    A copy of one's data is a right of 个人信息保护法 Art. 44 to 50.
    """
    return limiter.shared_limit(
        "10 per hour", scope="own-data", key_func=address_key, methods=["POST"]
    )(view)


def search(view: View) -> View:
    """Searching, by page or by API: 120 a minute for a visitor.

    What ``page_cache`` gives out is not counted: it costs less than the counting.
    """
    return by_visitor("120 per minute", "1200 per minute", "search")(view)


def document(view: View) -> View:
    """Documents that take a second to draw: ten a minute for a visitor."""
    return by_visitor("10 per minute", "60 per minute", "document")(view)


def suggestions(view: View) -> View:
    """Suggestions, one for each pause in typing: 600 a minute for an address.

    Without them a word is written to its end: nobody is asked for a proof.
    """
    return limiter.shared_limit("600 per minute", scope="suggestions", key_func=address_key)(view)


def seconds_left(seconds: int) -> int:
    """How long a window of this many seconds still lasts."""
    return rate_store.window_end(seconds) - int(time.time())


def count(kind: str, value: str, *, days: int) -> int:
    """Count ``value`` once more; returns how often it came in the days since its first time."""
    key = keyring(Ring.IDENTITY).mac(f"tally {kind}", value.encode())[:32]
    try:
        return cast(rate_store.SaltedCounting, limiter.storage).tally(f"tally/{key}", days)
    except limiter.storage.base_exceptions as error:
        log.warning("tallies.failed", error=type(error).__name__)
        return 0
