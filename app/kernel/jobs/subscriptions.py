"""Who handles which topic of the outbox."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from app.kernel.jobs.models import Payload

EXTENSION = "outbox"
Handler = Callable[[Sequence[Payload]], None]


@dataclass(frozen=True)
class Subscription:
    """Who handles a topic, and how many messages it takes at once."""

    handler: Handler
    batch_size: int


def subscribe(app: Flask, topic: str, handler: Handler, *, batch_size: int = 1) -> None:
    """Make ``handler`` the one that gets the payloads of ``topic``, in order of writing."""
    app.extensions.setdefault(EXTENSION, {})[topic] = Subscription(handler, batch_size)


def subscriptions() -> Mapping[str, Subscription]:
    """All of them by topic."""
    found: Mapping[str, Subscription] = current_app.extensions.get(EXTENSION, {})
    return found
