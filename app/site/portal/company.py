"""The page of a company: everything known of it, and where each line comes from."""

from collections.abc import Iterator
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel.web.filtering import FilterForm
from app.kernel.web.qr_codes import qr_code
from app.publishing.kind.queries import kinds_with_records, of_company, sources_of
from app.records.bulletins.views import articles_about
from app.records.companies.kind import CompanyKind
from app.records.companies.queries import company_by_ref
from app.records.credit.rules import ListKind
from app.records.register import KINDS
from app.site.portal import queries
from app.site.portal.blueprint import bp

BLOCKS = [kind for kind in KINDS if isinstance(kind, CompanyKind)]
"""The kinds whose records speak of a company."""


@bp.get("/companies/<uscc>")
def company(uscc: str) -> str | Response:
    """A company by its credit code; its old registration number leads to the same page.

    A company stays when its records have left: then the page says that nothing is shown.
    """
    found = company_by_ref(uscc)
    if found.ref != uscc:
        return redirect(url_for("portal.company", uscc=found.ref), code=301)
    page = FilterForm.read(request.args).page.data
    records = queries.records_of_company(found.id, page=page)
    listed = {kind: [row for row in records.credit if row.list is kind] for kind in ListKind}
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    return render_template(
        "site/portal/company.html",
        company=found,
        records=records,
        blocks=list(_blocks(found.id)),
        articles=articles_about(found),
        red=listed[ListKind.RED],
        black=listed[ListKind.BLACK],
        address=address,
        qr=qr_code(address),
    )


def _blocks(company_id: int) -> Iterator[tuple[CompanyKind[Any], list[Any]]]:
    """Kinds that have published records of the company, with them, newest first."""
    kinds = [kind for kind in BLOCKS if not kind.has_own_company_block]
    for kind in kinds_with_records(kinds, company_id):
        yield kind, of_company(kind, company_id, load=sources_of(kind))
