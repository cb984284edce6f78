"""Who handles which topic of the outbox."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from flask import Flask, current_app

from app.kernel.jobs.models import Payload

EXTENSION = "outbox"
Handler = Callable[[Sequence[Payload]], None]
SendOne = Callable[[Payload], None]
OpenSession = Callable[[], AbstractContextManager[SendOne]]


@dataclass(frozen=True)
class Subscription:
    """Who handles a topic with what the site has itself, and how many messages it takes at once."""

    handler: Handler
    batch_size: int


@dataclass(frozen=True)
class RemoteSubscription:
    """Who hands a topic to a service outside, which may be slow or gone; one message at a time."""

    open_session: OpenSession
    batch_size: int
    """How many messages may follow each other in a session."""


AnySubscription = Subscription | RemoteSubscription


def subscribe(app: Flask, topic: str, handler: Handler, *, batch_size: int = 1) -> None:
    """Make ``handler`` the one that gets the payloads of ``topic``: a batch is done, or is not."""
    _put(app, topic, Subscription(handler, batch_size))


def subscribe_remote(
    app: Flask, topic: str, open_session: OpenSession, *, batch_size: int = 20
) -> None:
    """Have ``topic`` sent outside, in a lane of its own and behind a circuit breaker.

    Each message that a session has sent is done at once. What the session raises is the failure of
    the message that it was given; ``MessageRefusedError`` says that the service works all the same.
    """
    _put(app, topic, RemoteSubscription(open_session, batch_size))


def subscriptions() -> Mapping[str, AnySubscription]:
    """All of them by topic."""
    found: Mapping[str, AnySubscription] = current_app.extensions.get(EXTENSION, {})
    return found


def remote_topics() -> list[str]:
    """The topics that services outside handle."""
    return [topic for topic, one in subscriptions().items() if isinstance(one, RemoteSubscription)]


def _put(app: Flask, topic: str, subscription: AnySubscription) -> None:
    app.extensions.setdefault(EXTENSION, {})[topic] = subscription
