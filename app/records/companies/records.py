"""What is published of a company, from all features: each registers what it knows.

Features do not know each other; a case's page can still say that the company is on a list.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app


@dataclass(frozen=True)
class CompanyRecord:
    """A published record of a company: its seal, its words, its address, its date.

    ``body`` decided it; ``until`` is the last day on which it is shown, None when none is set.
    ``caution`` is what its reader must know beside it, such as 异议处理中.
    """

    mark: str
    title: str
    url: str
    on: date
    body: str = ""
    until: date | None = None
    caution: str = ""


RecordSource = Callable[[int], Iterable[CompanyRecord]]


def register_records(app: Flask, source: RecordSource) -> None:
    """Let ``source`` say what is published of a company, given its key."""
    app.extensions.setdefault("company_records", []).append(source)


def other_records(company_id: int | None, *, besides: str) -> list[CompanyRecord]:
    """What is published of the company, newest first, without the page ``besides``."""
    if company_id is None:
        return []
    sources: list[RecordSource] = current_app.extensions.get("company_records", [])
    found = [each for source in sources for each in source(company_id) if each.url != besides]
    return sorted(found, key=lambda each: each.on, reverse=True)
