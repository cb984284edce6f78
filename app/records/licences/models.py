"""Administrative licences: the 24 fields of 双公示 that may be public."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.session import Base
from app.kernel.imports.values import last_day, number, text
from app.people.models import District
from app.publishing.fields.declaring import FieldPlace, Filter, Initial, background, declare, titled
from app.publishing.fields.types import (
    BodyName,
    Choice,
    Day,
    DistrictChoice,
    DocumentNumber,
    Line,
    Prose,
    SearchRole,
)
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Contestable, Sourced
from app.records.companies.fields import (
    REGISTRATION_NUMBER,
    BodyCode,
    CreditCode,
    PartyKindChoice,
    PartyName,
    RegisterNumber,
    bureau_key,
    company_key,
)
from app.records.companies.models import Addressed, Company
from app.records.companies.rules import PartyKind
from app.records.licences import cells
from app.records.licences.rules import (
    WRITTEN_STATES,
    LicenceKind,
    LicenceState,
    name_of,
    numbers_of,
)

DISTRICT, BUREAU, KIND = "district_code", "deciding_bureau_id", "kind"
LISTED = ("status", "decided_on", "id", *PUBLIC_PERIOD)
CODES = (
    "uscc",
    "registration_number",
    "organisation_code",
    "tax_number",
    "institution_number",
    "society_number",
)
"""[3]-[8] What a party may be known by; a natural person by none of them."""


class AdministrativeLicence(Addressed, Attaching, Contestable, Sourced, Base):
    """A licence as it is disclosed. Numbers in brackets: the field of 双公示.

    The fields on identity papers are not part of it: a person's number is sealed
    (``publishing.sealed``), that of a legal representative never kept.
    """

    __tablename__ = "administrative_licences"
    PERSONAL = frozenset({"legal_representative"})
    __table_args__ = (
        # Each holds all that filters ask, so that lists are counted and turned without the rows.
        Index("ix_administrative_licences_list", *LISTED, DISTRICT, BUREAU, KIND),
        Index("ix_administrative_licences_by_district", DISTRICT, *LISTED, BUREAU, KIND),
        Index("ix_administrative_licences_by_bureau", BUREAU, *LISTED, DISTRICT, KIND),
        Index("ix_administrative_licences_by_kind", KIND, *LISTED, DISTRICT, BUREAU),
        Index("ix_administrative_licences_company", "company_id", *LISTED),
        CheckConstraint(
            f"party_kind <> 'person' OR coalesce({', '.join(CODES)}, legal_representative) IS NULL",
            name="person_without_codes",
        ),
        CheckConstraint("valid_from <= valid_until", name="validity"),
        CheckConstraint(
            "valid_until IS NULL OR (publish_until IS NOT NULL AND publish_until <= valid_until)",
            name="shown_while_valid",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int | None] = company_key()
    party_kind: Mapped[PartyKind] = declare(
        PartyKindChoice(), "行政相对人类别", file=titled("XK_XDR_LB")
    )
    party_name: Mapped[str] = declare(
        PartyName(kind="party_kind"),
        "行政相对人名称",
        hint="自然人的名字保存时自动隐去（张某某）",
        found_by=True,
        file=titled("XK_XDR_MC XK_XDR 企业名称 单位名称", required=True),
    )
    """[1] As published: a natural person's given name is masked (张某某)."""
    uscc: Mapped[str | None] = declare(
        CreditCode(),
        "统一社会信用代码",
        index=True,
        file=titled("行政相对人代码_1 XK_XDR_SHXYM 统一信用代码"),
    )
    registration_number: Mapped[str | None] = declare(
        REGISTRATION_NUMBER,
        "工商注册号",
        file=titled("行政相对人代码_2 XK_XDR_GSZC XK_XDR_GSDJ 注册号"),
    )
    organisation_code: Mapped[str | None] = declare(
        RegisterNumber(most=9),
        "组织机构代码",
        file=titled("行政相对人代码_3 XK_XDR_ZZJG XK_XDR_ZDM", convert=cells.organisation_code),
    )
    tax_number: Mapped[str | None] = declare(
        RegisterNumber(most=20), "税务登记号", file=titled("行政相对人代码_4 XK_XDR_SWDJ")
    )
    institution_number: Mapped[str | None] = declare(
        RegisterNumber(most=12), "事业单位证书号", file=titled("行政相对人代码_5 XK_XDR_SYDW")
    )
    """[7] Of the certificate of a public institution (事业单位)."""
    society_number: Mapped[str | None] = declare(
        RegisterNumber(most=50), "社会组织登记证号", file=titled("行政相对人代码_6 XK_XDR_SHZZ")
    )
    """[8] Of the registration of a social organisation (社会组织)."""
    legal_representative: Mapped[str | None] = declare(
        Line(most=50), "法定代表人", file=titled("XK_FRDB XK_FR 法定代表人姓名")
    )
    document_name: Mapped[str | None] = declare(
        Line(most=200),
        "行政许可决定文书名称",
        found_by=True,
        file=titled("XK_XKWS 项目名称 XK_XMMC"),
    )
    """[10] Name of the deciding document."""
    decision_number: Mapped[str | None] = declare(
        DocumentNumber(most=128),
        "行政许可决定文书号",
        found_by=True,
        index=True,
        file=titled("XK_WSH 行政许可决定书文号"),
    )
    kind: Mapped[LicenceKind | None] = declare(
        Choice(of=LicenceKind),
        "许可类别",
        narrows=Filter(rank=3),
        file=titled("XK_XKLB 审批类别 XK_SPLB", convert=cells.licence_kind),
    )
    certificate_name: Mapped[str | None] = declare(
        Line(most=200), "许可证书名称", found_by=True, file=titled("XK_XKZS 许可文件名称")
    )
    licence_number: Mapped[str | None] = declare(
        DocumentNumber(most=128),
        "许可编号",
        found_by=True,
        index=True,
        file=titled("XK_XKBH 许可文件编号 许可证编号"),
    )
    """[14] Number of the certificate."""
    content: Mapped[str] = declare(
        Prose(most=4000),
        "许可内容",
        default="",
        search=SearchRole.TEXT,
        file=titled("XK_NR", convert=text(20_000, lines=True)),
    )
    decided_on: Mapped[date] = declare(
        Day(), "许可决定日期", narrows=Filter("决定年度", rank=4), file=titled("XK_JDRQ")
    )
    valid_from: Mapped[date | None] = declare(Day(), "有效期自", file=titled("XK_YXQZ 有效期始"))
    valid_until: Mapped[date | None] = declare(
        Day(),
        "有效期至",
        hint="不填为长期有效；期满次日起不再公示",
        file=titled("XK_YXQZI 许可截止期 XK_JZQ", convert=last_day),
    )
    """[18] Last day of validity, and of publication; none when the licence has no end."""
    publish_until: Mapped[date | None] = background(
        "公示至", "it follows the validity", versioned=True
    )
    deciding_bureau_id: Mapped[int | None] = bureau_key("许可机关编号")
    deciding_body: Mapped[str] = declare(
        BodyName(most=200, bureau="deciding_bureau_id"),
        "许可机关",
        initial=Initial.OWN_BODY,
        narrows=Filter(rank=2),
        file=titled("XK_XKJG XK_XZJG"),
    )
    deciding_body_code: Mapped[str | None] = declare(
        BodyCode(),
        "许可机关统一社会信用代码",
        file=titled("XK_XKJGDM 许可机关代码", convert=number(18)),
    )
    state: Mapped[LicenceState | None] = declare(
        Choice(of=LicenceState, offered=WRITTEN_STATES),
        "当前状态",
        file=titled("XK_ZT 登记状态", convert=text(40)),
    )
    source_body: Mapped[str] = declare(
        Line(most=200),
        "数据来源单位",
        default="",
        file=titled("XK_LYDW"),
        absent={
            FieldPlace.FORM: "it is the editor's own body",
            FieldPlace.VERSION: "only files state it",
        },
    )
    """[22] The data source body as named in the file."""
    source_body_code: Mapped[str | None] = declare(
        BodyCode(),
        "数据来源单位统一社会信用代码",
        file=titled("XK_LYDWDM 数据来源单位代码", convert=number(18)),
        absent={FieldPlace.FORM: "only files state it", FieldPlace.VERSION: "only files state it"},
    )
    district_code: Mapped[str | None] = declare(
        DistrictChoice(),
        "县（市、区）",
        ForeignKey("districts.code"),
        narrows=Filter(rank=1),
        file=titled("县市区 所属地区名称 地方编码 DFBM", convert=text(60)),
    )
    remark: Mapped[str | None] = declare(Line(most=512), "备注", file=titled("BZ"))

    company: Mapped[Company | None] = relationship()
    district: Mapped[District | None] = relationship()

    @property
    def name(self) -> str:
        """What was granted, as its certificate or its document calls it."""
        return name_of(self.certificate_name, self.document_name)

    @property
    def title(self) -> str:
        """To whom and what: 温州某某有限公司食品经营许可证."""
        return f"{self.party_name}{self.name}"

    headline = title

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the certificate and of the decision: those that there are."""
        return numbers_of(self.licence_number, self.decision_number)

    @property
    def publish_blocker(self) -> str:
        """A licence that no longer stands is not shown as one."""
        return "许可已经失效，不能公示。" if self.state is LicenceState.INVALID else ""
