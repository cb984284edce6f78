"""Programmes and problems of livelihood, as far as they are kinds of records like others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.search.documents import SearchDocument, SearchKind
from app.people.access import can, current_staff
from app.people.models import Staff
from app.people.permissions import Permission
from app.publishing.fields.inputs import RecordForm
from app.publishing.kind.declaration import RecordParty, Values
from app.publishing.kind.kind import PublicKind, RecordKind
from app.publishing.kind.staff_views import DeclaredDesk
from app.publishing.life.rules import Life
from app.publishing.life.sealed import Original
from app.publishing.life.services import Edit
from app.records.livelihood.models import LivelihoodProblem, LivelihoodProgramme
from app.records.livelihood.rules import headline_of, problem_fault


class LivelihoodProgrammeKind(PublicKind[LivelihoodProgramme]):
    """Programmes: the page of the public is that of the year, the desk is that of all kinds."""

    model = LivelihoodProgramme
    search_kind = SearchKind.LIVELIHOOD
    endpoint, path = "livelihood", "/livelihood"
    desk_template = "records/livelihood/staff/_problems.html"
    dated_by = "published_on"
    read_for_search = ("lead_body", "source_bureau_id")

    def title_of(self, row: Any) -> str:
        """Year and theme."""
        return headline_of(row.year, row.theme)

    def party_of(self, record: LivelihoodProgramme) -> RecordParty:
        """Nobody, who could contest it."""
        return RecordParty("", "")

    def facts_of(self, row: Any) -> Sequence[str | None]:
        """The year, and who leads."""
        return f"{row.year} 年", row.lead_body

    def completed(self, document: SearchDocument, row: Any) -> SearchDocument:
        """It is known by its year, and found by the body that wrote it."""
        of_body = {"bureau_id": row.source_bureau_id, "bureau_name": row.lead_body}
        return replace(document, ref=str(row.year), **of_body)


class LivelihoodProblemKind(RecordKind[LivelihoodProblem]):
    """Problems of programmes: shown on the year's page."""

    model = LivelihoodProblem
    search_kind = SearchKind.LIVELIHOOD
    can_schedule = False
    name = "惠民问题"
    endpoint, path = "problems", "/livelihood/problems"
    page_load = (joinedload(LivelihoodProblem.programme),)

    def prepare(
        self,
        record: LivelihoodProblem | None,
        values: Values,
        *,
        staff: Staff,
        extra: Mapping[str, Any],
    ) -> tuple[Values, Original | None]:
        """As the programme of its year has it.

        Raises ConflictError where that is not public, InvalidInputError for days and evidence
        that contradict each other.
        """
        begun: Any = record  # the desk begins a problem under its programme
        if begun.programme.life is not Life.PUBLISHED:
            raise ConflictError("年度方案公示以后才能录入问题。")
        if wrong := problem_fault(values, year=begun.programme.year, today=clock.today()):
            raise InvalidInputError(f"{wrong}。")
        return values, None

    def desk_rows(self, record: LivelihoodProblem) -> Iterable[tuple[str, Any, str]]:
        """What the year's page shows of it."""
        return [
            ("方案", record.programme.headline, ""),
            *self.page_rows(record),
            ("状态", record.state.label, ""),
        ]


class LivelihoodProgrammeDesk(DeclaredDesk):
    """Programmes of years."""

    def public_url(self, record: LivelihoodProgramme) -> str:
        """The year's page."""
        return url_for("livelihood.year", year=record.year)

    def acts(self, record: LivelihoodProgramme) -> list[tuple[str, str]]:
        """A public programme has problems, and citizens propose more."""
        if record.life is not Life.PUBLISHED or not can(Permission.EDIT_RECORDS):
            return []
        return [
            ("录入问题", url_for("admin.problems.new", programme=record.id)),
            ("处理市民建议", url_for("admin.proposals.index")),
        ]


class LivelihoodProblemDesk(DeclaredDesk):
    """Problems of programmes: shown on the year's page, never in advance."""

    new_rule = "/new/<int:programme>"

    def public_url(self, record: LivelihoodProblem) -> str:
        """Its place on the year's page."""
        return url_for("livelihood.year", year=record.programme.year) + f"#problem-{record.id}"

    def form(self, record: LivelihoodProblem | None) -> RecordForm:
        """A new problem is led by the body that leads the programme."""
        form = super().form(record)
        programme = record.programme if record else self._programme()
        if record is None and not form.is_submitted():
            form["lead_body"].data = programme.lead_body
        return form

    def save(self, record: LivelihoodProblem | None, form: RecordForm, edit: Edit) -> Any:
        """Keep the problem; raises as ``save_record``."""
        programme, bureau_id = self._programme(record), current_staff().bureau_id
        problem = record or LivelihoodProblem(
            programme_id=programme.id, programme=programme, source_bureau_id=bureau_id
        )
        return super().save(problem, form, edit)

    def _programme(self, record: LivelihoodProblem | None = None) -> LivelihoodProgramme:
        address: Any = request.view_args
        found: LivelihoodProgramme = record.programme if record else desk.find(address["programme"])
        return found


PROGRAMMES, PROBLEMS = LivelihoodProgrammeKind(), LivelihoodProblemKind()
desk, problems_desk = LivelihoodProgrammeDesk(PROGRAMMES), LivelihoodProblemDesk(PROBLEMS)
bp, problems_bp = desk.blueprint, problems_desk.blueprint
