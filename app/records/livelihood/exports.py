"""The columns of the archive and of the problems of a year, as the import reads them."""

from app.kernel.imports.exporting import ExportColumn
from app.publishing.fields.derived import download_columns
from app.records.livelihood.models import LivelihoodProblem, LivelihoodProgramme
from app.records.livelihood.queries import YearOfProblems
from app.records.livelihood.rules import ProblemState


def _of_programme(column: ExportColumn[LivelihoodProgramme]) -> ExportColumn[YearOfProblems]:
    return ExportColumn(column.key, column.label, lambda one: column.value(one.programme))


PROGRAMMES: tuple[ExportColumn[YearOfProblems], ...] = (
    *map(_of_programme, download_columns(LivelihoodProgramme)),
    ExportColumn("problems", "问题数", lambda one: one.total),
    ExportColumn("solved", "已解决", lambda one: one.counts[ProblemState.SOLVED]),
    ExportColumn("late", "逾期未解决", lambda one: one.counts[ProblemState.LATE]),
)
COLUMNS: tuple[ExportColumn[LivelihoodProblem], ...] = (
    ExportColumn("id", "记录编号", lambda one: one.id),
    ExportColumn("year", "年度", lambda one: one.programme.year),
    *download_columns(LivelihoodProblem),
    ExportColumn("state", "状态", lambda one: one.state),
)
