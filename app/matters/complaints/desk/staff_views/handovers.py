"""The clocks of hand-overs: of the office that decides, and of bodies that assist."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.deadlines import Remaining, remaining
from app.matters.complaints.matter.rules.states import MatterWorklist
from app.matters.complaints.routing.queries import handovers

if TYPE_CHECKING:
    from app.matters.complaints.matter.models.matters import Matter
    from app.people.models import Staff


def clocks_of(matter: "Matter") -> dict[str, Any]:
    """What the page of a matter tells of them."""
    to_decide = handovers.decisions_due([matter])
    tasks = {task.id: task.due_on for task in matter.assist_tasks if task.is_open}
    lead = {matter.id: matter.due_on} if matter.due_on else {}
    return {
        "to_decide": _left(to_decide).get(matter.id),
        "lead_left": _left(lead).get(matter.id),
        "tasks_left": _left(tasks),
    }


def clocks_of_list(
    staff: "Staff", worklist: MatterWorklist, matters: Sequence["Matter"]
) -> dict[str, Any]:
    """What a worklist tells of them and of the lead's own, by the id of the matter."""
    tasks = (
        handovers.reports_due(staff.bureau_id, matters)
        if worklist is MatterWorklist.ASSISTING
        else {}
    )
    today, calendar = clock.today(), city_calendar()
    return {
        "remaining": {one.id: remaining(one.due_on, today, calendar) for one in matters},
        "to_decide": _left(handovers.decisions_due(matters)),
        "to_report": _left(tasks),
    }


def _left(dates: Mapping[int, date]) -> dict[int, Remaining | None]:
    today = clock.today()
    return {key: remaining(due_on, today, city_calendar()) for key, due_on in dates.items()}
