"""Disclosed administrative penalties: the 双公示 fields, with money in integer 分."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.session import Base
from app.kernel.imports.values import last_day, text
from app.people.models import Bureau, District
from app.publishing.fields.declaring import (
    FieldPlace,
    Filter,
    Initial,
    background,
    declare,
    titled,
)
from app.publishing.fields.types import (
    Amount,
    BodyName,
    Choice,
    Choices,
    Day,
    DistrictChoice,
    DocumentNumber,
    Line,
    Prose,
    SearchRole,
)
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Contestable, Sourced
from app.records.cases.rules import CaseField, PenaltyKind, Severity
from app.records.companies.fields import (
    REGISTRATION_NUMBER,
    BodyCode,
    CreditCode,
    PartyKindChoice,
    PartyName,
)
from app.records.companies.models import Addressed, Company
from app.records.companies.rules import PartyKind

DISTRICT, BUREAU, FIELD, SEVERITY = "district_code", "deciding_bureau_id", "field", "severity"
LISTED = ("status", "decided_on", "id", *PUBLIC_PERIOD)


class Case(Addressed, Attaching, Contestable, Sourced, Base):
    """A penalty decision as it is disclosed. Numbers in brackets: the field of 双公示."""

    __tablename__ = "case_disclosures"
    PERSONAL = frozenset({"legal_representative"})
    __table_args__ = (
        # Each holds all that filters ask, so that lists are counted and turned without the rows.
        Index("ix_case_disclosures_list", *LISTED, DISTRICT, BUREAU, FIELD, SEVERITY),
        Index("ix_case_disclosures_by_district", DISTRICT, *LISTED, BUREAU, FIELD, SEVERITY),
        Index("ix_case_disclosures_by_bureau", BUREAU, *LISTED, DISTRICT, FIELD, SEVERITY),
        Index("ix_case_disclosures_by_field", FIELD, *LISTED, DISTRICT, BUREAU, SEVERITY),
        Index("ix_case_disclosures_company", "company_id", "status", "decided_on", "id"),
        Index("ix_case_disclosures_period", "status", "publish_until"),
        CheckConstraint("fine_cents >= 0 AND confiscated_cents >= 0", name="amounts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = declare(
        Line(most=300),
        "案件名称",
        found_by=True,
        file=titled("处罚名称 CF_CFMC"),
        absent={FieldPlace.PAGE: "it is the heading of the page"},
    )
    company_id: Mapped[int | None] = background(
        "关联企业", "the code says which", ForeignKey("companies.id"), versioned=True
    )
    party_kind: Mapped[PartyKind] = declare(
        PartyKindChoice(),
        "行政相对人类别",
        file=titled("CF_XDR_LB 当事人类型 被处罚对象类别 当事人类别"),
    )
    party_name: Mapped[str] = declare(
        PartyName(kind="party_kind"),
        "行政相对人名称",
        hint="自然人的名字保存时自动隐去（张某某）",
        found_by=True,
        file=titled(
            "CF_XDR_MC 当事人名称 被处罚对象名称 被处罚当事人 企业名称 企业全称 当事人 被处罚人 "
            "被处罚单位 单位名称",
            required=True,
        ),
    )
    """[1] As published: a natural person's given name is masked (张某某)."""
    uscc: Mapped[str | None] = declare(
        CreditCode(),
        "统一社会信用代码",
        index=True,
        file=titled(
            "行政相对人代码_1 CF_XDR_SHXYM 统一信用代码 工商注册号/统一社会信用代码 "
            "统一社会信用代码/注册号 注册号/统一社会信用代码"
        ),
    )
    registration_number: Mapped[str | None] = declare(
        REGISTRATION_NUMBER,
        "工商注册号",
        file=titled("行政相对人代码_2 CF_XDR_GSZC 注册号 营业执照注册号"),
        absent={
            FieldPlace.FORM: "editors give the credit code",
            FieldPlace.VERSION: "only files state it",
        },
    )
    legal_representative: Mapped[str | None] = declare(
        Line(most=50),
        "法定代表人",
        required=False,
        file=titled("CF_FRDB 被处罚单位法定代表人姓名 法定代表人姓名"),
    )
    decision_number: Mapped[str | None] = declare(
        DocumentNumber(most=128),
        "行政处罚决定书文号",
        required=False,
        found_by=True,
        index=True,
        file=titled("CF_WSH 处罚决定书文号 决定书文号 处罚文号", convert=text(128)),
    )
    violation: Mapped[str] = declare(
        Line(most=2000, stored=Text()),
        "违法行为类型",
        search=SearchRole.TEXT,
        file=titled("CF_WFXW 违法类型 行政处罚权力事项名称 案由", convert=text(2000, lines=True)),
    )
    """[15] Kind of violation."""
    facts: Mapped[str] = declare(
        Prose(most=10_000),
        "违法事实",
        search=SearchRole.TEXT,
        default="",
        file=titled(
            "CF_SY 主要违法违规事实 主要违法事实 处罚事由 对外公开的行政处罚决定书全文或摘要",
            convert=text(20_000, lines=True),
        ),
    )
    basis: Mapped[str] = declare(
        Prose(most=2048),
        "处罚依据",
        search=SearchRole.TEXT,
        default="",
        file=titled("CF_YJ 行政处罚依据", convert=text(5000, lines=True)),
    )
    penalty_kinds: Mapped[list[str]] = declare(
        Choices(of=PenaltyKind),
        "处罚类别",
        default=list,
        file=titled("CF_CFLB CF_CFLB1 处罚种类 处罚类型"),
    )
    """[18] Values of PenaltyKind."""
    content: Mapped[str] = declare(
        Prose(most=4000),
        "处罚内容",
        search=SearchRole.TEXT,
        file=titled(
            "CF_NR 行政处罚内容 行政处罚结论 处罚结果 CF_JG 处罚决定",
            convert=text(10_000, lines=True),
        ),
    )
    """[19] The penalty in words."""
    fine_cents: Mapped[int] = declare(
        Amount(), "罚款金额", default=0, file=titled("CF_NR_FK（万元） 处罚金额")
    )
    """[20] In 分; the column CF_NR_FK of files is in 万元."""
    confiscated_cents: Mapped[int] = declare(
        Amount(),
        "没收金额",
        default=0,
        file=titled(
            "没收违法所得、没收非法财物的金额 没收违法所得、没收非法财务的金额 "
            "CF_NR_WFFF（万元） 没收违法所得"
        ),
    )
    """[21] In 分; the column CF_NR_WFFF of files is in 万元."""
    licence: Mapped[str | None] = declare(
        Line(most=200), "暂扣或吊销证照名称及编号", required=False, file=titled("CF_NR_ZKDX")
    )
    """[22] Name and number of the licence suspended or revoked."""
    decided_on: Mapped[date] = declare(
        Day(),
        "处罚决定日期",
        narrows=Filter("决定年度", rank=8),
        file=titled(
            "CF_JDRQ 处罚决定书签发日期 作出行政处罚的日期 作出处罚决定的日期 作出决定时间 "
            "行政处罚日期 处罚日期"
        ),
    )
    valid_until: Mapped[date | None] = declare(
        Day(), "处罚有效期", required=False, file=titled("CF_YXQ", convert=last_day)
    )
    """[24] Last day of the penalty's own validity."""
    publish_until: Mapped[date | None] = declare(
        Day(),
        "公示截止期",
        required=False,
        hint="不填则按失信程度和决定日期适用的规定计算",
        file=titled("CF_GSJZQ 公示止日期", convert=last_day),
        absent={FieldPlace.PAGE: "it stands beside the fields, with its rule"},
    )
    """[25] Last day of publication, still shown."""
    deciding_bureau_id: Mapped[int | None] = background(
        "处罚机关编号", "the body's name says which", ForeignKey("bureaus.id")
    )
    deciding_body: Mapped[str] = declare(
        BodyName(most=200, bureau="deciding_bureau_id"),
        "处罚机关",
        initial=Initial.OWN_BODY,
        narrows=Filter(rank=2),
        file=titled("CF_CFJG CF_XZJG 处罚决定机关 作出决定机关 执法部门名称 处罚机关全称"),
    )
    deciding_body_code: Mapped[str | None] = declare(
        BodyCode(),
        "处罚机关统一社会信用代码",
        file=titled("CF_CFJGDM"),
        absent={FieldPlace.FORM: "only files state it", FieldPlace.VERSION: "only files state it"},
    )
    source_body: Mapped[str] = declare(
        Line(most=200),
        "数据来源单位",
        default="",
        file=titled("CF_SJLY"),
        absent={
            FieldPlace.FORM: "it is the editor's own body",
            FieldPlace.VERSION: "only files state it",
            FieldPlace.PAGE: "it stands beside the fields, with the source",
        },
    )
    """[28] The data source body as named in the file."""
    field: Mapped[CaseField] = declare(
        Choice(of=CaseField),
        "领域",
        default=CaseField.OTHER,
        narrows=Filter(rank=3),
        absent={FieldPlace.FILE: "it follows from the body and what was done"},
    )
    severity: Mapped[Severity] = declare(
        Choice(of=Severity),
        "失信程度",
        default=Severity.ORDINARY,
        narrows=Filter(rank=4),
        file=titled("失信等级 失信严重程度", convert=text(40)),
    )
    earliest_repair_on: Mapped[date | None] = background(
        "最早可申请修复", "it follows from the grade and the day", versioned=True
    )
    """First day on which repair may be applied for, by the rule of ``periods``."""
    district_code: Mapped[str | None] = declare(
        DistrictChoice(),
        "县（市、区）",
        ForeignKey("districts.code"),
        narrows=Filter(rank=1),
        file=titled(
            "所属地区名称 所属地区 所属地区行政区划编码 区域 所属省份 DFBM", convert=text(60)
        ),
    )
    execution: Mapped[str | None] = declare(
        Line(most=500), "执行情况", required=False, file=titled("整改情况")
    )
    remark: Mapped[str | None] = declare(
        Line(most=512), "备注", required=False, file=titled("BZ", convert=text(400))
    )

    company: Mapped[Company | None] = relationship()
    deciding_bureau: Mapped[Bureau | None] = relationship(foreign_keys="Case.deciding_bureau_id")
    district: Mapped[District | None] = relationship()
    milestones: Mapped[list["CaseMilestone"]] = relationship(
        order_by="CaseMilestone.on", cascade="all, delete-orphan"
    )

    @property
    def publish_blocker(self) -> str:
        """A draft that was begun before the decision says nothing of the penalty yet."""
        return "" if self.content.strip() else "还没有填写处罚内容，不能送审和公示。"

    @property
    def headline(self) -> str:
        """The case's title."""
        return self.title


class CaseMilestone(Base):
    """A dated step from report to publication, as shown on the case page."""

    __tablename__ = "case_milestones"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_disclosures.id"), index=True)
    on: Mapped[date]
    title: Mapped[str] = mapped_column(String(100))
    text: Mapped[str | None] = mapped_column(String(300))
