"""The acts on a matter as forms: which form asks for each, and which service it calls."""

from app.matters.complaints.clocks.forms import PauseForm
from app.matters.complaints.clocks.services import timing
from app.matters.complaints.desk.forms import ReplyForm
from app.matters.complaints.handling.forms.acts import (
    AssignForm,
    AssistanceForm,
    CloseForm,
    CorrectionForm,
    DeclineForm,
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
from app.matters.complaints.handling.services import (
    assignment,
    assistance,
    cases,
    handling,
    mediation,
    reviewing,
)
from app.matters.complaints.handling.services.identity import show_identity
from app.matters.complaints.handling.services.site_evidence import add_site_evidence
from app.matters.complaints.intake.forms.merging import MergeForm
from app.matters.complaints.intake.services import merging
from app.matters.complaints.matter.forms import ActForm, ReasonForm, TextForm
from app.matters.complaints.matter.rules import Act
from app.matters.complaints.reporter.forms import AnswerRequestForm
from app.matters.complaints.reporter.services import amending
from app.matters.complaints.routing.forms import BodyForm, ReturnForm
from app.matters.complaints.routing.services import referral
from app.people.acting.forms import ShowIdentityForm
from app.people.acting.pages import Action
from app.people.permissions import Permission

ATTACHED = "已保存 {1} 个现场文件，照片里的位置等隐藏信息已去除。"

ACTIONS = (
    Action(Act.TAKE, ActForm, handling.take_matter, "已由您承办。"),
    Action(Act.ASSIGN, AssignForm, assignment.assign_matter, "已分派承办人。"),
    Action(Act.ACCEPT, ActForm, handling.accept_matter, "已受理，反映人会看到。"),
    Action(Act.DECLINE, DeclineForm, handling.decline_matter, "已决定不予受理，并告知反映人。"),
    Action(Act.REFER, BodyForm, referral.refer_matter, "已转办。反映人的期限不变。"),
    Action(
        Act.RETURN,
        ReturnForm,
        referral.return_matter,
        "已退回，质量强市办将在 1 个工作日内决定。反映人的期限不变。",
    ),
    Action(Act.SETTLE, BodyForm, referral.settle_matter, "已确定承办部门。"),
    Action(
        Act.ASK_ASSISTANCE,
        AssistanceForm,
        assistance.ask_assistance,
        "已交办，协办部门会收到通知。",
    ),
    Action(Act.REPORT_BACK, TextForm, assistance.report_back, "已反馈，主办部门会收到通知。"),
    Action(
        Act.REQUEST_CORRECTION, CorrectionForm, handling.request_correction, "已请反映人补充材料。"
    ),
    Action(Act.REPLY, ReplyForm, handling.reply_to_reporter, "已答复，反映人可以看到。"),
    Action(Act.NOTE, TextForm, handling.add_note, "已记录，只有工作人员可以看到。"),
    Action(Act.INVITE, InviteForm, mediation.invite_parties, "已发出调解邀请，投诉人会看到。"),
    Action(Act.RECORD_SESSION, SessionForm, mediation.record_session, "已记录调解情况。"),
    Action(
        Act.AGREE, AgreeForm, mediation.agree_on_terms, "已记录调解协议并办结，结果已告知投诉人。"
    ),
    Action(
        Act.END_MEDIATION, EndForm, mediation.end_mediation, "已终止调解并办结，结果已告知投诉人。"
    ),
    Action(Act.FILE_CASE, FileForm, cases.file_case, "已立案，办案期限开始计算。"),
    Action(Act.NOT_FILE, NotFileForm, cases.decline_case, "已决定不予立案，请告知举报人并办结。"),
    Action(Act.INFORM, TextForm, cases.inform_reporter, "已告知举报人。"),
    Action(Act.RESUME, ActForm, timing.resume_matter, "已恢复计时，反映人会看到新的期限。"),
    Action(
        Act.REQUEST_EXTENSION,
        ReasonForm,
        timing.request_extension,
        "已提交延期申请，等待科室负责人批准。",
    ),
    Action(
        Act.APPROVE_EXTENSION,
        ActForm,
        timing.approve_extension,
        "已同意延期，反映人会看到原期限和新期限。",
    ),
    Action(Act.REFUSE_EXTENSION, ReasonForm, timing.refuse_extension, "未同意延期，期限不变。"),
    Action(Act.REVIEW, ReviewForm, reviewing.decide_review, "已作出复核答复，反映人可以看到。"),
    Action(Act.ANSWER_REQUEST, AnswerRequestForm, amending.answer_request, "已答复反映人的申请。"),
    Action(
        Act.MERGE, MergeForm, merging.merge_matters, "已并案。各反映人的编号、期限和权利都不变。"
    ),
    Action(Act.SPLIT, ActForm, merging.split_matter, "已撤出并案，单独办理。"),
    Action(Act.CLOSE, CloseForm, handling.close_matter, "已办结，结果已告知反映人。"),
    Action(Act.PAUSE, PauseForm, timing.upload_and_pause, "已暂停计时，反映人会看到。"),
    Action(Act.ATTACH, SiteEvidenceForm, add_site_evidence, ATTACHED),
    Action(
        Act.SHOW_IDENTITY,
        ShowIdentityForm,
        show_identity,
        permission=Permission.SHOW_IDENTITY,
        shows="contact",
    ),
)
