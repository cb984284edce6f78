"""The register of the kinds of records: one line for each, from which all else follows."""

from typing import Any

from flask import Flask

from app.publishing.kind.kind import PublicKind, RecordKind
from app.publishing.kind.registry import register_kinds
from app.records.bulletins.kind import ARTICLES
from app.records.cases.kind import KIND as CASES
from app.records.credit.kind import KIND as CREDIT
from app.records.funds.kind import KIND as FUNDS
from app.records.honours.kind import KIND as HONOURS
from app.records.indicators.kind import VALUES
from app.records.inspections.kind import KIND as INSPECTIONS
from app.records.licences.kind import KIND as LICENCES
from app.records.livelihood.kind import PROBLEMS, PROGRAMMES
from app.records.projects.kind import PROJECTS, REPORTS
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
OWN_PAGES: tuple[RecordKind[Any], ...] = (
    ARTICLES,
    PROJECTS,
    REPORTS,
    VALUES,
    PROGRAMMES,
    PROBLEMS,
)
"""Kinds whose public pages are their own: declared are their forms, their desks and their words."""


def init_app(app: Flask) -> None:
    """Publish them."""
    register_kinds(app, KINDS)
