"""The columns of a downloaded list."""

from app.kernel.imports.exporting import Column
from app.records.credit.models import CreditEntry

COLUMNS: tuple[Column[CreditEntry], ...] = (
    Column("id", "记录编号", lambda entry: entry.id),
    Column("list", "名单", lambda entry: entry.list),
    Column("company", "企业名称", lambda entry: entry.company.name),
    Column("uscc", "统一社会信用代码", lambda entry: entry.company.uscc),
    Column("registration_number", "工商注册号", lambda entry: entry.company.registration_number),
    Column("district", "县（市、区）", lambda entry: entry.district and entry.district.name),
    Column("category", "类别", lambda entry: entry.category),
    Column("title", "列入事由", lambda entry: entry.title),
    Column("reason", "说明", lambda entry: entry.reason),
    Column("basis", "依据", lambda entry: entry.basis),
    Column("deciding_body", "认定部门", lambda entry: entry.deciding_body),
    Column("document_number", "文书号", lambda entry: entry.document_number),
    Column("decided_on", "列入日期", lambda entry: entry.decided_on),
    Column("published_on", "发布日期", lambda entry: entry.published_on),
    Column("publish_until", "公示至", lambda entry: entry.publish_until),
    Column("caution", "异议标注", lambda entry: entry.caution),
)
