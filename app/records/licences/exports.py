"""The columns of the downloaded list: the fields of 双公示, as the import reads them."""

from app.kernel.imports.exporting import Column
from app.records.licences.models import AdministrativeLicence

COLUMNS: tuple[Column[AdministrativeLicence], ...] = (
    Column("id", "记录编号", lambda licence: licence.id),
    Column("party_name", "行政相对人名称", lambda licence: licence.party_name),
    Column("party_kind", "行政相对人类别", lambda licence: licence.party_kind),
    Column("uscc", "统一社会信用代码", lambda licence: licence.uscc),
    Column("registration_number", "工商注册号", lambda licence: licence.registration_number),
    Column("organisation_code", "组织机构代码", lambda licence: licence.organisation_code),
    Column("tax_number", "税务登记号", lambda licence: licence.tax_number),
    Column("institution_number", "事业单位证书号", lambda licence: licence.institution_number),
    Column("society_number", "社会组织登记证号", lambda licence: licence.society_number),
    Column("legal_representative", "法定代表人", lambda licence: licence.legal_representative),
    Column("document_name", "行政许可决定文书名称", lambda licence: licence.document_name),
    Column("decision_number", "行政许可决定文书号", lambda licence: licence.decision_number),
    Column("kind", "许可类别", lambda licence: licence.kind),
    Column("certificate_name", "许可证书名称", lambda licence: licence.certificate_name),
    Column("licence_number", "许可编号", lambda licence: licence.licence_number),
    Column("content", "许可内容", lambda licence: licence.content),
    Column("decided_on", "许可决定日期", lambda licence: licence.decided_on),
    Column("valid_from", "有效期自", lambda licence: licence.valid_from),
    Column("valid_until", "有效期至", lambda licence: licence.valid_until),
    Column("deciding_body", "许可机关", lambda licence: licence.deciding_body),
    Column(
        "deciding_body_code", "许可机关统一社会信用代码", lambda licence: licence.deciding_body_code
    ),
    Column("state", "当前状态", lambda licence: licence.state),
    Column("source_body", "数据来源单位", lambda licence: licence.source_body),
    Column(
        "source_body_code", "数据来源单位统一社会信用代码", lambda licence: licence.source_body_code
    ),
    Column("remark", "备注", lambda licence: licence.remark),
    Column("district", "县（市、区）", lambda licence: licence.district and licence.district.name),
    Column("caution", "异议标注", lambda licence: licence.caution),
)
