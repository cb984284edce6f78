"""The public pages of a kind: its list, one record, the files of one."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.kernel.files.uploads import download
from app.kernel.imports.exporting import export
from app.kernel.web.qr_codes import qr_code
from app.publishing.kind import lists, queries
from app.publishing.kind.kind import PublicKind
from app.publishing.kind.lists import columns
from app.publishing.life.attachments import attachment_of, attachments_of
from app.publishing.life.chain import public_links


def public_pages(kind: PublicKind[Any]) -> Blueprint:
    """The pages of the kind."""
    bp = Blueprint(kind.endpoint, kind.__class__.__module__, url_prefix=kind.path)
    kind.add_pages(bp)
    _add_lists(kind, bp)

    @bp.get("/<int:record_id>")
    def detail(record_id: int) -> str:
        """One record with all that is public of it."""
        return record_page(kind, record_id)

    @bp.get("/<int:record_id>/files/<int:attachment_id>")
    def attachment(record_id: int, attachment_id: int) -> Response:
        """A file of what is public, for as long as it is."""
        return download(attachment_of(queries.shown(kind, record_id), attachment_id).stored)

    return bp


def _add_lists(kind: PublicKind[Any], bp: Blueprint) -> None:
    """The list of the kind, or one for each value of the field by which there are several."""
    values = [value for field in lists.apart(kind) for value, _ in lists.fixed_choices(field)]
    if not values:
        _add_list(kind, bp, "", "index")
        return
    for value in values:
        fixed = {kind.lists_by: kind.by_name[kind.lists_by].type.typed(value)}
        _add_list(kind, bp, f"/{value}", f"{value}_list", **fixed)
    bp.add_url_rule("", "index", _first_list(kind, values[0]))


def _first_list(kind: PublicKind[Any], value: str) -> Callable[[], Redirect]:
    def index() -> Redirect:
        """The section begins with the first of its lists."""
        return redirect(url_for(f"{kind.endpoint}.{value}_list"))

    return index


def _add_list(kind: PublicKind[Any], bp: Blueprint, rule: str, endpoint: str, **fixed: Any) -> None:
    @bp.get(rule, endpoint=endpoint)
    def page() -> str | Response:
        """The records shown today, narrowed and sorted as the address says."""
        return list_page(kind, **fixed)


def list_page(kind: PublicKind[Any], **fixed: Any) -> str | Response:
    """A page of the list, or all of it as a file; ``fixed`` is what its address says of it."""
    offered = lists.offered(kind, request.args, fixed)
    form = lists.filter_form(kind).read(request.args, **offered)
    filters, listing = lists.filters(kind, form, fixed), lists.listing(kind)
    title = lists.title(kind, fixed)
    if file_format := request.args.get("format"):
        rows = queries.all_rows(kind, listing, filters, form["sort"].data)
        return export(file_format, name=title, columns=columns(kind), rows=rows)
    return render_template(
        kind.list_template,
        kind=kind,
        title=title,
        form=form,
        page=listing.page(filters, form["sort"].data, form["page"].data),
        **kind.beside_list(filters),
    )


def record_page(kind: PublicKind[Any], key: int) -> str:
    """The page of one record; NotFoundError or GoneError where it is not public today."""
    record = queries.shown(kind, key)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    return render_template(
        kind.page_template,
        kind=kind,
        record=record,
        source=kind.source_of(record),
        files=attachments_of(record),
        chain=public_links(record),
        address=address,
        qr=qr_code(address),
        **kind.beside_page(record),
    )
