"""Where the page of a found record is."""

from flask import url_for

from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.web.record_urls import record_url

ENDPOINTS: dict[SearchKind, tuple[str, str]] = {
    SearchKind.COMPANY: ("portal.company", "uscc"),
    SearchKind.RED: ("credit.detail", "entry_id"),
    SearchKind.BLACK: ("credit.detail", "entry_id"),
    SearchKind.CASE: ("cases.detail", "record_id"),
    SearchKind.PROJECT: ("projects.detail", "code"),
    SearchKind.BULLETIN: ("bulletins.detail", "bulletin_id"),
    SearchKind.LICENCE: ("licences.detail", "licence_id"),
    SearchKind.INDICATOR: ("indicators.detail", "code"),
    SearchKind.INSPECTION: ("inspections.detail", "inspection_id"),
    SearchKind.HONOUR: ("honours.detail", "honour_id"),
    SearchKind.SURVEY: ("surveys.detail", "survey_id"),
    SearchKind.LIVELIHOOD: ("livelihood.year", "year"),
    SearchKind.FUND: ("funds.detail", "record_id"),
    SearchKind.CREATION: ("creation.detail", "number"),
    SearchKind.MONTHLY: ("monthly.detail", "code"),
}


def address_of(document: SearchDocument, *, external: bool = False) -> str:
    """The address of a record's own page; with ``external``, complete."""
    endpoint, argument = ENDPOINTS[document.kind]
    variable = {argument: document.ref}
    return (
        url_for(endpoint, _external=True, **variable)
        if external
        else record_url(endpoint, **variable)
    )
