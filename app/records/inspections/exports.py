"""The columns of the downloaded list, as the import reads them."""

from app.kernel.imports.exporting import Column
from app.records.inspections.models import Inspection

COLUMNS: tuple[Column[Inspection], ...] = (
    Column("id", "记录编号", lambda one: one.id),
    Column("kind", "检查方式", lambda one: one.kind),
    Column("level", "任务级别", lambda one: one.level),
    Column("product_group", "产品类别", lambda one: one.product_group),
    Column("product", "产品名称", lambda one: one.product),
    Column("specification", "规格型号", lambda one: one.specification),
    Column("batch_number", "生产日期或批号", lambda one: one.batch_number),
    Column("maker_name", "标称生产者", lambda one: one.maker_name),
    Column("maker_kind", "生产者类别", lambda one: one.maker_kind),
    Column("uscc", "统一社会信用代码", lambda one: one.uscc),
    Column("is_local", "本地生产", lambda one: "是" if one.is_local else "否"),
    Column("seller_name", "被抽样单位", lambda one: one.seller_name),
    Column("district", "抽样地", lambda one: one.district and one.district.name),
    Column("result", "检验结果", lambda one: one.result),
    Column("failing_items", "不合格项目", lambda one: one.failing_items),
    Column("measured", "实测值", lambda one: one.measured),
    Column("limits", "标准值", lambda one: one.limits),
    Column("laboratory", "检验机构", lambda one: one.laboratory),
    Column("sampled_on", "抽样日期", lambda one: one.sampled_on),
    Column("announced_on", "发布日期", lambda one: one.announced_on),
    Column("announcement", "通报名称或文号", lambda one: one.announcement),
    Column("inspecting_body", "组织部门", lambda one: one.inspecting_body),
    Column("remark", "备注", lambda one: one.remark),
    Column("caution", "异议标注", lambda one: one.caution),
)
