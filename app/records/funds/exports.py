"""The columns of the downloaded list, as the import reads them."""

from app.kernel.imports.exporting import Column
from app.records.funds.models import FundPayment

COLUMNS: tuple[Column[FundPayment], ...] = (
    Column("id", "记录编号", lambda one: one.id),
    Column("year", "年度", lambda one: one.year),
    Column("recipient_name", "获得者", lambda one: one.recipient_name),
    Column("recipient_kind", "获得者类别", lambda one: one.recipient_kind),
    Column("uscc", "统一社会信用代码", lambda one: one.uscc),
    Column("honour", "奖励事由", lambda one: one.honour),
    Column("basis", "政策依据", lambda one: one.basis),
    Column("amount_yuan", "奖励金额（元）", lambda one: one.amount_cents / 100),
    Column("paying_body", "拨付部门", lambda one: one.paying_body),
    Column("document", "拨付文件", lambda one: one.document),
    Column("decided_on", "文件日期", lambda one: one.decided_on),
    Column("remark", "备注", lambda one: one.remark),
)
