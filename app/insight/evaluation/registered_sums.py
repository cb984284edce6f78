"""What of the evaluation is counted ahead: how matters were handled, which penalties are public,
how bodies publish, what passed spot checks.
"""

from flask import Flask

from app.insight.evaluation.queries import checks, counting, facts, penalties, scoring
from app.kernel.aggregates.kinds import CountedRows, SummedKind, register_kind
from app.matters.complaints.matter.models.matters import Matter
from app.records.cases.models import Case

COUNTED_OF_CASES = (
    "status",
    "published_on",
    "publish_until",
    "decided_on",
    "field",
    "fine_cents",
    "confiscated_cents",
)


def init_app(app: Flask) -> None:
    """Have them kept."""
    register_kind(
        app,
        SummedKind(
            name=counting.HANDLING,
            model=Matter,
            facts=facts.facts,
            shares=facts.shares,
            count=counting.count,
            scopes=counting.scopes,
            rows=facts.rows(),
            version=2,
        ),
    )
    register_kind(
        app,
        SummedKind(
            name=penalties.CASES,
            model=Case,
            facts=penalties.facts_of_cases,
            shares=penalties.shares_of_case,
            count=penalties.count_cases,
            scopes=penalties.case_scopes,
            rows={Case: CountedRows(COUNTED_OF_CASES, lambda case: (case.id,))},
        ),
    )
    for kind in (*scoring.kept_kinds(), checks.kept_kind()):
        register_kind(app, kind)
