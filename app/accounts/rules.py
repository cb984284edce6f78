"""Levels of bodies and roles of staff."""

from app.core.labels import LabelledEnum


class BureauLevel(LabelledEnum):
    """Whether a body serves the whole city or one district."""

    CITY = ("city", "市级")
    DISTRICT = ("district", "县（市、区）")


class Role(LabelledEnum):
    """What a member of staff is there to do. Permissions hang on roles, never on persons."""

    HANDLER = ("handler", "承办人")
    HEAD = ("head", "科室负责人")
    COORDINATOR = ("coordinator", "质量强市办")
    EDITOR = ("editor", "编辑")
    REVIEWER = ("reviewer", "审核")
    AUDITOR = ("auditor", "审计员")
    SYSTEM_ADMIN = ("sysadmin", "系统管理员")
    SECURITY_ADMIN = ("secadmin", "安全管理员")
