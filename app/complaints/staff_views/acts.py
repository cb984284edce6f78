"""The acts on a matter as forms: which form asks for each, and which service it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.complaints.forms import staff as forms
from app.complaints.rules import Act, ComplaintKind, DeclineGround, Outcome
from app.complaints.services import handling, referral
from app.core.errors import NotFoundError

if TYPE_CHECKING:
    from app.accounts.models import Staff
    from app.complaints.models import Matter


@dataclass(frozen=True)
class ActHandler:
    """How an act is asked for, what carries it out, and what is said when it is done."""

    form: type[forms.ActForm]
    service: Callable[..., None]
    done: str


HANDLERS: dict[Act, ActHandler] = {
    Act.TAKE: ActHandler(forms.ActForm, handling.take_matter, "已由您承办。"),
    Act.ACCEPT: ActHandler(forms.ActForm, handling.accept_matter, "已受理，反映人会看到。"),
    Act.DECLINE: ActHandler(
        forms.DeclineForm, handling.decline_matter, "已决定不予受理，并告知反映人。"
    ),
    Act.REFER: ActHandler(forms.BodyForm, referral.refer_matter, "已转办。反映人的期限不变。"),
    Act.RETURN: ActHandler(
        forms.ReasonForm, referral.return_matter, "已退回质量强市办裁定。反映人的期限不变。"
    ),
    Act.SETTLE: ActHandler(forms.BodyForm, referral.settle_matter, "已确定承办部门。"),
    Act.REQUEST_CORRECTION: ActHandler(
        forms.TextForm, handling.request_correction, "已请反映人补充材料。"
    ),
    Act.REPLY: ActHandler(forms.TextForm, handling.reply_to_reporter, "已答复，反映人可以看到。"),
    Act.NOTE: ActHandler(forms.TextForm, handling.add_note, "已记录，只有工作人员可以看到。"),
    Act.CLOSE: ActHandler(forms.CloseForm, handling.close_matter, "已办结，结果已告知反映人。"),
}


def handler_of(name: str) -> tuple[Act, ActHandler]:
    """The act of that name; NotFoundError for any other word in the address."""
    try:
        act = Act(name)
        return act, HANDLERS[act]
    except (ValueError, KeyError):
        raise NotFoundError from None


def prepared(
    form_class: type[forms.ActForm],
    act: Act,
    *,
    version: int,
    kind: ComplaintKind,
    bodies: list[tuple[int, str]],
) -> forms.ActForm:
    """The form of an act, its ids its own on the page, with the choices of this matter."""
    form = form_class(prefix=act.value)
    if form.version.data is None:
        form.version.data = version
    if isinstance(form, forms.BodyForm):
        form.offer(bodies)
    if isinstance(form, forms.CloseForm):
        form.offer(kind)
    return form


def perform(handler: ActHandler, matter: "Matter", staff: "Staff", form: forms.ActForm) -> None:
    """Call the service with the words and choices of the form."""
    given = {name: value for name, value in form.data.items() if name not in _NOT_FOR_SERVICES}
    if "bureau_id" in given:
        given["to_bureau_id"] = given.pop("bureau_id")
    if "ground" in given:
        given["ground"] = DeclineGround(given["ground"])
    if "outcome" in given:
        given["outcome"] = Outcome(given["outcome"])
    handler.service(matter=matter, staff=staff, **given)


_NOT_FOR_SERVICES = {"csrf_token", "version"}
