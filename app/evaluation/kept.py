"""What of the evaluation is counted ahead: how matters were handled, and published penalties."""

from flask import Flask

from app.aggregates.kinds import Kind, register_kind
from app.cases.models import CaseDisclosure
from app.evaluation.queries import counting, penalties, touched


def init_app(app: Flask) -> None:
    """Have them kept."""
    register_kind(
        app,
        Kind(
            name=counting.HANDLING,
            count=counting.count,
            scopes=counting.scopes,
            rows=touched.rows_of_matters(),
        ),
    )
    register_kind(
        app,
        Kind(
            name=penalties.CASES,
            count=penalties.count_cases,
            scopes=penalties.case_scopes,
            rows={CaseDisclosure: touched.years_of_case},
            is_daily=True,
        ),
    )
