"""An application on the desk, with its acts."""

from typing import TYPE_CHECKING, Any

from flask import render_template

from app.kernel.masking import mask_contact
from app.matters.redress.acts import RULES, relations_of, why_not
from app.matters.redress.forms.staff import DecideForm, DeclineForm
from app.matters.redress.queries import desk
from app.matters.redress.queries.records import as_contested
from app.matters.redress.queries.terms import running
from app.matters.redress.rules import Act, RedressKind
from app.matters.redress.services.deciding import decide_application
from app.matters.redress.services.handling import accept_application, decline_application
from app.matters.redress.services.identity import reveal_contact
from app.matters.redress.staff_views.blueprint import bp
from app.people.access import current_staff
from app.people.acting.forms import ActForm, ShowIdentityForm, VersionedForm
from app.people.acting.pages import Action, ActPages
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.matters.redress.models import RedressApplication


class ApplicationPages(ActPages["RedressApplication"]):
    """What is asked for, how the record stands, what can be done now."""

    path = "/<number>"
    locks = True
    noun = "application"
    permission = Permission.HANDLE_REDRESS
    rules = RULES
    stale = (
        "您打开页面之后，这件申请已由他人办理或被撤回，请先看“办理过程”，再决定是否继续。"
        "您填写的内容还在。"
    )
    actions = (
        Action(Act.ACCEPT, VersionedForm, accept_application, "已受理，申请人会看到。"),
        Action(Act.DECLINE, DeclineForm, decline_application, "已决定不予受理，并告知申请人。"),
        Action(Act.DECIDE, DecideForm, decide_application, "已作出决定，并告知申请人。"),
        Action(
            Act.REVEAL,
            ShowIdentityForm,
            reveal_contact,
            shows="contact",
            permission=Permission.SHOW_IDENTITY,
        ),
    )

    def find(self, **address: Any) -> "RedressApplication":
        """The application; NotFoundError for that of another body."""
        return desk.existing_application(current_staff(), **address)

    def page(self, thing: "RedressApplication", failed: ActForm | None = None, **shown: Any) -> str:
        """The application; its contact stays hidden unless it is ``shown``."""
        forms = self.forms(thing, failed)
        held, is_repair = as_contested(thing.record), thing.kind is RedressKind.REPAIR
        return render_template(
            "matters/redress/staff/application.html",
            application=thing,
            held=held,
            item=dict(held.items).get(thing.item or "", ""),
            conditions=held.conditions if is_repair else [],
            act_forms=forms,
            failed=failed,
            sealed=mask_contact(thing.contact) if Act.REVEAL in forms else {},
            contact=shown.get("contact"),
            running=running(thing),
            why_not=why_not(None, relations_of(thing, current_staff())),
        )


ApplicationPages(bp)
