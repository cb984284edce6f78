"""四不放过 of a report: each item shown with evidence, or let go by the head."""

from typing import TYPE_CHECKING, Any

from flask import render_template
from werkzeug.wrappers import Response

from app.kernel.errors import NotFoundError
from app.kernel.files.uploads import download
from app.matters.complaints.handling.forms.closing import (
    ClosingItemForm,
    WaiverAnswerForm,
    WaiverForm,
)
from app.matters.complaints.handling.queries.closing import states_of
from app.matters.complaints.handling.rules import SETTLED, unsettled
from app.matters.complaints.handling.services import closing
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.outcomes import CheckState, ClosingItem
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.matters.complaints.matter.staff_views import bp, existing_matter
from app.people.access import current_staff, requires
from app.people.acting.forms import ActForm
from app.people.acting.pages import NO_ITEM, Action, ActPages, Address
from app.people.permissions import Permission
from app.people.rules import Role

if TYPE_CHECKING:
    from app.matters.complaints.matter.models.matters import Matter


@bp.get("/<number>/checks/files/<upload_id>")
@requires(Permission.HANDLE_MATTERS)
def closing_file(number: str, upload_id: str) -> Response:
    """A file by which an item was shown, as an attachment; 404 for any other."""
    for check in _report(number).checks:
        for file in check.files:
            if file.upload_id == upload_id:
                return download(file.stored)
    raise NotFoundError


def _report(number: str, *, for_update: bool = False) -> "Matter":
    matter = existing_matter(number, for_update=for_update)
    if matter.kind is not ComplaintKind.VIOLATION_REPORT:
        raise NotFoundError
    return matter


class CheckPages(ActPages["Matter"]):
    """The four items, what has been shown, and what is still open."""

    path = "/<number>/checks"
    home = "checks"
    locks = True
    permission = Permission.HANDLE_MATTERS
    rules = RULES
    actions = (
        Action(
            MatterAct.SHOW_ITEM,
            ClosingItemForm,
            closing.show_item,
            "已记录查证情况。",
            rule="<item>/show",
        ),
        Action(
            MatterAct.ASK_WAIVER,
            WaiverForm,
            closing.ask_to_waive,
            "已申请免予，由科室负责人批准。",
            rule="<item>/waiver",
        ),
        Action(
            "answer_waiver",
            WaiverAnswerForm,
            closing.answer_waiver,
            "已答复免予申请。",
            act=MatterAct.GRANT_WAIVER,
            rule="<item>/answer",
        ),
    )

    def find(self, **address: Any) -> "Matter":
        """The report; NotFoundError for a complaint, and where it is nothing to the person."""
        return _report(**address)

    def onward(self, thing: "Matter", item: Address = NO_ITEM) -> str:
        """Back to the item."""
        return f"{super().onward(thing)}#{item['item']}"

    def page(self, thing: "Matter", failed: ActForm | None = None, **_shown: Any) -> str:
        """The report with its items: of each what can be said of it now."""
        me, found = current_staff(), {check.item: check for check in thing.checks}
        asked = {item: one for item, one in found.items() if one.state is CheckState.ASKED}
        settled = {item for item, one in found.items() if one.state in SETTLED}
        forms = self.forms(
            thing,
            failed,
            show_item=[{"item": item} for item in ClosingItem],
            ask_waiver=[{"item": item} for item in ClosingItem if item not in {*asked, *settled}],
            answer_waiver=[
                {"item": item}
                for item, one in asked.items()
                if me.has_role(Role.HEAD) and one.staff_id != me.id
            ],
        )
        return render_template(
            "matters/complaints/staff/checks.html",
            matter=thing,
            items=[(item, found.get(item)) for item in ClosingItem],
            states=CheckState,
            left=unsettled(states_of(thing)),
            forms=forms,
            failed=failed,
        )

    def _asked(self, action: Action, address: Address) -> "tuple[Matter, ActForm, Address]":
        if address["item"] not in list(ClosingItem):
            raise NotFoundError
        return super()._asked(action, {**address, "item": ClosingItem(address["item"])})


CheckPages(bp)
