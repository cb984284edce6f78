"""Pages of words (about, site map, privacy, accessibility, rules of publication), and the page of a
company: everything known of it, and where each line comes from.
"""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.kernel.web.filtering import FilterForm
from app.kernel.web.qr_codes import qr_code
from app.publishing.kind.queries import kinds_with_records, of_company, sources_of
from app.records.bulletins.views import articles_about
from app.records.companies.kind import CompanyKind
from app.records.companies.queries import company_by_ref
from app.records.credit.rules import ListKind
from app.records.register import KINDS
from app.site.portal import queries
from app.site.portal.navigation import PLACES, has_place, place

bp = Blueprint("portal", __name__)

BLOCKS = [kind for kind in KINDS if isinstance(kind, CompanyKind)]
"""The kinds whose records speak of a company."""
NO_PAGES = frozenset({"sign_in", "api", "creation_standards"})
"""Fixed addresses that are none for search engines: the last only leads on to another."""


@bp.get("/about")
def about() -> str:
    """What the site is, who runs it, and where its records come from."""
    return render_template("site/portal/about.html")


@bp.get("/privacy")
def privacy() -> str:
    """What is kept of visitors and reporters, and what is not (个人信息保护法 Art. 17)."""
    return render_template("site/portal/privacy.html")


@bp.get("/accessibility")
def accessibility() -> str:
    """How to show the site larger, clearer or without a mouse (GB/T 37668-2019)."""
    return render_template("site/portal/accessibility.html")


@bp.get("/rules")
def rules() -> str:
    """How records are listed, how long they are shown, how they are corrected and repaired.

    What it tells of periods and repair is that of 信用修复管理办法 (发改委令36号).
    """
    return render_template("site/portal/rules.html")


@bp.get("/sitemap")
def sitemap() -> str:
    """All sections of the site on one page, as 政府网站发展指引 asks."""
    kinds = [each for kind in KINDS for each in kind.downloads]
    return render_template("site/portal/sitemap.html", kinds=kinds)


@bp.get("/sitemap.xml")
def sitemap_xml() -> Response:
    """The fixed pages, for search engines."""
    root = request.url_root.rstrip("/")
    pages = [root + place(name) for name in PLACES if name not in NO_PAGES and has_place(name)]
    body = render_template("site/portal/sitemap.xml", pages=pages)
    return Response(body, mimetype="application/xml")


@bp.get("/companies/<uscc>")
def company(uscc: str) -> str | Redirect:
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
