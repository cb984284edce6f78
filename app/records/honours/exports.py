"""The columns of the downloaded list, as the import reads them."""

from app.kernel.imports.exporting import Column
from app.records.honours.models import Honour

COLUMNS: tuple[Column[Honour], ...] = (
    Column("id", "记录编号", lambda honour: honour.id),
    Column("party_name", "获得者", lambda honour: honour.party_name),
    Column("party_kind", "获得者类别", lambda honour: honour.party_kind),
    Column("uscc", "统一社会信用代码", lambda honour: honour.uscc),
    Column("registration_number", "工商注册号", lambda honour: honour.registration_number),
    Column("title", "荣誉名称", lambda honour: honour.title),
    Column("kind", "荣誉种类", lambda honour: honour.kind),
    Column("grade", "级别", lambda honour: honour.grade),
    Column("subject", "产品或项目", lambda honour: honour.subject),
    Column("grantor", "授予机关", lambda honour: honour.grantor),
    Column("document_number", "授予文号", lambda honour: honour.document_number),
    Column("granted_on", "授予日期", lambda honour: honour.granted_on),
    Column("year", "年度", lambda honour: honour.year),
    Column("valid_from", "有效期自", lambda honour: honour.valid_from),
    Column("valid_until", "有效期至", lambda honour: honour.valid_until),
    Column("merits", "说明", lambda honour: honour.merits),
    Column("district", "县（市、区）", lambda honour: honour.district and honour.district.name),
    Column("caution", "异议标注", lambda honour: honour.caution),
)
