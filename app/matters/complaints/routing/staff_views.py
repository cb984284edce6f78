"""The routing table: what holds, what waits for a second person, and what a change would do."""

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.kernel import clock
from app.kernel.errors import DomainError, NotFoundError
from app.kernel.imports.exporting import Column, export
from app.matters.complaints.matter import queries
from app.matters.complaints.routing.acts import RULES
from app.matters.complaints.routing.forms import ASSISTANTS, ChangeAnswerForm, RuleForm, RulesForm
from app.matters.complaints.routing.queries import table
from app.matters.complaints.routing.queries import table as routing_table
from app.matters.complaints.routing.queries.trial import RoutingTrial, trial
from app.matters.complaints.routing.rules import ChangeAct, ChangeState, earliest_day
from app.matters.complaints.routing.services import table as services
from app.people.access import current_staff, requires
from app.people.acting.forms import ActForm
from app.people.acting.pages import Action, ActPages
from app.people.permissions import Permission
from app.people.queries import district_options

if TYPE_CHECKING:
    from app.matters.complaints.routing.models import RoutingChange


LABELS = {
    "code": "规则编号",
    "category": "事项类别",
    "district": "行政区划代码",
    "lead": "主办部门",
    "assisting": "协办部门",
    "basis": "依据",
    "valid_from": "有效期自",
    "valid_until": "有效期至",
}
COLUMNS = [Column(key, label, itemgetter(key)) for key, label in LABELS.items()]

APPROVED = "已同意，自 {0.valid_from} 起生效。"

bp = Blueprint("routing", __name__, url_prefix="/routing")


@bp.get("/")
@requires(Permission.MANAGE_ROUTING)
def index() -> str | Response:
    """The rules in force on a day, the gaps in them, and the changes that wait."""
    districts = [(routing_table.CITY, "全市"), *district_options()]
    form = RulesForm.read(
        request.args, category=routing_table.category_options(), district=districts
    )
    filters = form.criteria()
    if file_format := request.args.get("format"):
        rows = routing_table.rules_in_force(filters)
        return export(file_format, name="分派规则", columns=COLUMNS, rows=rows)
    return render_template(
        "matters/complaints/staff/routing.html",
        form=form,
        wanted=filters,
        page=routing_table.rules_page(filters),
        districts=dict(districts),
        gaps=table.gaps(filters.on),
        waiting=routing_table.open_changes(),
        decided=routing_table.changes_page(1).items,
    )


@bp.route("/change", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUTING)
def change() -> str | Redirect | tuple[str, int]:
    """Another rule for a category and a district: first tried, then handed to a second person."""
    form = _rule_form()
    if request.method == "GET":
        return _change_page(_filled(form))
    if not form.validate_on_submit():
        return _change_page(form), 400
    staff = current_staff()
    try:
        proposed = services.proposed_change(staff=staff, **form.arguments())
        if form.act.data == "submit" and form.is_tried:
            services.propose_change(change=proposed, staff=staff)
            flash("已送审，由另一位工作人员审核同意后按期生效。")
            return redirect(url_for("admin.routing.detail", change_id=proposed.id))
        made = trial(services.checked_line(proposed), staff)
        form.tried.data = form.essence
        return _change_page(form, made)
    except DomainError as error:
        form.form_errors.append(error.message)
        return _change_page(form), 409


def _rule_form() -> RuleForm:
    form = RuleForm()
    form.offer(
        categories=routing_table.category_options(),
        districts=district_options(),
        bodies=[(body.id, body.name) for body in queries.serving_bureaus(clock.today())],
    )
    return form


def _filled(form: RuleForm) -> RuleForm:
    """The form with what holds now, for the category and the district of the address."""
    form.category.data = request.args.get("category", "")
    form.district.data = request.args.get("district", "")
    form.valid_from.data = earliest_day(clock.today())
    held = routing_table.rule_on(form.category.data, form.district.data or None, clock.today())
    if held is not None:
        form.lead.data, form.basis.data = held.lead_bureau_id, held.basis
        for name, body in zip(ASSISTANTS, held.assistants, strict=False):
            form[name].data = body.id
    return form


def _change_page(form: RuleForm, made: RoutingTrial | None = None) -> str:
    category, district = form.category.data or "", form.district.data or None
    return render_template(
        "matters/complaints/staff/routing_change.html",
        form=form,
        assistants=[form[name] for name in ASSISTANTS],
        trial=made,
        history=routing_table.history_of(category, district) if category else [],
    )


class ChangePages(ActPages["RoutingChange"]):
    """A change: what it says, what it would have done of late, who decided what."""

    path = "/changes/<int:change_id>"
    keys = ("change_id",)
    noun = "change"
    locks = True
    permission = Permission.MANAGE_ROUTING
    rules = RULES
    actions = (
        Action(ChangeAct.APPROVE, ActForm, services.approve_change, APPROVED),
        Action(ChangeAct.SEND_BACK, ChangeAnswerForm, services.send_back_change, "已退回提出人。"),
        Action(ChangeAct.DROP, ActForm, services.drop_change, "已撤回。"),
    )

    def find(self, **address: Any) -> "RoutingChange":
        """The change; NotFoundError where there is none."""
        found = routing_table.change_by_id(**address)
        if found is None:
            raise NotFoundError
        return found

    def address(self, thing: "RoutingChange") -> dict[str, Any]:
        """Its id."""
        return {"change_id": thing.id}

    def page(self, thing: "RoutingChange", failed: ActForm | None = None, **_shown: Any) -> str:
        """The change; as long as it waits, with what it would have done."""
        waits, page = thing.state is ChangeState.PROPOSED, request.args.get("page", 1, type=int)
        return render_template(
            "matters/complaints/staff/routing_detail.html",
            change=thing,
            forms=self.forms(thing, failed),
            failed=failed,
            trial=trial(routing_table.as_line(thing), current_staff(), page=page)
            if waits
            else None,
            history=routing_table.history_of(thing.category_code, thing.district_code),
        )


ChangePages(bp)
