"""Who stands between a visitor and the site: proxies that are believed, and the machine itself.

A wrong ``PROXY_HOPS`` shows in no page: the whole city has one address then, or anyone may choose
theirs. So what requests tell of it is remembered for the doctor: a file a kind of sighting, which
holds the day of the last one. No address is kept.
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.kernel import clock

EXTENSION = "proxy_sightings"
FORWARDING = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Real-Ip")
"""Headers that a proxy adds, and a program on this machine does not."""
LATELY = timedelta(days=7)


class Sighting(StrEnum):
    """What a request told of the proxies; the value is the name of its file."""

    FORWARDED = "forwarded"
    """One came through a proxy, and PROXY_HOPS says there is none."""
    DIRECT = "direct"
    """One came past proxies that PROXY_HOPS counts."""


def init_app(app: Flask) -> None:
    """Believe as many proxies as PROXY_HOPS says, and note what contradicts it."""
    if hops := int(app.config["PROXY_HOPS"]):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # Flask's own way to wrap it
    app.extensions[EXTENSION] = {}
    app.before_request(note_sighting)


def is_from_this_machine() -> bool:
    """Whether a program on this very machine asks, and no proxy for somebody else."""
    return is_loopback(_peer()) and not any(name in request.headers for name in FORWARDING)


def is_loopback(address: str) -> bool:
    """Whether the address is one of this machine's own."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def note_sighting() -> None:
    """Remember that a request contradicts PROXY_HOPS: once a day in each process."""
    seen = _sighting()
    noted: dict[Sighting, date] = current_app.extensions[EXTENSION]
    if seen is None or noted.get(seen) == clock.today():
        return
    noted[seen] = clock.today()
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    (_folder() / seen).write_text(clock.today().isoformat(), encoding="ascii")


def seen_lately() -> Collection[Sighting]:
    """What requests of the last week told that contradicts PROXY_HOPS as it is set now."""
    believed = int(current_app.config["PROXY_HOPS"])
    possible = Sighting.DIRECT if believed else Sighting.FORWARDED
    file = _folder() / possible
    if not file.exists():
        return set()
    last = date.fromisoformat(file.read_text(encoding="ascii"))
    return {possible} if clock.today() - last < LATELY else set()


def _sighting() -> Sighting | None:
    """Only a neighbour of this machine can be its proxy: what others claim is not believed."""
    believed = int(current_app.config["PROXY_HOPS"])
    forwarded = request.headers.get("X-Forwarded-For")
    chain = len(forwarded.split(",")) if forwarded else 0
    if not believed:
        return Sighting.FORWARDED if chain and _is_neighbour(_peer()) else None
    is_ours = not chain and is_loopback(_peer())
    return None if chain >= believed or is_ours else Sighting.DIRECT


def _is_neighbour(address: str) -> bool:
    """Whether the address is in this machine or its own network; a local socket has none."""
    try:
        return ip_address(address).is_private
    except ValueError:
        return True


def _peer() -> str:
    """Who is at the other end of the connection, whatever headers say."""
    before = request.environ.get("werkzeug.proxy_fix.orig", request.environ)
    return str(before.get("REMOTE_ADDR") or "")


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "proxies"
