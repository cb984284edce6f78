"""Public pages of key projects: plan against execution."""

from collections.abc import Iterator
from datetime import date

from flask import Blueprint, Response, current_app, render_template, request, url_for

from app.accounts.queries import district_options
from app.accounts.tiles import tiles
from app.companies.records import CompanyRecord
from app.core.filtering import chosen_number
from app.core.qr_codes import qr_code
from app.core.uploads import download
from app.imports.exporting import export
from app.projects import queries
from app.projects.exports import COLUMNS, MILESTONES
from app.projects.forms import ProjectFilterForm
from app.projects.progress import chart_of, progress_of
from app.projects.queries.baselines import earlier_plans
from app.projects.queries.news import news
from app.projects.queries.portfolio import Tally
from app.projects.queries.portfolio import portfolio as count_portfolio
from app.projects.rules import ProjectOrder, lateness_step, period_words
from app.projects.supervision import supervision_of
from app.publishing.attachments import attachment_of, attachments_of

bp = Blueprint("projects", __name__, url_prefix="/projects")


@bp.get("")
def index() -> str | Response:
    """All projects in numbers, and the list with the late ones first."""
    portfolio = count_portfolio()
    options = queries.filter_options(portfolio, bureau=chosen_number(request.args, "bureau"))
    form = ProjectFilterForm.read(request.args, **options)
    wanted, order = form.wanted(), ProjectOrder(form.sort.data)
    if file_format := request.args.get("format"):
        rows = queries.all_projects(wanted, order=order)
        return export(file_format, name="重点项目", columns=COLUMNS, rows=rows, further=MILESTONES)
    return render_template(
        "projects/list.html",
        form=form,
        page=queries.projects(wanted, order=order, page=form.page.data),
        whole=portfolio.whole,
        progress_of=progress_of,
    )


@bp.get("/overview")
def overview() -> str:
    """All projects by field, district and body, and what changed this month."""
    portfolio, districts = count_portfolio(), district_options()
    by_district = [
        (code, name, portfolio.by_district.get(code, Tally())) for code, name in districts
    ]
    return render_template(
        "projects/overview.html",
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
    reports, earlier = queries.published_reports(project.id), earlier_plans(project)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    return render_template(
        "projects/detail.html",
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
