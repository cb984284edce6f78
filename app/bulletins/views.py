"""Public pages of articles."""

from flask import Blueprint, Response, current_app, render_template, request, url_for

from app.bulletins import queries
from app.bulletins.exports import COLUMNS
from app.bulletins.forms import BulletinFilterForm
from app.bulletins.markup import render
from app.bulletins.rules import BulletinKind
from app.core.qr_codes import qr_code
from app.imports.exporting import export

bp = Blueprint("bulletins", __name__, url_prefix="/bulletins")

TABS = [(None, "全部"), *BulletinKind.choices()]


@bp.get("")
def index() -> str | Response:
    """Articles, newest first."""
    form = BulletinFilterForm.read(request.args, year=queries.years())
    if file_format := request.args.get("format"):
        rows = queries.all_bulletins(form.wanted())
        return export(file_format, name="通知公告", columns=COLUMNS, rows=rows)
    page = queries.bulletins(form.wanted(), page=form.page.data)
    return render_template(
        "bulletins/list.html",
        form=form,
        page=page,
        kinds=[(label, url_for("bulletins.index", kind=kind), None) for kind, label in TABS],
        warnings=queries.warnings_in_force() if page.page == 1 and not form.chips else [],
    )


@bp.get("/<int:bulletin_id>")
def detail(bulletin_id: int) -> str:
    """One article."""
    bulletin = queries.bulletin(bulletin_id)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    return render_template(
        "bulletins/detail.html",
        bulletin=bulletin,
        body=render(bulletin.body),
        newest=queries.newest_bulletins(limit=6),
        address=address,
        qr=qr_code(address),
    )
