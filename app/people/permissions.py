"""Every act that needs a permission, named. What is not named here, nobody may do."""

from app.kernel.labels import LabelledEnum


class Permission(LabelledEnum):
    """An act of staff. Views state which one they need; roles say who has it."""

    USE_DESK = ("use_desk", "登录工作台，管理自己的账号")
    HANDLE_MATTERS = ("handle_matters", "办理转到本单位的投诉举报")
    SHOW_IDENTITY = ("show_identity", "填写理由后查看反映人身份")
    VISIT_REPORTERS = ("visit_reporters", "抽取办结事项，回访反映人")
    HANDLE_REDRESS = ("handle_redress", "办理针对本单位决定的异议和信用修复")
    MANAGE_ROUTING = ("manage_routing", "修改分派规则，审核他人提出的修改")
    HANDLE_REWARDS = ("handle_rewards", "拟定、审批举报奖励")
    PAY_REWARDS = ("pay_rewards", "填写理由后查看领奖信息，发放举报奖励")
    RUN_ASSESSMENT = ("run_assessment", "组织年度考核：下达、督查、初评、加减分、公布")
    JOIN_ASSESSMENT = ("join_assessment", "查看年度考核得分，被考核单位报告整改、提出异议")
    CORRECT_REPORTS = ("correct_reports", "写明理由后重新统计月报，公布更正的一版")
    IMPORT_RECORDS = ("import_records", "导入表格")
    READ_RECORDS = ("read_records", "查看本单位的草稿和公示内容")
    EDIT_RECORDS = ("edit_records", "录入和修改公示内容")
    KEEP_FINDINGS = ("keep_findings", "遮盖公示前检查发现的个人信息，或者写明理由保留")
    READ_ORIGINALS = ("read_originals", "填写理由后查看自然人当事人的原名和证件号码")
    PUBLISH_RECORDS = ("publish_records", "审核公示内容，公示和撤下")
    MANAGE_STAFF = ("manage_staff", "启用、停用和解锁账号，重置动态口令")
    MANAGE_SITE = ("manage_site", "查看运行状态，维护日历和参数")
    READ_AUDIT = ("read_audit", "查看和核验审计日志")
