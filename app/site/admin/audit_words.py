"""The audit log in words: what each action and kind of object is called."""

from functools import cache

from app.insight.assessment.rules import AssessmentAct
from app.kernel.audit import PUBLIC, SYSTEM
from app.kernel.search.documents import SearchKind
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.redress.rules import RedressAct
from app.matters.rewards.rules import RewardAct
from app.people.rules import Role
from app.publishing.fields.types import Amount
from app.records.register import KINDS, OWN_PAGES
from app.site.admin.audit_fields import FIELDS

ACTIONS: dict[str, str] = {
    "session.begin": "登录",
    "session.code": "输入动态口令",
    "session.end": "退出登录",
    "session.end_other": "退出其他登录",
    "password.change": "修改密码",
    "access.denied": "越权访问",
    "access.missed": "访问不存在或他人的内容",
    "act.refused": "操作未被受理",
    "act.requested": "提交操作",
    "file.downloaded": "下载文件或导出数据",
    "audit.exported": "导出审计日志",
    "audit.verified": "核验审计日志",
    "system.replayed": "重新处理停下的任务",
    "backup.made": "备份",
    "passkey.add": "添加通行密钥",
    "passkey.remove": "移除通行密钥",
    "passkey.copied": "通行密钥可能被复制",
    "session.passkey": "用通行密钥登录",
    "keys.rotated": "更换加密密钥",
    "audit.epoch_sealed": "封存旧密钥时期的日志",
    "keys.retired": "停用旧密钥",
    "routing.learned": "更新分派建议的词语权重",
    "factor.enable": "启用动态口令",
    "factor.disable": "停用动态口令",
    "factor.recover": "使用备用码",
    "factor.codes": "重新生成备用码",
    "factor.reset": "重置动态口令",
    "staff.create": "开设账号",
    "staff.email": "修改提醒邮箱",
    "staff.roles": "调整角色",
    "staff.disable": "停用账号",
    "staff.enable": "启用或解锁账号",
    **{f"matter.{act.value}": act.label for act in MatterAct},
    "matter.opened": "查看事项",
    "desk_view.saved": "保存清单视图",
    "desk_view.deleted": "删除清单视图",
    "reply_template.saved": "保存答复模板",
    "reply_template.deleted": "删除答复模板",
    "matter.paper_read": "查看投诉举报文书",
    "matter.reveal_identity": "查看反映人身份",
    "matter.withdrawn": "反映人撤回",
    "matter.recalculated": "日历更新，期限重新计算",
    "matter.mediation_expired": "调解期限届满",
    "matter.rated": "反映人评价",
    "matter.withdrawal_asked": "反映人申请撤回",
    "routing.proposed": "提出修改分派规则",
    "routing.approved": "同意修改分派规则",
    "routing.returned": "退回分派规则的修改",
    "routing.dropped": "撤回分派规则的修改",
    "bureau.contact": "修改部门联系邮箱",
    "matter.review_asked": "反映人申请复核",
    "matter.visit_answered": "反映人回答回访",
    "follow_ups.drawn": "抽取回访事项",
    "submission.created": "提交投诉举报",
    "submission.amended": "反映人更正内容",
    "submission.amendment_asked": "反映人申请更正",
    "submission.notices_on": "反映人开通邮件提醒",
    "submission.exported": "反映人下载自己的资料",
    "submission.erased_content": "反映人删除已撤回的内容",
    "submission.erased_identity": "反映人删除身份信息",
    "submission.erased_notices": "反映人关闭邮件提醒",
    "submission.erased_comment": "反映人删除评价的文字",
    "submission.identity_expired": "身份信息保存期满删除",
    "submission.registered": "登记来电来信来访",
    "submission.material_added": "反映人补充材料",
    "submission.publication_stopped": "反映人撤回公开",
    **{f"redress.{act.value}": f"{act.label}（异议、修复）" for act in RedressAct},
    "redress.opened": "查看异议、信用修复申请",
    "redress.paper_read": "查看异议、信用修复文书",
    "redress.created": "提交异议、信用修复申请",
    "redress.withdrawn": "申请人撤回",
    **{f"reward.{act.value}": f"{act.label}（举报奖励）" for act in RewardAct},
    "reward.claimed": "举报人领取奖励",
    "reward.payee_erased": "领奖信息到期删除",
    **{f"assessment.{act.value}": f"{act.label}（考核）" for act in AssessmentAct},
    "record.saved": "录入或修改公示内容",
    "record.submitted": "送审",
    "record.published": "审核同意，公示",
    "record.scheduled": "审核同意，定时公示",
    "record.returned": "退回",
    "record.correction_proposed": "更正送审",
    "record.correction_dropped": "放弃更正",
    "record.corrected": "审核同意，更正公示内容",
    "record.withdrawal_noted": "登记拟撤下",
    "record.withdrawal_refused": "不予撤下",
    "record.versions_read": "查看历次版本里遮盖的原文",
    "record.original_read": "查看当事人原名和证件号码",
    "record.finding_kept": "写明理由保留个人信息",
    "record.file_looked": "确认看过附件",
    "record.withdrawn": "撤下公示",
    "record.repaired": "信用修复，终止公示",
    "record.objected": "标注异议处理中",
    "record.objection_settled": "取消异议标注",
    "project.reported": "报告项目进展（旧）",
    "project.report_withdrawn": "撤下项目进展报告（旧）",
    "import.uploaded": "上传导入表格",
    "import.check": "检查导入表格",
    "import.checked": "导入表格检查完毕",
    "import.reopened": "重新对应导入字段",
    "import.submitted": "导入送审",
    "import.approved": "同意导入",
    "import.returned": "退回导入",
    "import.discarded": "放弃导入",
    "import.cancelled": "中止导入",
    "import.done": "导入完成",
    "import.failed": "导入未完成",
    "import.errors_downloaded": "下载错误工作簿",
    **{f"{kind.import_key}.import": f"导入{kind.name}" for kind in KINDS},
    "companies.import": "导入企业",
    "projects.import": "导入重点项目",
    "indicators.import": "导入指标数值",
    "livelihood.import": "导入惠民工程方案",
    "livelihood.problems_import": "导入惠民工程问题",
    "creation.import": "导入创建申报",
    "livelihood.proposal_decided": "处理市民建议",
    "creation.applied": "录入创建申报",
    "creation.evidence": "上传创建证明材料",
    "creation.submitted": "提交创建申报",
    "creation.scored": "创建评分",
    "creation.returned": "退回创建申报",
    "creation.noticed": "创建公示",
    "creation.refused": "创建不予通过",
    "creation.objected": "公众提出创建异议",
    "creation.answered": "答复创建异议",
    "creation.awarded": "创建授牌",
    "monthly.made": "编制月报",
    "monthly.corrected": "更正月报",
    "risk.raised": "发现风险信号，起草风险警示",
    "risk.judged": "评价风险信号",
    "demo.filled": "生成演示数据",
}
OBJECTS: dict[str, str] = {
    "staff": "账号",
    "audit": "审计日志",
    "key": "密钥",
    "matter": "事项",
    "submission": "登记",
    "desk_view": "清单视图",
    "reply_template": "答复模板",
    "routing_change": "分派规则的修改",
    "bureau": "部门",
    "risk_signal": "风险信号",
    "livelihood_proposal": "市民建议",
    "redress": "异议、信用修复申请",
    "reward": "举报奖励",
    "assessment": "年度考核",
    "import_batch": "导入批次",
    "page": "页面",
    "backup": "备份",
    "routing": "分派建议",
    "follow_ups": "回访",
    **{kind.value: kind.label for kind in SearchKind},
}


