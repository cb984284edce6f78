"""The acts on a matter as forms: which form asks for each, and which service it calls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from app.kernel import clock
from app.kernel.errors import NotFoundError
from app.kernel.labels import LabelledEnum
from app.matters.complaints.clocks.forms import PauseForm
from app.matters.complaints.clocks.services import timing
from app.matters.complaints.desk.forms import ReplyForm
from app.matters.complaints.desk.services import Chosen, Result, in_bulk
from app.matters.complaints.handling.forms.acts import (
    AssignForm,
    AssistanceForm,
    CloseForm,
    CorrectionForm,
    DeclineForm,
    ShowIdentityForm,
    SiteEvidenceForm,
)
from app.matters.complaints.handling.forms.reviews import ReviewForm
from app.matters.complaints.handling.forms.tracks import (
    AgreeForm,
    EndForm,
    FileForm,
    InviteForm,
    NotFileForm,
    SessionForm,
)
from app.matters.complaints.handling.rules import Ending
from app.matters.complaints.handling.services import (
    assignment,
    assistance,
    cases,
    handling,
    mediation,
    reviewing,
)
from app.matters.complaints.intake.forms.merging import MergeForm
from app.matters.complaints.intake.services import merging
from app.matters.complaints.matter.forms import ActForm, EndingForm, ReasonForm, TextForm
from app.matters.complaints.matter.rules import (
    TOGETHER,
    Act,
    DeclineGround,
    EndGround,
    NotFiledGround,
    Outcome,
    SessionResult,
)
from app.matters.complaints.reporter.forms import AnswerRequestForm
from app.matters.complaints.reporter.services import amending
from app.matters.complaints.routing.forms import BodyForm, ReturnForm
from app.matters.complaints.routing.services import referral

if TYPE_CHECKING:
    from app.matters.complaints.matter.models import Matter
    from app.people.models import Staff


@dataclass(frozen=True)
class ActHandler:
    """How an act is asked for, what carries it out, and what is said when it is done."""

    form: type[ActForm]
    service: Callable[..., None]
    done: str


HANDLERS: dict[Act, ActHandler] = {
    Act.TAKE: ActHandler(ActForm, handling.take_matter, "已由您承办。"),
    Act.ASSIGN: ActHandler(AssignForm, assignment.assign_matter, "已分派承办人。"),
    Act.ACCEPT: ActHandler(ActForm, handling.accept_matter, "已受理，反映人会看到。"),
    Act.DECLINE: ActHandler(DeclineForm, handling.decline_matter, "已决定不予受理，并告知反映人。"),
    Act.REFER: ActHandler(BodyForm, referral.refer_matter, "已转办。反映人的期限不变。"),
    Act.RETURN: ActHandler(
        ReturnForm,
        referral.return_matter,
        "已退回，质量强市办将在 1 个工作日内决定。反映人的期限不变。",
    ),
    Act.SETTLE: ActHandler(BodyForm, referral.settle_matter, "已确定承办部门。"),
    Act.ASK_ASSISTANCE: ActHandler(
        AssistanceForm, assistance.ask_assistance, "已交办，协办部门会收到通知。"
    ),
    Act.REPORT_BACK: ActHandler(TextForm, assistance.report_back, "已反馈，主办部门会收到通知。"),
    Act.REQUEST_CORRECTION: ActHandler(
        CorrectionForm, handling.request_correction, "已请反映人补充材料。"
    ),
    Act.REPLY: ActHandler(ReplyForm, handling.reply_to_reporter, "已答复，反映人可以看到。"),
    Act.NOTE: ActHandler(TextForm, handling.add_note, "已记录，只有工作人员可以看到。"),
    Act.INVITE: ActHandler(InviteForm, mediation.invite_parties, "已发出调解邀请，投诉人会看到。"),
    Act.RECORD_SESSION: ActHandler(SessionForm, mediation.record_session, "已记录调解情况。"),
    Act.AGREE: ActHandler(
        AgreeForm, mediation.agree_on_terms, "已记录调解协议并办结，结果已告知投诉人。"
    ),
    Act.END_MEDIATION: ActHandler(
        EndForm, mediation.end_mediation, "已终止调解并办结，结果已告知投诉人。"
    ),
    Act.FILE_CASE: ActHandler(FileForm, cases.file_case, "已立案，办案期限开始计算。"),
    Act.NOT_FILE: ActHandler(
        NotFileForm, cases.decline_case, "已决定不予立案，请告知举报人并办结。"
    ),
    Act.INFORM: ActHandler(TextForm, cases.inform_reporter, "已告知举报人。"),
    Act.RESUME: ActHandler(ActForm, timing.resume_matter, "已恢复计时，反映人会看到新的期限。"),
    Act.REQUEST_EXTENSION: ActHandler(
        ReasonForm, timing.request_extension, "已提交延期申请，等待科室负责人批准。"
    ),
    Act.APPROVE_EXTENSION: ActHandler(
        ActForm, timing.approve_extension, "已同意延期，反映人会看到原期限和新期限。"
    ),
    Act.REFUSE_EXTENSION: ActHandler(ReasonForm, timing.refuse_extension, "未同意延期，期限不变。"),
    Act.REVIEW: ActHandler(ReviewForm, reviewing.decide_review, "已作出复核答复，反映人可以看到。"),
    Act.ANSWER_REQUEST: ActHandler(
        AnswerRequestForm, amending.answer_request, "已答复反映人的申请。"
    ),
    Act.MERGE: ActHandler(
        MergeForm, merging.merge_matters, "已并案。各反映人的编号、期限和权利都不变。"
    ),
    Act.SPLIT: ActHandler(ActForm, merging.split_matter, "已撤出并案，单独办理。"),
    Act.CLOSE: ActHandler(CloseForm, handling.close_matter, "已办结，结果已告知反映人。"),
}


FORMS: dict[Act, type[ActForm]] = {
    **{act: handler.form for act, handler in HANDLERS.items()},
    Act.SHOW_IDENTITY: ShowIdentityForm,
    Act.ATTACH: SiteEvidenceForm,
    Act.PAUSE: PauseForm,
}
"""The form of each act, those with an address of their own too."""


def handler_of(name: str) -> tuple[Act, ActHandler]:
    """The act of that name; NotFoundError for any other word in the address."""
    try:
        act = Act(name)
        return act, HANDLERS[act]
    except (ValueError, KeyError):
        raise NotFoundError from None


OFFERING = (*(BodyForm, AssistanceForm, AssignForm, ReplyForm, MergeForm),)
"""Forms that offer a choice of bodies, colleagues, templates or matters."""


def prepared(
    form_class: type[ActForm],
    act: Act,
    matter: "Matter",
    *,
    seen: int,
    others: Sequence[tuple[Any, str]],
    group: "Sequence[Matter]" = (),
) -> ActForm:
    """The form of an act, its ids its own on the page, with the choices of this matter.

    ``others`` are the bodies or colleagues to whom it can go, the templates of the body, or the
    matters like it; ``group`` those that are handled together with it.
    """
    form = form_class(prefix=act.value)
    if form.version.data is None:
        form.brought_up(matter.version, seen)
    if act in TOGETHER and group:
        form.speak_for([(one.number, one.version) for one in group])
    else:
        del form.group, form.for_all
    if isinstance(form, OFFERING):
        form.offer(list(others))
    if isinstance(form, AssistanceForm) and not form.due_on.raw_data:
        form.due_on.data = assistance.date_to_report(matter, clock.today())
    if isinstance(form, DeclineForm):
        form.offer(matter.kind)
    if isinstance(form, CloseForm | ReviewForm):
        form.offer(matter.kind, matter.status)
    if isinstance(form, PauseForm):
        form.offer(matter.status)
    return form


def perform_for_others(
    act: Act, handler: ActHandler, staff: "Staff", form: ActForm
) -> list[Result]:
    """Do the same to the matters handled together, each on its own; none of them is published."""

    def deed(matter: "Matter") -> None:
        perform(handler, matter, staff, form, publishes=False)

    chosen = [Chosen(number, version) for number, version in form.spoken_for]
    return in_bulk(act=act, chosen=chosen, staff=staff, deed=deed)


def perform(
    handler: ActHandler,
    matter: "Matter",
    staff: "Staff",
    form: ActForm,
    *,
    publishes: bool = True,
) -> None:
    """Call the service with the words and choices of the form."""
    given = {name: value for name, value in form.data.items() if name not in _NOT_FOR_SERVICES}
    if "bureau_id" in given:
        given["to_bureau_id"] = given.pop("bureau_id")
    if not publishes:
        given |= {name: None for name in given if name.startswith("public_")}
    if isinstance(form, EndingForm):
        words = {each.name: given.pop(each.name) for each in fields(Ending) if each.name in given}
        given["ending"] = Ending(**words)
    if isinstance(form, InviteForm):
        del given["meets_on"]
        given["meets_at"] = form.moment
    for name, choice in _CHOICES.items():
        if name in given:
            given[name] = choice(given[name]) if given[name] else None
    handler.service(matter=matter, staff=staff, **given)


_NOT_FOR_SERVICES = {"csrf_token", "version", "seen", "template", "group", "for_all"}

_CHOICES: dict[str, type[LabelledEnum]] = {
    "ground": DeclineGround,
    "outcome": Outcome,
    "end_ground": EndGround,
    "not_filed": NotFiledGround,
    "result": SessionResult,
}
"""Fields whose value names a member of an enumeration."""
