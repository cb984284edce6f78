"""Kinds of penalties, how grave a case is, and the fields of life that cases belong to."""

from app.kernel.labels import LabelledEnum


class PenaltyKind(LabelledEnum):
    """Kinds of penalty (行政处罚法 Art. 9)."""

    WARNING = ("warning", "警告")
    CRITICISM = ("criticism", "通报批评")
    FINE = ("fine", "罚款")
    CONFISCATE_INCOME = ("confiscate_income", "没收违法所得")
    CONFISCATE_GOODS = ("confiscate_goods", "没收非法财物")
    SUSPEND_LICENCE = ("suspend_licence", "暂扣许可证件")
    DOWNGRADE = ("downgrade", "降低资质等级")
    REVOKE_LICENCE = ("revoke_licence", "吊销许可证件")
    RESTRICT_BUSINESS = ("restrict_business", "限制开展生产经营活动")
    STOP_BUSINESS = ("stop_business", "责令停产停业")
    CLOSE_DOWN = ("close_down", "责令关闭")
    RESTRICT_PRACTICE = ("restrict_practice", "限制从业")
    DETENTION = ("detention", "行政拘留")
    OTHER = ("other", "其他")


class Severity(LabelledEnum):
    """Grade of dishonesty, which decides the publication period (发改委令36号)."""

    MINOR = ("minor", "轻微")
    ORDINARY = ("ordinary", "一般")
    SERIOUS = ("serious", "严重")


class CaseField(LabelledEnum):
    """Field of the violation, as citizens look for it."""

    FOOD = ("food", "食品")
    DRUG = ("drug", "药品医疗器械")
    PRODUCT = ("product", "产品质量")
    CONSTRUCTION = ("construction", "工程建设")
    ENVIRONMENT = ("environment", "环境保护")
    WORK_SAFETY = ("work_safety", "安全生产")
    ADVERTISING = ("advertising", "广告与价格")
    INTELLECTUAL_PROPERTY = ("intellectual_property", "知识产权")
    SPECIAL_EQUIPMENT = ("special_equipment", "特种设备")
    TRANSPORT = ("transport", "交通运输")
    LABOUR = ("labour", "劳动保障")
    TAX = ("tax", "税务")
    FINANCE = ("finance", "金融")
    OTHER = ("other", "其他")
