"""The routing table: what holds, what waits for a second person, and what a change would do."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.kernel import clock
from app.kernel.errors import DomainError, NotFoundError
from app.kernel.imports.exporting import Column, export
from app.matters.complaints.matter.queries import bodies
from app.matters.complaints.routing.forms import ASSISTANTS, AnswerForm, RuleForm, RulesForm
from app.matters.complaints.routing.queries import coverage
from app.matters.complaints.routing.queries import table as routing_table
from app.matters.complaints.routing.queries.trial import Trial, trial
from app.matters.complaints.routing.rules import ChangeAct, acts_on, earliest_day
from app.matters.complaints.routing.services import table as services
from app.people.access import current_staff, requires
from app.people.permissions import Permission
from app.people.queries import district_options

if TYPE_CHECKING:
    from app.matters.complaints.routing.models import RoutingChange


RULES: tuple[Column[routing_table.RuleLine], ...] = (
    Column("code", "规则编号", lambda rule: rule.code),
    Column("category", "事项类别", lambda rule: rule.category),
    Column("district", "行政区划代码", lambda rule: rule.district_code),
    Column("lead", "主办部门", lambda rule: rule.lead),
    Column("assisting", "协办部门", lambda rule: rule.assisting),
    Column("basis", "依据", lambda rule: rule.basis),
    Column("valid_from", "有效期自", lambda rule: rule.valid_from),
    Column("valid_until", "有效期至", lambda rule: rule.valid_until),
)


bp = Blueprint("routing", __name__, url_prefix="/routing")


@bp.get("/")
@requires(Permission.MANAGE_ROUTING)
def index() -> str | Response:
    """The rules in force on a day, the gaps in them, and the changes that wait."""
    districts = [(routing_table.CITY, "全市"), *district_options()]
    form = RulesForm.read(
        request.args, category=routing_table.category_options(), district=districts
    )
    wanted = _narrowed(form)
    if file_format := request.args.get("format"):
        rows = routing_table.rules_in_force(wanted)
        return export(file_format, name="分派规则", columns=RULES, rows=rows)
    return render_template(
        "matters/complaints/staff/routing.html",
        form=form,
        wanted=wanted,
        page=routing_table.rules_page(wanted),
        districts=dict(districts),
        gaps=coverage.gaps(wanted.on),
        waiting=routing_table.open_changes(),
        decided=routing_table.changes_page(1).items,
    )


def _narrowed(form: RulesForm) -> routing_table.WantedRules:
    return routing_table.WantedRules(
        on=form.on.data or clock.today(),
        category=form.category.data,
        district=form.district.data,
        page=form.page.data,
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
    try:
        if form.act.data == "submit" and form.is_tried:
            made = services.propose_change(
                staff=current_staff(), wanted=_wanted(form), reason=form.reason.data or ""
            )
            flash("已送审，由另一位工作人员审核同意后按期生效。")
            return redirect(url_for("admin.routing.detail", change_id=made.id))
        return _change_page(form, _tried(form))
    except DomainError as error:
        form.form_errors.append(error.message)
        return _change_page(form), 409


@bp.get("/changes/<int:change_id>")
@requires(Permission.MANAGE_ROUTING)
def detail(change_id: int) -> str:
    """A change: what it says, what it would have done of late, who decided what."""
    return _detail_page(_change(change_id), AnswerForm())


@bp.post("/changes/<int:change_id>/<name>")
@requires(Permission.MANAGE_ROUTING)
def decide(change_id: int, name: str) -> Redirect | tuple[str, int]:
    """A second person agrees or gives it back; its author takes it back."""
    made, form = _change(change_id, for_update=True), AnswerForm()
    if name not in list(ChangeAct):
        raise NotFoundError
    act = ChangeAct(name)
    if act is ChangeAct.SEND_BACK and not form.validate_on_submit():
        return _detail_page(made, form), 400
    try:
        _perform(act, made, form)
    except DomainError as error:
        form.form_errors.append(error.message)
        return _detail_page(made, form), 409
    return redirect(url_for("admin.routing.detail", change_id=change_id))


def _perform(act: ChangeAct, made: "RoutingChange", form: AnswerForm) -> None:
    if act is ChangeAct.APPROVE:
        services.approve_change(change=made, staff=current_staff())
        flash(f"已同意，自 {made.valid_from} 起生效。")
    elif act is ChangeAct.SEND_BACK:
        services.send_back_change(change=made, staff=current_staff(), answer=form.answer.data or "")
        flash("已退回提出人。")
    else:
        services.drop_change(change=made, staff=current_staff())
        flash("已撤回。")


def _rule_form() -> RuleForm:
    form = RuleForm()
    form.offer(
        categories=routing_table.category_options(),
        districts=district_options(),
        bodies=[(body.id, body.name) for body in bodies.serving_bureaus(clock.today())],
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


def _wanted(form: RuleForm) -> services.WantedRule:
    return services.WantedRule(
        category=form.category.data,
        district=form.district.data or None,
        lead_id=form.lead.data,
        assistant_ids=form.assistant_ids,
        basis=form.basis.data or "",
        valid_from=form.valid_from.data,
    )


def _tried(form: RuleForm) -> Trial:
    rule, _, _ = services.checked_rule(_wanted(form))
    made = trial(rule, current_staff())
    form.tried.data = form.essence
    return made


def _change_page(form: RuleForm, made: Trial | None = None) -> str:
    category, district = form.category.data or "", form.district.data or None
    return render_template(
        "matters/complaints/staff/routing_change.html",
        form=form,
        assistants=[form[name] for name in ASSISTANTS],
        trial=made,
        history=routing_table.history_of(category, district) if category else [],
    )


def _detail_page(made: "RoutingChange", form: AnswerForm) -> str:
    waits, page = acts_on(made.state, is_author=False), request.args.get("page", 1, type=int)
    return render_template(
        "matters/complaints/staff/routing_detail.html",
        change=made,
        form=form,
        acts=acts_on(made.state, is_author=made.author_id == current_staff().id),
        trial=trial(services.rule_of(made), current_staff(), page=page) if waits else None,
        history=routing_table.history_of(made.category_code, made.district_code),
    )


def _change(change_id: int, *, for_update: bool = False) -> "RoutingChange":
    found = routing_table.change_by_id(change_id, for_update=for_update)
    if found is None:
        raise NotFoundError
    return found
