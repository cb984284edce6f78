"""The columns of the downloaded list of a year's problems."""

from app.imports.exporting import Column
from app.livelihood.models import LivelihoodProblem

COLUMNS: tuple[Column[LivelihoodProblem], ...] = (
    Column("id", "记录编号", lambda one: one.id),
    Column("year", "年度", lambda one: one.programme.year),
    Column("action", "惠民行动", lambda one: one.action),
    Column("title", "问题", lambda one: one.title),
    Column("text", "具体情况", lambda one: one.text),
    Column("lead_body", "牵头单位", lambda one: one.lead_body),
    Column("due_on", "解决期限", lambda one: one.due_on),
    Column("state", "状态", lambda one: one.state),
    Column("solved_on", "解决日期", lambda one: one.solved_on),
    Column("evidence", "解决情况", lambda one: one.evidence),
)