ROLES: dict[str, str] = {
    **{role.value: role.label for role in Role},
    PUBLIC.role: PUBLIC.name,
    SYSTEM.role: SYSTEM.name,
}


def action_words(action: str) -> str:
    """What an action is called; one without a name shows its code."""
    return ACTIONS.get(action, action)


def object_words(kind: str) -> str:
    """What a kind of object is called."""
    return OBJECTS.get(kind, kind)


def role_words(roles: str) -> str:
    """What the roles of an actor are called."""
    return "、".join(ROLES.get(role, role) for role in roles.split(","))


def field_words(kind: str, field: str) -> str:
    """What a field of a kind of object is called, as its record declares it.

    One without a name shows its own.
    """
    return _declared().get(kind, {}).get(field) or FIELDS.get(field, field)


@cache
def _declared() -> dict[str, dict[str, str]]:
    """Labels of the columns of declared kinds, by what the log calls their records.

    The log shows what columns hold: amounts in 分.
    """
    found: dict[str, dict[str, str]] = {}
    for kind in (*KINDS, *OWN_PAGES):
        amounts = {
            each.name: f"{each.label}（分）"
            for each in kind.fields
            if isinstance(each.type, Amount)
        }
        for search_kind in kind.search_kinds:
            found.setdefault(search_kind.value, {}).update({**kind.labels, **amounts})
    return found


def value_words(value: object) -> str:
    """A value of a field, in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
