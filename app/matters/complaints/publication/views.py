"""办结公开: closed matters whose reporters agreed."""

from collections.abc import Iterator

from flask import abort, render_template, request, url_for
from werkzeug import Response

from app.kernel.imports.exporting import ExportColumn, export
from app.matters.complaints.matter.views import bp
from app.matters.complaints.publication import queries
from app.matters.complaints.publication.forms import ClosedFilter
from app.matters.complaints.publication.queries import PublicFilter, PublicMatter
from app.people.queries import district_options
from app.records.companies.kind import CompanyRecord
from app.records.projects.supervision import PublicAnswer, Supervision

COLUMNS: tuple[ExportColumn[PublicMatter], ...] = (
    ExportColumn("kind", "类型", lambda matter: matter.kind),
    ExportColumn("title", "标题", lambda matter: matter.title),
    ExportColumn("summary", "办理情况", lambda matter: matter.summary),
    ExportColumn("category", "类别", lambda matter: matter.category),
    ExportColumn("district", "县（市、区）", lambda matter: matter.district),
    ExportColumn("bureau", "承办部门", lambda matter: matter.bureau),
    ExportColumn("outcome", "办理结果", lambda matter: matter.outcome),
    ExportColumn("received_on", "收到日期", lambda matter: matter.received_on),
    ExportColumn("closed_on", "办结日期", lambda matter: matter.closed_on),
    ExportColumn("working_days", "用时（工作日）", lambda matter: matter.working_days_taken),
    ExportColumn("in_time", "是否在期限内", lambda matter: matter.met_deadline),
)


@bp.get("/closed")
def closed() -> str | Response:
    """The list, with filters, and as a file."""
    form = ClosedFilter.read(
        request.args,
        category=queries.used_categories(),
        district=district_options(),
        bureau=queries.answering_bureaus(),
        year=[(str(year), f"{year}年") for year in queries.closing_years()],
    )
    filters = PublicFilter(**{field.name: field.data or "" for field in form.filters})
    if file_format := request.args.get("format"):
        rows = queries.all_closed_matters(filters)
        return export(file_format, name="投诉举报办结公开", columns=COLUMNS, rows=rows)
    page = queries.closed_matters(filters, page=form.page.data or 1)
    return render_template("matters/complaints/closed.html", form=form, page=page)


@bp.get("/closed/<int:matter_id>")
def closed_detail(matter_id: int) -> str:
    """One closed matter, as its body tells it."""
    matter = queries.closed_matter(matter_id)
    if matter is None:
        abort(404)
    return render_template("matters/complaints/closed_detail.html", matter=matter)


def company_records(company_id: int) -> Iterator[CompanyRecord]:
    """What residents said of the company and what came of it, as far as it is public."""
    for matter in queries.matters_of_company(company_id):
        outcome = f"（{matter.kind.label}：{matter.outcome.label}）" if matter.outcome else ""
        yield CompanyRecord(
            mark="答",
            title=f"{matter.public_title}{outcome}",
            url=url_for("complaints.closed_detail", matter_id=matter.id),
            on=matter.closed_on or matter.received_on,
            body=matter.bureau.name,
        )


def project_supervision(project_id: int) -> Supervision:
    """What residents said of a key project, as far as it is public."""
    return Supervision(
        **queries.counts_of_project(project_id)._asdict(),
        answers=[
            PublicAnswer(
                title=matter.public_title or "",
                outcome=matter.outcome.label if matter.outcome else "",
                url=url_for("complaints.closed_detail", matter_id=matter.id),
                on=matter.closed_on or matter.received_on,
            )
            for matter in queries.answers_of_project(project_id)
        ],
    )
