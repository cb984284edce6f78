"""What the public sees of creation: notices, badges, coverage, criteria; and objecting."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.kernel.errors import DomainError
from app.kernel.imports.exporting import ExportColumn, export
from app.kernel.web import flood_gate
from app.people.queries import district_options
from app.people.tiles import tiles
from app.records.creation import services
from app.records.creation.forms import BadgeFilterForm, CreationObjectionForm
from app.records.creation.queries import applications
from app.records.creation.queries.coverage import coverage, covered
from app.records.creation.rules import CreationKind
from app.records.creation.standards import newest, standard_of, standards

bp = Blueprint("creation", __name__, url_prefix="/creation")
COLUMNS: tuple[ExportColumn[Any], ...] = (
    ExportColumn("number", "编号", lambda badge: badge.number),
    ExportColumn("kind", "创建种类", lambda badge: badge.kind),
    ExportColumn("applicant", "对象", lambda badge: badge.applicant),
    ExportColumn("district", "县（市、区）", lambda badge: badge.district.name),
    ExportColumn("year", "评价标准年度", lambda badge: badge.year),
    ExportColumn("awarded_on", "授牌日期", lambda badge: badge.awarded_on),
    ExportColumn("valid_until", "有效期至", lambda badge: badge.valid_until),
)


@bp.get("")
def index() -> str | Response:
    """Who holds a badge today, what is under notice, and how far the districts have come."""
    form = BadgeFilterForm.read(request.args, district=district_options())
    if file_format := request.args.get("format"):
        rows = applications.all_badges(form.chosen_kind, form.district.data)
        return export(file_format, name="创建授牌", columns=COLUMNS, rows=rows)
    districts = coverage()
    return render_template(
        "records/creation/index.html",
        form=form,
        page=applications.badges(form.chosen_kind, form.district.data, page=form.page.data),
        notices=applications.notices(),
        coverage=districts,
        kinds=list(CreationKind),
        covered=covered(),
        tiles=tiles(
            (one.code, one.name, "达标" if one.is_strong else "未达标", 4 if one.is_strong else 0)
            for one in districts
        ),
    )


@bp.get("/standards/<kind>/<int:year>")
def standard(kind: str, year: int) -> str:
    """The criteria by which a kind is scored in a year."""
    known = dict(CreationKind.choices())
    found = standard_of(CreationKind(kind if kind in known else CreationKind.COUNTY), year)
    return render_template("records/creation/standard.html", standard=found, all=standards())


@bp.get("/standards")
def current_standards() -> Redirect:
    """The section begins with the newest criteria of the first kind."""
    first = next(iter(newest().values()))
    return redirect(url_for("creation.standard", kind=first.kind.value, year=first.year))


@bp.get("/<number>")
def detail(number: str) -> str:
    """One application under notice, or one badge."""
    application = applications.public_application(number)
    return render_template("records/creation/detail.html", application=application)


@bp.route("/<number>/object", methods=["GET", "POST"])
@flood_gate.submission
def object_to(number: str) -> str | Redirect | tuple[str, int]:
    """A citizen objects, without a name; the answer stands on the page of the notice."""
    application, form = applications.public_application(number), CreationObjectionForm()
    if not form.validate_on_submit():
        page = render_template("records/creation/object.html", application=application, form=form)
        return (page, 400) if form.is_submitted() else page
    try:
        services.object_to(application=application, text=form.text.data)
    except DomainError as error:
        form.text.errors = [error.message]
        return render_template(
            "records/creation/object.html", application=application, form=form
        ), 409
    flash("已收到您的异议。答复会公开显示在这个页面上，答复以前不会授牌。")
    return redirect(url_for("creation.detail", number=number))
