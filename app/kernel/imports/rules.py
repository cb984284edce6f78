"""The life of an import, how long it may be silent, and how long its file is kept."""

from datetime import timedelta

from app.kernel.labels import LabelledEnum


class ImportState(LabelledEnum):
    """How far an import has come."""

    UPLOADED = ("uploaded", "待对应字段")
    CHECKING = ("checking", "检查中")
    CHECKED = ("checked", "待送审")
    SUBMITTED = ("submitted", "待审核")
    RUNNING = ("running", "导入中")
    DONE = ("done", "已完成")
    CANCELLED = ("cancelled", "已中止")
    FAILED = ("failed", "未完成")
    DISCARDED = ("discarded", "已放弃")


class FindingKind(LabelledEnum):
    """What is found in a row: it can't be taken, or it is taken and should be looked at."""

    ERROR = ("error", "错误")
    HINT = ("hint", "提示")


UNDER_WAY = (ImportState.CHECKING, ImportState.RUNNING)
"""A worker is at it, or will be."""
WAITING = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.SUBMITTED)
"""A person is to decide."""

LEASE = timedelta(minutes=3)
"""A worker that has noted nothing for so long is dead: another goes on. Unpacking may take two."""
MAX_ATTEMPTS = 3
KEPT = timedelta(days=30)
"""How long the file, its findings and the workbook of errors are kept."""
KEPT_CHANGES = 500
"""Rows that would change a record and are listed field by field before they go in."""
KEPT_FINDINGS = 10_000
"""Findings of a kind that are listed; the workbook of errors holds all rows that were rejected."""
