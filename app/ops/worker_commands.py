"""Commands for the worker and what waits for it."""

import sys
from collections.abc import Iterator
from datetime import datetime

import click
from flask import Flask
from flask.cli import with_appcontext

from app.kernel import audit, clock, logging
from app.kernel.db.connections import wait_until_reachable
from app.kernel.db.session import db
from app.kernel.jobs import outbox, queries
from app.kernel.jobs import worker as lanes
from app.kernel.jobs.subscriptions import subscriptions
from app.kernel.jobs.worker import WorkSummary
from app.ops.starting import StartRefusedError, check_keys_and_folder


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(worker)
    app.cli.add_command(outbox_group)


@click.command()
@click.option("--once", is_flag=True, help="Do all that is due, then exit.")
@with_appcontext
def worker(once: bool) -> None:
    """Send mail, keep the index and counted numbers up to date, run imports and hourly jobs."""
    if not once:
        wait_until_reachable(db.engine)
    try:
        check_keys_and_folder()
    except StartRefusedError as refusal:
        raise click.ClickException(f"not started: {refusal}") from refusal
    if not once:
        logging.keep_to_lines()
        lanes.work()
        return
    summary = lanes.work_once()
    for line in _lines_of(summary):
        click.echo(line)
    if summary.failed:
        sys.exit(1)


@click.group("outbox")
def outbox_group() -> None:
    """What waits for the worker: mail, the index, counted numbers."""


def _topic(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and value not in subscriptions():
        known = ", ".join(sorted(subscriptions()))
        raise click.BadParameter(f"there is no topic {value}; there are {known}")
    return value


_of_topic = click.option("--topic", callback=_topic, help="Only of this topic, such as mail.")


@outbox_group.command("list")
@_of_topic
@with_appcontext
def list_messages(topic: str | None) -> None:
    """How many messages wait and were given up, by topic, and which these are."""
    now = clock.now()
    resting = {each.topic: each for each in queries.open_breakers()}
    for each in queries.backlog():
        if topic not in {None, each.topic}:
            continue
        age = f", the oldest for {_span(now, each.oldest_at)}" if each.oldest_at else ""
        click.echo(f"{each.topic}: {each.depth} wait{age}; {each.dead} dead")
        if breaker := resting.get(each.topic):
            click.echo(
                f"  its service has not answered for {_span(now, breaker.opened_at)} "
                f"({breaker.failures} failures in a row): one message at a time is tried"
            )
    for message in queries.dead_messages(topic=topic):
        click.echo(
            f"dead {message.topic} {message.id}: {message.attempts} attempts until "
            f"{message.dead_at:%Y-%m-%d %H:%M} UTC, {message.last_error}"
        )


@outbox_group.command("replay")
@_of_topic
@with_appcontext
def replay(topic: str | None) -> None:
    """Try dead messages anew, and what waits for a later attempt at once."""
    count = outbox.replay(topic)
    audit.note("system.replayed", reason=f"{count} messages of {topic or 'all topics'}")
    click.echo(f"{count} dead messages are tried again, and what waited for a later attempt")


def _lines_of(summary: WorkSummary) -> Iterator[str]:
    yield f"{len(summary.runs)} jobs run, {summary.messages} messages done"
    for run in summary.runs:
        if run.is_failed:
            yield f"failed: {run.name} (the log says why)"
        elif isinstance(run.result, int) and run.result:
            yield f"{run.name}: {run.result}"
    for topic, count in summary.waiting.items():
        yield f"still waiting: {count} of {topic} (flask --app wsgi outbox list --topic {topic})"


def _span(now: datetime, since: datetime | None) -> str:
    """How long it is since then, in the greatest unit of which there is at least one."""
    seconds = int((now - since).total_seconds()) if since else 0
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
