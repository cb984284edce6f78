"""What the site counts of itself for whoever watches over it; ``/metrics`` gives it out.

Each process counts in a file of its own, in the folder that PROMETHEUS_MULTIPROC_DIR names, and
whoever is asked adds up all files. Labels are names in our code: endpoints, scopes of limits,
actions of the log. They never hold anything of a person, of a record, or of an address.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    Summary,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import Engine, event

CONTENT_TYPE = CONTENT_TYPE_LATEST
REQUEST_SECONDS = Histogram(
    "mingjian_request_seconds",
    "How long answers took, without the network",
    ["endpoint"],
    buckets=(0.005, 0.025, 0.1, 0.3, 1, 3, 10, 30),
)
RESPONSES = Counter(
    "mingjian_responses", "Answers by the first digit of their status", ["endpoint", "status"]
)
STATEMENTS = Summary(
    "mingjian_request_statements",
    "Statements that the database was asked in a request",
    ["endpoint"],
)
KEPT_PAGES = Counter(
    "mingjian_kept_pages",
    "Requests for public pages: answered from memory (hit) or not",
    ["result"],
)
REFUSALS = Counter("mingjian_limit_refusals", "Requests refused by a limit", ["limit"])
DENIALS = Counter(
    "mingjian_denials", "Acts that were denied, by their name in the log of the audit", ["action"]
)
POLICY_REPORTS = Counter(
    "mingjian_policy_reports",
    "What browsers report of pages against the Content-Security-Policy",
    ["directive", "endpoint"],
)

_statements: ContextVar[list[int] | None] = ContextVar("statements", default=None)


def init_app(app: Flask) -> None:
    """Make the folder in which processes count."""
    folder = Path(app.config["PROMETHEUS_MULTIPROC_DIR"])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


@event.listens_for(Engine, "before_cursor_execute")
def _count_statement(*_of_the_statement: Any) -> None:
    counted = _statements.get()
    if counted is not None:
        counted[0] += 1


def begin_request() -> None:
    """Count statements from here on as those of a new request."""
    _statements.set([0])


def note_answer(endpoint: str, status: int, seconds: float) -> None:
    """Count a request that was answered, with the statements since it began."""
    REQUEST_SECONDS.labels(endpoint).observe(seconds)
    RESPONSES.labels(endpoint, f"{status // 100}xx").inc()
    counted = _statements.get()
    if counted is not None:
        STATEMENTS.labels(endpoint).observe(counted[0])
        _statements.set(None)


@dataclass(frozen=True)
class SiteGauge:
    """A value that is looked up when somebody asks for it. ``measure`` answers by label value."""

    name: str
    meaning: str
    label: str
    """Empty for a value that stands alone, which is under an empty label value."""
    measure: Callable[[], Mapping[str, float]]


class SiteGauges(Collector):
    """Values of ``SiteGauge`` as prometheus-client takes them."""

    def __init__(self, gauges: Iterable[SiteGauge]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[Metric]:
        """All of them, each measured now."""
        for gauge in self._gauges:
            family = GaugeMetricFamily(
                gauge.name, gauge.meaning, labels=[gauge.label] if gauge.label else []
            )
            for value, measured in gauge.measure().items():
                family.add_metric([value] if gauge.label else [], measured)
            yield family


def exposition(gauges: Iterable[SiteGauge]) -> bytes:
    """What all processes have counted, and ``gauges``, in the text format of Prometheus."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # of the library
    registry.register(SiteGauges(gauges))
    return generate_latest(registry)
