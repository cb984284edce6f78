"""Public pages of articles, and the columns of their download."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, render_template, request, url_for

from app.kernel.imports.exporting import ExportColumn, export
from app.kernel.web.qr_codes import qr_code
from app.records.bulletins import queries
from app.records.bulletins.articles import Article
from app.records.bulletins.forms import BulletinFilterForm
from app.records.bulletins.rules import BulletinFilters, BulletinKind
from app.records.cases.kind import CaseArticle

if TYPE_CHECKING:
    from app.records.companies.models import Company


bp = Blueprint("bulletins", __name__, url_prefix="/bulletins")
TABS = [(None, "全部"), *BulletinKind.choices()]
COLUMNS: tuple[ExportColumn[Article], ...] = (
    ExportColumn("id", "记录编号", lambda bulletin: bulletin.id),
    ExportColumn("kind", "类别", lambda bulletin: bulletin.kind),
    ExportColumn("title", "标题", lambda bulletin: bulletin.title),
    ExportColumn("level", "警示级别", lambda bulletin: bulletin.level),
    ExportColumn("scope", "警示范围", lambda bulletin: bulletin.scope),
    ExportColumn("campaign", "活动名称", lambda bulletin: bulletin.campaign),
    ExportColumn("begins_on", "活动开始", lambda bulletin: bulletin.begins_on),
    ExportColumn("ends_on", "活动结束", lambda bulletin: bulletin.ends_on),
    ExportColumn("summary", "摘要", lambda bulletin: bulletin.summary),
    ExportColumn("body", "正文", lambda bulletin: bulletin.text),
    ExportColumn("document_number", "文号", lambda bulletin: bulletin.document_number),
    ExportColumn("bureau", "发布单位", lambda bulletin: bulletin.bureau_name),
    ExportColumn("published_on", "发布日期", lambda bulletin: bulletin.published_on),
    ExportColumn("publish_until", "公示至", lambda bulletin: bulletin.publish_until),
)


@bp.get("")
def index() -> str | Response:
    """Articles, newest first."""
    form = BulletinFilterForm.read(request.args, year=queries.years())
    filters = form.chosen(BulletinFilters)
    if file_format := request.args.get("format"):
        rows = queries.all_bulletins(filters)
        return export(file_format, name="通知公告", columns=COLUMNS, rows=rows)
    page = queries.bulletins(filters, page=form.page.data)
    return render_template(
        "records/bulletins/list.html",
        form=form,
        page=page,
        kinds=[(label, url_for("bulletins.index", kind=kind), None) for kind, label in TABS],
        warnings=queries.warnings_in_force() if page.page == 1 and not form.chips else [],
    )


@bp.get("/<int:bulletin_id>")
def detail(bulletin_id: int) -> str:
    """One article."""
    article, companies = queries.bulletin(bulletin_id)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    return render_template(
        "records/bulletins/detail.html",
        bulletin=article,
        companies=companies,
        newest=queries.newest_bulletins(limit=6),
        address=address,
        qr=qr_code(address),
    )


def case_articles(case_id: int) -> list[CaseArticle]:
    """Articles that tell of a case, for its page."""
    return [_line(article) for article in queries.articles_of_case(case_id)]


def articles_about(company: "Company") -> list[CaseArticle]:
    """Articles that tell of a company, for its page."""
    return [_line(article) for article in queries.articles_of_company(company)]


def _line(article: Article) -> CaseArticle:
    url = url_for("bulletins.detail", bulletin_id=article.id)
    return CaseArticle(article.kind.label, article.title, url, article.published_on)
