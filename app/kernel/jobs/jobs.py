"""What parts of the site have the worker do, besides what the outbox asks for."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from app.kernel.jobs.schedule import HOURLY, MAIN, JobDeclaration, declare, declared

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
PAST_THE_HOUR = timedelta(minutes=7)
"""When hourly jobs are due: not when all the world begins something."""


def each_minute(app: Flask, name: str, task: Callable[[], object]) -> None:
    """Have the worker run ``task``, which takes seconds, once a minute between other work."""
    declare(app, JobDeclaration(name, task, MINUTE, MAIN))


def each_hour(app: Flask, name: str, task: Callable[[], object]) -> None:
    """Have the worker run ``task`` once an hour, beside its other work."""
    declare(app, JobDeclaration(name, task, HOUR, HOURLY, offset=PAST_THE_HOUR))


def beside(
    app: Flask,
    name: str,
    task: Callable[[], object],
    *,
    is_waiting: Callable[[], bool] | None = None,
) -> None:
    """Have the worker run ``task``, which may take minutes, beside all others, each minute.

    It runs as soon as ``is_waiting`` says that there is work, which is asked each second and costs
    one quick statement, or ``wake_beside`` does. Workers may run it at the same time: it shares out
    its work by itself.
    """
    declare(app, JobDeclaration(name, task, MINUTE, lane=name, is_waiting=is_waiting))


def wake_beside(name: str) -> None:
    """Have this worker run a task of ``beside`` next; in another process it does nothing."""
    declared()[name].woken.set()
