"""Pages of words: about, site map, privacy, accessibility, rules of publication."""

from flask import Response, render_template, request

from app.records.register import KINDS
from app.site.portal.blueprint import bp
from app.site.portal.navigation import PLACES, has_place, place

NO_PAGES = frozenset({"sign_in", "api", "creation_standards"})
"""Fixed addresses that are none for search engines: the last only leads on to another."""


@bp.get("/about")
def about() -> str:
    """What the site is, who runs it, and where its records come from."""
    return render_template("site/portal/about.html")


@bp.get("/privacy")
def privacy() -> str:
    """What is kept of visitors and reporters, and what is not."""
    return render_template("site/portal/privacy.html")


@bp.get("/accessibility")
def accessibility() -> str:
    """How to show the site larger, clearer or without a mouse."""
    return render_template("site/portal/accessibility.html")


@bp.get("/rules")
def rules() -> str:
    """How records are listed, how long they are shown, how they are corrected and repaired."""
    return render_template("site/portal/rules.html")


@bp.get("/sitemap")
def sitemap() -> str:
    """All sections of the site on one page."""
    kinds = [each for kind in KINDS for each in kind.downloads]
    return render_template("site/portal/sitemap.html", kinds=kinds)


@bp.get("/sitemap.xml")
def sitemap_xml() -> Response:
    """The fixed pages, for search engines."""
    root = request.url_root.rstrip("/")
    pages = [root + place(name) for name in PLACES if name not in NO_PAGES and has_place(name)]
    body = render_template("site/portal/sitemap.xml", pages=pages)
    return Response(body, mimetype="application/xml")
