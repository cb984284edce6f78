"""What came of a record, and what it came of: who links records says so, a record does not know it.

Each audience is told of what it may see: the public of what is public, staff of what is theirs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app

from app.publishing.life.models import Publication

EXTENSION = "record_chains"


@dataclass(frozen=True)
class ChainLink:
    """A step from a report to a list and out of it. No address: there, but not for this reader."""

    title: str
    on: date
    url: str = ""
    state: str = ""


@dataclass(frozen=True)
class Offer:
    """The next step, as an act: words of its button, and the address that it is posted to."""

    words: str
    url: str


def nothing(_record: Publication) -> tuple[()]:
    """What a source says that has nothing to say."""
    return ()


@dataclass(frozen=True)
class ChainSource:
    """Who knows of links: for the public, for the person at the desk, and what can be done."""

    public: Callable[[Publication], Iterable[ChainLink]] = nothing
    desk: Callable[[Publication], Iterable[ChainLink]] = nothing
    offers: Callable[[Publication], Iterable[Offer]] = nothing


def register_chain(app: Flask, source: ChainSource) -> None:
    """Let ``source`` say what belongs to a record."""
    app.extensions.setdefault(EXTENSION, []).append(source)


def public_links(record: Publication) -> list[ChainLink]:
    """What anyone may read of the record's chain, in the order of its days."""
    return _ordered(each for source in _sources() for each in source.public(record))


def desk_links(record: Publication) -> list[ChainLink]:
    """What the person at the desk may know of it."""
    return _ordered(each for source in _sources() for each in source.desk(record))


def offers(record: Publication) -> list[Offer]:
    """What the person at the desk can do next."""
    return [each for source in _sources() for each in source.offers(record)]


def _sources() -> list[ChainSource]:
    found: list[ChainSource] = current_app.extensions.get(EXTENSION, [])
    return found


def _ordered(links: Iterable[ChainLink]) -> list[ChainLink]:
    return sorted(links, key=lambda link: link.on)
