"""Inspected batches of products: what, whose, where it was sampled, and what was found."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from app.kernel.db.session import Base
from app.people.models import District
from app.publishing.fields.declaring import FieldPlace, Filter, Initial, declare, titled
from app.publishing.fields.types import BodyName, Day, DistrictChoice, Flag, Items, Line, SearchRole
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Contestable, Sourced
from app.records.companies.fields import (
    CreditCode,
    NamesParty,
    PartyKindChoice,
    PartyName,
    bureau_key,
    company_key,
)
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind
from app.records.inspections.rules import (
    ELSEWHERE,
    SEPARATOR,
    CheckResult,
    Failure,
    InspectionKind,
    InspectionLevel,
    ProductGroup,
    failures,
    name_of,
    title_of,
)
from app.records.inspections.words import SpokenChoice, local

LISTED = ("status", "announced_on", "id", *PUBLIC_PERIOD)
ASKED = ("kind", "level", "product_group", "result", "is_local", "district_code")
FOUND = Items(most=4000, separator=SEPARATOR)
IN_A_TABLE = {FieldPlace.PAGE: "what failed stands in a table of its own"}


class Inspection(NamesParty, Attaching, Contestable, Sourced, Base):
    """One batch of a product as it was inspected. Rates of passing are counted from these rows."""

    __tablename__ = "inspections"
    __table_args__ = (
        # Holds all that filters and rates ask, so that they are counted without the rows.
        Index("ix_inspections_list", *LISTED, *ASKED),
        Index("ix_inspections_by_bureau", "inspecting_bureau_id", *LISTED),
        Index("ix_inspections_company", "company_id", *LISTED),
        CheckConstraint("(result = 'fail') = (failing_items IS NOT NULL)", name="failure_says_why"),
        CheckConstraint("sampled_on <= announced_on", name="sampled_first"),
        CheckConstraint("maker_kind <> 'person' OR uscc IS NULL", name="person_without_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[InspectionKind] = declare(
        SpokenChoice(of=InspectionKind, spoken="kind"),
        "检查方式",
        default=InspectionKind.SPOT_CHECK,
        narrows=Filter(rank=3),
        file=titled("检查类型 抽查方式"),
    )
    level: Mapped[InspectionLevel] = declare(
        SpokenChoice(of=InspectionLevel, spoken="level"),
        "任务级别",
        narrows=Filter(rank=4),
        file=titled("抽查级别 任务来源 抽样级别"),
    )
    product_group: Mapped[ProductGroup] = declare(
        SpokenChoice(of=ProductGroup, spoken="product_group"),
        "产品类别",
        narrows=Filter(rank=2),
        file=titled("产品大类 食品大类 类别 分类", required=True),
    )
    product: Mapped[str] = declare(
        Line(most=200),
        "产品名称",
        found_by=True,
        file=titled("样品名称 食品名称 抽查产品名称 商品名称", required=True),
    )
    specification: Mapped[str | None] = declare(
        Line(most=200), "规格型号", file=titled("型号规格 规格 样品规格")
    )
    batch_number: Mapped[str | None] = declare(
        Line(most=128),
        "生产日期或批号",
        found_by=True,
        search=SearchRole.NUMBER,
        file=titled("生产日期/批号 生产日期(批号) 批号 产品批号 生产日期"),
    )
    """Of the batch, or its day of production."""
    company_id: Mapped[int | None] = company_key()
    maker_kind: Mapped[PartyKind] = declare(
        PartyKindChoice(), "生产者类别", file=titled("生产企业类别")
    )
    maker_name: Mapped[str] = declare(
        PartyName(kind="maker_kind"),
        "标称生产者",
        hint="自然人的名字保存时自动隐去（张某某）",
        found_by=True,
        file=titled(
            "标称生产企业名称 标称生产企业 生产企业名称 生产企业 标称生产单位 生产者名称",
            required=True,
        ),
    )
    """As the label names it (标称); a natural person's given name is masked (张某某)."""
    party_name = synonym("maker_name")
    """What the sealed store knows the party by."""
    uscc: Mapped[str | None] = declare(
        CreditCode(), "统一社会信用代码", index=True, file=titled("生产企业统一社会信用代码")
    )
    is_local: Mapped[bool] = declare(
        Flag(otherwise="按企业登记地"),
        "本地生产",
        narrows=Filter(rank=5),
        file=titled("是否本地生产 是否本地企业", convert=local),
    )
    """Whether it was made in the city: the promises on food, drugs and produce count these."""
    seller_name: Mapped[str | None] = declare(
        Line(most=200, unbroken=True),
        "被抽样单位",
        found_by=True,
        search=SearchRole.TEXT,
        file=titled("被抽样单位名称 受检单位 被抽检单位 抽样单位名称"),
    )
    """Where it was sampled; the shop, or the maker itself."""
    district_code: Mapped[str | None] = declare(
        DistrictChoice(otherwise=ELSEWHERE[1], follows_company=False),
        "抽样地",
        ForeignKey("districts.code"),
        narrows=Filter(rank=6, nothing=ELSEWHERE),
        file=titled("抽样地区 被抽样单位所在区县 被抽样单位地址 县(市、区)"),
    )
    """The district in which it was sampled."""
    result: Mapped[CheckResult] = declare(
        SpokenChoice(of=CheckResult, spoken="result"),
        "检验结果",
        narrows=Filter(rank=1),
        file=titled("检验结论 抽查结果 判定结果 结果", required=True),
    )
    failing_items: Mapped[str | None] = declare(
        FOUND,
        "不合格项目",
        hint="合格的不填。有几项的，每项一行",
        found_by=True,
        search=SearchRole.TEXT,
        file=titled("主要不合格项目 不合格项目║检验结果║标准值 不合格项目名称"),
        absent=IN_A_TABLE,
    )
    measured: Mapped[str | None] = declare(
        FOUND,
        "实测值",
        hint="带单位；有几项的，每项一行，次序与上面相同",
        file=titled("检验值 检测值 实测结果"),
        absent=IN_A_TABLE,
    )
    limits: Mapped[str | None] = declare(
        FOUND,
        "标准值",
        hint="写法同上，可以注明标准号",
        file=titled("标准要求 限值 标准限值 技术要求"),
        absent=IN_A_TABLE,
    )
    laboratory: Mapped[str] = declare(
        Line(most=200),
        "检验机构",
        hint="巡查、飞行检查没有送检的，填检查单位",
        search=SearchRole.TEXT,
        file=titled("承检机构 检验单位 承检单位", required=True),
    )
    sampled_on: Mapped[date] = declare(
        Day(), "抽样日期", file=titled("抽检日期 采样日期 检查日期", required=True)
    )
    announced_on: Mapped[date] = declare(
        Day(),
        "发布日期",
        narrows=Filter("发布年度", rank=8),
        file=titled("公告日期 通报日期 公布日期", required=True),
    )
    """When the body announced the result; the year of a rate is that of this day."""
    announcement: Mapped[str | None] = declare(
        Line(most=200),
        "通报名称或文号",
        search=SearchRole.TEXT,
        file=titled("公告号 通报文号 公告文号 通报名称"),
    )
    inspecting_bureau_id: Mapped[int | None] = bureau_key("组织部门编号")
    inspecting_body: Mapped[str] = declare(
        BodyName(most=200, bureau="inspecting_bureau_id"),
        "组织部门",
        initial=Initial.OWN_BODY,
        narrows=Filter(rank=7),
        file=titled("组织抽查部门 抽查机关 组织单位 任务下达部门"),
    )
    publish_until: Mapped[date | None] = declare(
        Day(),
        "公示至",
        hint="不填为长期公示",
        absent={
            FieldPlace.FILE: "only an editor limits it",
            FieldPlace.EXPORT: "files do not bring it",
            FieldPlace.PAGE: "it stands beside the fields",
        },
    )
    remark: Mapped[str | None] = declare(Line(most=512), "备注")

    company: Mapped[Company | None] = relationship()
    district: Mapped[District | None] = relationship()

    @property
    def failures(self) -> list[Failure]:
        """What failed, with what was measured and what is allowed."""
        return [*failures(self.failing_items, self.measured, self.limits)]

    @property
    def has_failed(self) -> bool:
        """Whether anything was found."""
        return self.result is CheckResult.FAIL

    @property
    def name(self) -> str:
        """The product with its batch: 酱油（2026-03-01）."""
        return name_of(self.product, self.batch_number)

    @property
    def title(self) -> str:
        """Product, batch and result."""
        return title_of(self.product, self.batch_number, self.kind, self.result)

    @property
    def headline(self) -> str:
        """The same with the maker, as staff see it in lists."""
        return f"{self.maker_name}　{self.title}"
