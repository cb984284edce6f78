"""The columns of the downloaded list: the fields of 双公示 that may be public."""

from app.kernel.imports.exporting import Column
from app.records.cases.models import CaseDisclosure
from app.records.cases.rules import penalty_labels

COLUMNS: tuple[Column[CaseDisclosure], ...] = (
    Column("id", "记录编号", lambda case: case.id),
    Column("title", "案件名称", lambda case: case.title),
    Column("party_name", "行政相对人名称", lambda case: case.party_name),
    Column("party_kind", "行政相对人类别", lambda case: case.party_kind),
    Column("uscc", "统一社会信用代码", lambda case: case.uscc),
    Column("registration_number", "工商注册号", lambda case: case.registration_number),
    Column("legal_representative", "法定代表人", lambda case: case.legal_representative),
    Column("decision_number", "行政处罚决定书文号", lambda case: case.decision_number),
    Column("violation", "违法行为类型", lambda case: case.violation),
    Column("facts", "违法事实", lambda case: case.facts),
    Column("basis", "处罚依据", lambda case: case.basis),
    Column("penalty_kinds", "处罚类别", lambda case: penalty_labels(case.penalty_kinds)),
    Column("content", "处罚内容", lambda case: case.content),
    Column("fine_yuan", "罚款金额（元）", lambda case: case.fine_cents / 100),
    Column("confiscated_yuan", "没收金额（元）", lambda case: case.confiscated_cents / 100),
    Column("licence", "暂扣或吊销证照名称及编号", lambda case: case.licence),
    Column("decided_on", "处罚决定日期", lambda case: case.decided_on),
    Column("valid_until", "处罚有效期", lambda case: case.valid_until),
    Column("publish_until", "公示截止期", lambda case: case.publish_until),
    Column("deciding_body", "处罚机关", lambda case: case.deciding_body),
    Column("deciding_body_code", "处罚机关统一社会信用代码", lambda case: case.deciding_body_code),
    Column("source_body", "数据来源单位", lambda case: case.source_body),
    Column("field", "领域", lambda case: case.field),
    Column("severity", "失信程度", lambda case: case.severity),
    Column("district", "县（市、区）", lambda case: case.district and case.district.name),
    Column("execution", "执行情况", lambda case: case.execution),
    Column("remark", "备注", lambda case: case.remark),
    Column("caution", "异议标注", lambda case: case.caution),
)
