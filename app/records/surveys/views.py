"""Public pages of satisfaction surveys."""

from flask import Blueprint, Response, current_app, render_template, request

from app.kernel.files.uploads import download
from app.kernel.imports.exporting import export
from app.kernel.web.qr_codes import qr_code
from app.publishing.life.attachments import attachment_of, attachments_of
from app.records.surveys import figures, queries
from app.records.surveys.exports import COLUMNS
from app.records.surveys.forms import SurveyFilterForm

bp = Blueprint("surveys", __name__, url_prefix="/evaluation/surveys")


@bp.get("")
def index() -> str | Response:
    """Results with their margins, narrowed as the address says."""
    form = SurveyFilterForm.read(request.args, **queries.filter_options())
    wanted = form.wanted()
    if file_format := request.args.get("format"):
        rows = queries.all_results(wanted)
        return export(file_format, name="满意度调查", columns=COLUMNS, rows=rows)
    page = queries.results(wanted, page=form.page.data)
    return render_template(
        "records/surveys/list.html", form=form, page=page, scale=figures.scale(page.items)
    )


@bp.get("/<int:survey_id>")
def detail(survey_id: int) -> str:
    """One result: who was asked what and how, the number, its margin and how that is computed."""
    result = queries.result(survey_id)
    series = queries.results_of(result.indicator_id) if result.indicator_id else [result]
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    return render_template(
        "records/surveys/detail.html",
        result=result,
        own=figures.scale([result]).bars[0],
        scale=figures.scale(series),
        files=attachments_of(result),
        address=address,
        qr=qr_code(address),
    )


@bp.get("/<int:survey_id>/files/<int:attachment_id>")
def attachment(survey_id: int, attachment_id: int) -> Response:
    """A file of what is public, for as long as it is."""
    return download(attachment_of(queries.result(survey_id), attachment_id).stored)
