"""The home page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians, sin

from flask import render_template

from app.insight.evaluation.rules import TARGET
from app.kernel import clock
from app.kernel.search.documents import SearchKind
from app.publishing.kind.lists import newest
from app.records.bulletins import queries as articles
from app.records.cases.kind import KIND as CASES
from app.records.credit.rules import ListKind
from app.records.projects.rules import ProjectState, days_late, state
from app.site.portal import queries
from app.site.portal.pages import bp

LINES = 4

Line = tuple[str, str, date | None]
"""Title, address and date of a line."""


@dataclass(frozen=True)
class Lines:
    """The newest of each list of records."""

    red: list[Line]
    black: list[Line]
    cases: list[Line]
    closed: list[Line]


@dataclass(frozen=True)
class ProjectLine:
    """A project with its standing: words, tone and icon of a chip."""

    title: str
    url: str
    on: date | None
    chip: tuple[str, str, str]


@bp.get("/")
def home() -> str:
    """Search, the two acts, the city's numbers, and the newest of each list."""
    today = clock.today()
    newest, warnings = articles.front_page(limit=LINES)
    city, districts = queries.city_figures(today)
    handling = queries.handling_of_year(today, districts)
    rates = [(short[0], name, tally.rate) for (short, name), tally in handling.districts.items()]
    return render_template(
        "site/portal/home.html",
        figures=city,
        handling=handling,
        knobs=knobs(rates),
        sparkline=sparkline([value for _, value in handling.medians]),
        lines=newest_lines(),
        projects=list(project_lines(today)),
        kinds=SearchKind.choices(),
        bulletins=[(each.title, f"/bulletins/{each.id}", each.published_on) for each in newest],
        warnings=warnings,
    )


def newest_lines() -> Lines:
    """The newest of each list but projects and articles, as lines."""
    closed = queries.newest_closed(LINES)
    credit = queries.newest_credit(LINES)
    listed: dict[ListKind, list[Line]] = {
        kind: [
            (f"{e.company.name}：{e.named(e.title)}", f"/credit/{e.id}", e.decided_on) for e in rows
        ]
        for kind, rows in credit.items()
    }
    return Lines(
        red=listed[ListKind.RED],
        black=listed[ListKind.BLACK],
        cases=[
            (c.named(c.title), f"/cases/{c.id}", c.published_on) for c in newest(CASES, limit=LINES)
        ],
        closed=[
            (m.public_title or m.number, f"/complaints/closed/{m.id}", m.closed_on) for m in closed
        ],
    )


def project_lines(today: date) -> Iterable[ProjectLine]:
    """The projects that reported last."""
    for row in queries.newest_projects(LINES):
        standing = state(
            stopped=row.is_stopped,
            percent=row.latest_percent,
            next_due_on=row.next_due_on,
            today=today,
        )
        chip = project_chip(standing, days_late(row.next_due_on, today))
        yield ProjectLine(row.name, f"/projects/{row.code}", row.latest_report_on, chip)


def project_chip(standing: ProjectState, late: int) -> tuple[str, str, str]:
    """Words, tone and icon that say how a project stands; ``late`` is in days."""
    if standing is ProjectState.AT_RISK:
        return f"滞后 {late} 天", "warn", "alert"
    if standing is ProjectState.DELAYED:
        return f"滞后 {late} 天", "late", "alert"
    if standing is ProjectState.STOPPED:
        return standing.label, "", "pause"
    return standing.label, "ok", "check"


CENTRE = 180.0
KNOB_RADIUS = 134.0
LOBES = 12


@dataclass(frozen=True)
class Knob:
    """A district on the rim of the mirror: its first character, and whether it met the target.

    ``x`` and ``y`` are in drawing units; ``rate`` is 0 to 1, None where too few ended.
    """

    x: float
    y: float
    character: str
    name: str
    rate: float | None

    @property
    def is_full(self) -> bool:
        """Full when the target is met; hollow when not, or when too few ended to say."""
        return self.rate is not None and self.rate >= TARGET


def knobs(rates: Sequence[tuple[str, str, float | None]]) -> list[Knob]:
    """Place up to twelve districts (character, name, rate from 0 to 1) clockwise from the top."""
    placed = []
    for index, (character, name, rate) in enumerate(rates[:LOBES]):
        angle = radians((index + 0.5) * 360 / LOBES)
        x = CENTRE + KNOB_RADIUS * sin(angle)
        y = CENTRE - KNOB_RADIUS * cos(angle)
        placed.append(Knob(round(x, 1), round(y, 1), character, name, rate))
    return placed


def sparkline(values: Sequence[float]) -> list[tuple[float, float]]:
    """Points of a line through ``values`` in a field of 132 by 34 units, the highest on top."""
    if not values:
        return []
    low, high = min(values), max(values)
    span = high - low or 1
    step = 124 / max(1, len(values) - 1)
    return [
        (round(4 + index * step, 1), round(29 - 24 * (value - low) / span, 1))
        for index, value in enumerate(values)
    ]
