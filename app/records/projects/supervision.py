"""What residents said of a project: the feature that hears them tells it, a project does not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app

EXTENSION = "project_supervision"


@dataclass(frozen=True)
class PublicAnswer:
    """An answer that its reporter lets everyone read."""

    title: str
    outcome: str
    url: str
    on: date


@dataclass(frozen=True)
class Supervision:
    """How many matters there were about a project, how many ended, how many are overdue."""

    total: int = 0
    answered: int = 0
    overdue: int = 0
    answers: Sequence[PublicAnswer] = ()


SupervisionSource = Callable[[int], Supervision]


def register_supervision(app: Flask, source: SupervisionSource) -> None:
    """Let ``source`` tell what was said of a project, given its key."""
    app.extensions[EXTENSION] = source


def supervision_of(project_id: int) -> Supervision:
    """What residents said of the project, and what came of it."""
    source: SupervisionSource = current_app.extensions[EXTENSION]
    return source(project_id)
