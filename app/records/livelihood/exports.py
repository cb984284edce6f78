"""The columns of the archive and of the problems of a year, as the import reads them."""

from app.kernel.imports.exporting import Column
from app.records.livelihood.models import LivelihoodProblem
from app.records.livelihood.queries import YearOfProblems
from app.records.livelihood.rules import ProblemState

PROGRAMMES: tuple[Column[YearOfProblems], ...] = (
    Column("year", "年度", lambda one: one.programme.year),
    Column("theme", "主题", lambda one: one.programme.theme),
    Column("plan", "方案", lambda one: one.programme.plan),
    Column("lead_body", "牵头单位", lambda one: one.programme.lead_body),
    Column("document", "方案文件", lambda one: one.programme.document),
    Column("problems", "问题数", lambda one: one.total),
    Column("solved", "已解决", lambda one: one.counts[ProblemState.SOLVED]),
    Column("late", "逾期未解决", lambda one: one.counts[ProblemState.LATE]),
)
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
