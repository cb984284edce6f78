"""The routing table: what holds, what waits for a second person, and what a change would do."""

from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, render_template, request, url_for

from app.kernel import clock
from app.kernel.errors import DomainError, NotFoundError
from app.kernel.imports.exporting import ExportColumn, export
from app.matters.complaints.matter import queries
from app.matters.complaints.routing.acts import RULES
from app.matters.complaints.routing.forms import ASSISTANTS, ChangeAnswerForm, RuleForm, RulesForm
from app.matters.complaints.routing.queries import table
from app.matters.complaints.routing.queries import table as routing_table
from app.matters.complaints.routing.queries.trial import trial
from app.matters.complaints.routing.rules import ChangeAct, ChangeState, earliest_day
from app.matters.complaints.routing.services import table as services
from app.people.access import current_staff, requires
from app.people.acting.forms import ActForm
from app.people.acting.pages import NO_ITEM, Action, ActPages, Address, Answer
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
COLUMNS = [ExportColumn(key, label, itemgetter(key)) for key, label in LABELS.items()]

PROPOSED = "已送审，由另一位工作人员审核同意后按期生效。"

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
        page=routing_table.rules_page(filters),
        districts=dict(districts),
        gaps=table.gaps(filters.on),
        waiting=routing_table.open_changes(),
        decided=routing_table.changes_page(1).items,
    )


class ProposedRule:
    """A rule that is to be another one: of a category in a district, or in the whole city."""

    made: "RoutingChange | None" = None
    """What was handed in."""

    @cached_property
    def categories(self) -> list[tuple[str, str]]:
        """Those in use."""
        return routing_table.category_options()

    @cached_property
    def districts(self) -> list[tuple[str, str]]:
        """All of them."""
        return district_options()

    @cached_property
    def bodies(self) -> list[tuple[int, str]]:
        """Those in office."""
        return [(body.id, body.name) for body in queries.serving_bureaus(clock.today())]


class ProposalPages(ActPages[ProposedRule]):
    """Another rule for a category and a district: first tried, then handed to a second person."""

    path = "/change"
    keys = ()
    home = "change"
    permission = Permission.MANAGE_ROUTING
    rules = RULES
    actions = (Action(ChangeAct.PROPOSE, RuleForm, services.propose_change, PROPOSED),)

    def find(self, **_address: Any) -> ProposedRule:
        """There is nothing yet."""
        return ProposedRule()

    def conflict(self, thing: ProposedRule, form: Any) -> Answer:
        """What the rule would have done: that is seen before it can be handed in."""
        staff = current_staff()
        try:
            proposed = services.proposed_change(staff=staff, **form.arguments())
            made = trial(services.checked_line(proposed), staff)
        except DomainError as error:
            form.refuse(error.message)
            return self.page(thing, form), 409
        form.tried.data = form.essence
        return self.page(thing, form, trial=made)

    def done(self, action: Action, thing: ProposedRule, form: ActForm, result: Any) -> None:
        """Say so, and know what it has become."""
        super().done(action, thing, form, result)
        thing.made = result

    def onward(self, thing: ProposedRule, item: Address = NO_ITEM) -> str:
        """To the change, where it waits."""
        if thing.made is None:
            return super().onward(thing, item)
        return url_for("admin.routing.detail", change_id=thing.made.id)

    def page(self, thing: ProposedRule, failed: Any = None, **shown: Any) -> str:
        """The form, with the trial and the history of its category and district."""
        form = failed or _filled(self.blank(ChangeAct.PROPOSE, thing))
        category, district = form.category.data or "", form.district.data or None
        return render_template(
            "matters/complaints/staff/routing_change.html",
            form=form,
            assistants=[form[name] for name in ASSISTANTS],
            trial=shown.get("trial"),
            history=routing_table.history_of(category, district) if category else [],
        )


def _filled(form: Any) -> Any:
    """The form with what holds now, for the category and the district of the address."""
    form.category.data = request.args.get("category", "")
    form.district.data = request.args.get("district", "")
    form.valid_from.data = earliest_day(clock.today())
    rule = routing_table.rule_on(form.category.data, form.district.data or None, clock.today())
    if rule is not None:
        form.lead.data, form.basis.data = rule.lead_bureau_id, rule.basis
        for name, body in zip(ASSISTANTS, rule.assistants, strict=False):
            form[name].data = body.id
    return form


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


ProposalPages(bp)
ChangePages(bp)
