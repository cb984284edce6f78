"""Public pages of key projects: plan against execution."""

from collections.abc import Iterator
from datetime import date

from flask import Blueprint, Response, current_app, render_template, request, url_for

from app.kernel.files.uploads import download
from app.kernel.imports.exporting import export
from app.kernel.web.filtering import chosen_number
from app.kernel.web.qr_codes import qr_code
from app.people.queries import district_options
from app.people.tiles import tiles
from app.publishing.life.attachments import attachment_of, attachments_of
from app.records.companies.kind import CompanyRecord
from app.records.projects import queries
from app.records.projects.forms import ProjectFilterForm
from app.records.projects.progress import chart_of, progress_of
from app.records.projects.queries.history import earlier_plans, news
from app.records.projects.queries.portfolio import ProgressCounts
from app.records.projects.queries.portfolio import portfolio as count_portfolio
from app.records.projects.rules import ProjectFilters, ProjectOrder, lateness_step, period_words
from app.records.projects.sheets import COLUMNS, MILESTONES
from app.records.projects.supervision import supervision_of

bp = Blueprint("projects", __name__, url_prefix="/projects")


@bp.get("")
def index() -> str | Response:
    """All projects in numbers, and the list with the late ones first."""
    portfolio = count_portfolio()
    options = queries.filter_options(portfolio, bureau=chosen_number(request.args, "bureau"))
    form = ProjectFilterForm.read(request.args, **options)
    chosen, order = form.chosen(ProjectFilters), ProjectOrder(form.sort.data)
    if file_format := request.args.get("format"):
        rows = queries.all_projects(chosen, order=order)
        return export(file_format, name="重点项目", columns=COLUMNS, rows=rows, further=MILESTONES)
    return render_template(
        "records/projects/list.html",
        form=form,
        page=queries.projects(chosen, order=order, page=form.page.data),
        whole=portfolio.whole,
        progress_of=progress_of,
    )


@bp.get("/overview")
def overview() -> str:
    """All projects by field, district and body, and what changed this month."""
    portfolio, districts = count_portfolio(), district_options()
    by_district = [
        (code, name, portfolio.by_district.get(code, ProgressCounts())) for code, name in districts
    ]
    return render_template(
        "records/projects/overview.html",
        portfolio=portfolio,
        districts=[(name, tally) for _, name, tally in by_district if tally.total],
        tiles=tiles(
            (code, name, tally.late_of_all, lateness_step(tally.late, tally.total))
            for code, name, tally in by_district
        ),
        news=news(),
    )


@bp.get("/<code>")
def detail(code: str) -> str:
    """One project: plan, milestones, reports."""
    project = queries.project(code)
    reports, earlier = queries.reports_of(project, is_public=True), earlier_plans(project)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    return render_template(
        "records/projects/detail.html",
        project=project,
        files=attachments_of(project),
        reports=reports,
        progress=progress_of(project),
        chart=chart_of(project, reports, earlier[0].steps if earlier else ()),
        earlier_plans=earlier,
        supervision=supervision_of(project.id),
        period_words=period_words,
        address=address,
        qr=qr_code(address),
    )


@bp.get("/<code>/files/<int:attachment_id>")
def attachment(code: str, attachment_id: int) -> Response:
    """A file of what is public, for as long as it is."""
    return download(attachment_of(queries.project(code), attachment_id).stored)


def company_records(company_id: int) -> Iterator[CompanyRecord]:
    """The projects that the company carries out, for pages of its other records."""
    for project in queries.records_of_company(company_id):
        yield CompanyRecord(
            mark="项",
            title=f"{project.name}（完成 {project.latest_percent}%）",
            url=url_for("projects.detail", code=project.code),
            on=project.latest_report_on or project.starts_on or date(project.year, 1, 1),
            body=project.lead_body,
            until=project.publish_until,
        )
