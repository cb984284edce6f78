"""The acts on a matter as forms: which form asks for each, and which service it calls."""

from app.matters.complaints.clocks.services import timing
from app.matters.complaints.desk.forms import ReplyForm
from app.matters.complaints.handling.forms.acts import (
    AssignForm,
    AssistanceForm,
    CloseForm,
    MatterDeclineForm,
    PauseForm,
    RequestCorrectionForm,
    ReviewForm,
    SiteEvidenceForm,
)
from app.matters.complaints.handling.forms.tracks import (
    DeclineCaseForm,
    EndMediationForm,
    FileCaseForm,
    MediationAgreementForm,
    MediationInvitationForm,
    MediationSessionForm,
)
from app.matters.complaints.handling.services import assistance, findings, handling, reviews, tracks
from app.matters.complaints.intake.forms.staff import MergeForm
from app.matters.complaints.intake.services import merging
from app.matters.complaints.matter.forms import MatterActForm, MatterReasonForm, MatterTextForm
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.reporter.forms import AnswerRequestForm
from app.matters.complaints.reporter.services import own_data
from app.matters.complaints.routing.forms import BodyForm, MatterReturnForm
from app.matters.complaints.routing.services import referral
from app.people.acting.forms import ShowIdentityForm
from app.people.acting.pages import Action
from app.people.permissions import Permission

ATTACHED = "已保存 {1} 个现场文件，照片里的位置等隐藏信息已去除。"

ACTIONS = (
    Action(MatterAct.TAKE, MatterActForm, handling.take_matter, "已由您承办。"),
    Action(MatterAct.ASSIGN, AssignForm, handling.assign_matter, "已分派承办人。"),
    Action(MatterAct.ACCEPT, MatterActForm, handling.accept_matter, "已受理，反映人会看到。"),
    Action(
        MatterAct.DECLINE,
        MatterDeclineForm,
        handling.decline_matter,
        "已决定不予受理，并告知反映人。",
    ),
    Action(MatterAct.REFER, BodyForm, referral.refer_matter, "已转办。反映人的期限不变。"),
    Action(
        MatterAct.RETURN,
        MatterReturnForm,
        referral.return_matter,
        "已退回，质量强市办将在 1 个工作日内决定。反映人的期限不变。",
    ),
    Action(MatterAct.SETTLE, BodyForm, referral.settle_matter, "已确定承办部门。"),
    Action(
        MatterAct.ASK_ASSISTANCE,
        AssistanceForm,
        assistance.ask_assistance,
        "已交办，协办部门会收到通知。",
    ),
    Action(
        MatterAct.REPORT_BACK,
        MatterTextForm,
        assistance.report_back,
        "已反馈，主办部门会收到通知。",
    ),
    Action(
        MatterAct.REQUEST_CORRECTION,
        RequestCorrectionForm,
        handling.request_correction,
        "已请反映人补充材料。",
    ),
    Action(MatterAct.REPLY, ReplyForm, handling.reply_to_reporter, "已答复，反映人可以看到。"),
    Action(MatterAct.NOTE, MatterTextForm, handling.add_note, "已记录，只有工作人员可以看到。"),
    Action(
        MatterAct.INVITE,
        MediationInvitationForm,
        tracks.invite_parties,
        "已发出调解邀请，投诉人会看到。",
    ),
    Action(
        MatterAct.RECORD_SESSION, MediationSessionForm, tracks.record_session, "已记录调解情况。"
    ),
    Action(
        MatterAct.AGREE,
        MediationAgreementForm,
        tracks.agree_on_terms,
        "已记录调解协议并办结，结果已告知投诉人。",
    ),
    Action(
        MatterAct.END_MEDIATION,
        EndMediationForm,
        tracks.end_mediation,
        "已终止调解并办结，结果已告知投诉人。",
    ),
    Action(MatterAct.FILE_CASE, FileCaseForm, tracks.file_case, "已立案，办案期限开始计算。"),
    Action(
        MatterAct.NOT_FILE,
        DeclineCaseForm,
        tracks.decline_case,
        "已决定不予立案，请告知举报人并办结。",
    ),
    Action(MatterAct.INFORM, MatterTextForm, tracks.inform_reporter, "已告知举报人。"),
    Action(
        MatterAct.RESUME, MatterActForm, timing.resume_matter, "已恢复计时，反映人会看到新的期限。"
    ),
    Action(
        MatterAct.REQUEST_EXTENSION,
        MatterReasonForm,
        timing.request_extension,
        "已提交延期申请，等待科室负责人批准。",
    ),
    Action(
        MatterAct.APPROVE_EXTENSION,
        MatterActForm,
        timing.approve_extension,
        "已同意延期，反映人会看到原期限和新期限。",
    ),
    Action(
        MatterAct.REFUSE_EXTENSION,
        MatterReasonForm,
        timing.refuse_extension,
        "未同意延期，期限不变。",
    ),
    Action(MatterAct.REVIEW, ReviewForm, reviews.decide_review, "已作出复核答复，反映人可以看到。"),
    Action(
        MatterAct.ANSWER_REQUEST, AnswerRequestForm, own_data.answer_request, "已答复反映人的申请。"
    ),
    Action(
        MatterAct.MERGE,
        MergeForm,
        merging.merge_matters,
        "已并案。各反映人的编号、期限和权利都不变。",
    ),
    Action(MatterAct.SPLIT, MatterActForm, merging.split_matter, "已撤出并案，单独办理。"),
    Action(MatterAct.CLOSE, CloseForm, handling.close_matter, "已办结，结果已告知反映人。"),
    Action(MatterAct.PAUSE, PauseForm, timing.upload_and_pause, "已暂停计时，反映人会看到。"),
    Action(MatterAct.ATTACH, SiteEvidenceForm, findings.add_site_evidence, ATTACHED),
    Action(
        MatterAct.SHOW_IDENTITY,
        ShowIdentityForm,
        handling.show_identity,
        permission=Permission.SHOW_IDENTITY,
        shows="contact",
    ),
)
