"""Public pages of the promises: all with what has become of each, and one with its series."""

from flask import Blueprint, Response, current_app, render_template, request

from app.kernel.imports.exporting import export
from app.kernel.web.qr_codes import qr_code
from app.records.indicators import figures
from app.records.indicators.exports import TARGETS, VALUES
from app.records.indicators.forms import TargetFilterForm, ValueFilterForm
from app.records.indicators.policy import policy
from app.records.indicators.queries import promises
from app.records.indicators.queries import values as published_values
from app.records.indicators.rules import TargetState

bp = Blueprint("indicators", __name__, url_prefix="/evaluation/targets")


@bp.get("")
def index() -> str | Response:
    """Every promise of the policy, by the part that makes it."""
    tracked = promises.tracked()
    form = TargetFilterForm.read(request.args, bureau=promises.bodies(tracked))
    if file_format := request.args.get("format"):
        rows = promises.all_tracked(form.wanted())
        return export(file_format, name="承诺兑现", columns=TARGETS, rows=rows)
    shown = promises.narrowed(tracked, form.wanted())
    return render_template(
        "records/indicators/list.html",
        form=form,
        policy=policy(),
        states=TargetState,
        counts=promises.counts(tracked),
        total=len(tracked),
        shown=len(shown),
        groups=promises.by_strand(shown),
        counted_here=promises.counted_here(),
        totals=promises.totals(),
    )


@bp.get("/values")
def values() -> str | Response:
    """All published values, to look through and to take away."""
    form = ValueFilterForm.read(request.args, **published_values.value_options())
    wanted = form.wanted()
    if file_format := request.args.get("format"):
        rows = published_values.all_values(wanted)
        return export(file_format, name="指标数值", columns=VALUES, rows=rows)
    page = published_values.values(wanted, page=form.page.data)
    return render_template("records/indicators/values.html", form=form, page=page)


@bp.get("/<code>")
def detail(code: str) -> str:
    """One indicator: the promise word for word, its values over time, how it is computed."""
    indicator = promises.indicator(code)
    values = published_values.readings(indicator)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    return render_template(
        "records/indicators/detail.html",
        indicator=indicator,
        policy=policy(),
        values=values,
        standing=promises.Tracked(indicator, values[0] if values else None),
        revisions=published_values.revisions(values),
        chart=figures.chart(indicator, values),
        address=address,
        qr=qr_code(address),
    )
