"""The register of the kinds of records: one line for each, from which all else follows."""

from typing import Any

from flask import Flask

from app.publishing.kind.kind import PublicKind
from app.publishing.kind.registry import register_kinds
from app.records.cases.kind import KIND as CASES
from app.records.credit.kind import KIND as CREDIT
from app.records.funds.kind import KIND as FUNDS
from app.records.honours.kind import KIND as HONOURS
from app.records.inspections.kind import KIND as INSPECTIONS
from app.records.licences.kind import KIND as LICENCES
from app.records.recalls.kind import KIND as RECALLS
from app.records.surveys.kind import KIND as SURVEYS

KINDS: tuple[PublicKind[Any], ...] = (
    CREDIT,
    CASES,
    LICENCES,
    INSPECTIONS,
    HONOURS,
    FUNDS,
    RECALLS,
    SURVEYS,
)
"""In the order of menus."""


def init_app(app: Flask) -> None:
    """Publish them."""
    register_kinds(app, KINDS)
