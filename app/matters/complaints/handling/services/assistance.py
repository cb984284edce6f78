"""Lead and assisting bodies: each with its task and date. Assistants report to the lead."""

from collections.abc import Iterable
from datetime import date

from app.kernel import clock, notify
from app.kernel.db.calendar import city_calendar
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.working_days import add_working_days, working_days_between
from app.matters.complaints.handling.rules import days_to_assist
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.handovers import AssistTask
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries import may_have, serving_bureau
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.services import finish, record
from app.people.models import Bureau, Staff


def open_tasks(matter: Matter, bodies: Iterable[Bureau]) -> None:
    """Give the bodies that the routing table names their tasks, in the caller's transaction."""
    for body in bodies:
        due_on = date_to_report(matter, matter.received_on)
        matter.assist_tasks.append(
            AssistTask(bureau=body, assigned_on=matter.received_on, due_on=due_on)
        )


def date_to_report(matter: Matter, start: date) -> date:
    """When those who assist from ``start`` on report, unless the lead body says otherwise.

    That is half of the lead's working days after ``start``, and one at least.
    """
    calendar = city_calendar()
    left = working_days_between(start, matter.due_on, calendar) if matter.due_on else 0
    return add_working_days(start, days_to_assist(left), calendar)


def ask_assistance(
    *, matter: Matter, staff: Staff, to_bureau_id: int, task: str, due_on: date
) -> None:
    """The lead body asks another body for help: what, and until when.

    Raises InvalidInputError for a body or a day that can't be, ConflictError while the body has
    still to report.
    """
    RULES.require(MatterAct.ASK_ASSISTANCE, matter, staff)
    body = _assistant(matter, to_bureau_id)
    if not clock.today() < due_on:
        raise InvalidInputError("协办期限应当在今天之后。")
    if matter.due_on and due_on > matter.due_on:
        raise InvalidInputError("协办期限不能晚于本步办理期限，否则主办部门来不及答复。")
    if body not in matter.assistants:
        matter.assistants.append(body)
    matter.assist_tasks.append(
        AssistTask(
            bureau=body,
            assigned_on=clock.today(),
            assigned_by_id=staff.id,
            task=task,
            due_on=due_on,
        )
    )
    tell_assistant(matter, body.id, due_on)
    record(
        matter, MatterEventKind.ASSISTANCE_ASKED, staff, text=task, bureau_id=body.id, visible=False
    )
    finish(MatterAct.ASK_ASSISTANCE, matter, staff)


def report_back(*, matter: Matter, staff: Staff, text: str) -> None:
    """An assisting body tells the lead what it found; the reporter does not see it."""
    RULES.require(MatterAct.REPORT_BACK, matter, staff)
    own = (one for one in matter.assist_tasks if one.bureau_id == staff.bureau_id)
    task = next(one for one in own if one.is_open)
    task.report, task.reported_on, task.reported_by_id = text, clock.today(), staff.id
    notify.mail(
        "assist_report",
        notify.bureau(matter.bureau_id),
        number=matter.number,
        category=matter.submission.category.name,
    )
    record(matter, MatterEventKind.ASSISTANCE_REPORTED, staff, text=text, visible=False)
    finish(MatterAct.REPORT_BACK, matter, staff)


def leads_now(matter: Matter, body: Bureau) -> None:
    """Whoever leads assists no longer; in the caller's transaction."""
    matter.assistants = [one for one in matter.assistants if one.id != body.id]
    for task in matter.assist_tasks:
        if task.is_open and task.bureau_id == body.id:
            task.ended_on = clock.today()


def _assistant(matter: Matter, bureau_id: int) -> Bureau:
    body = serving_bureau(bureau_id, clock.today())
    if body is None:
        raise InvalidInputError("请选择一个现任的协办部门。")
    if body.id == matter.bureau_id:
        raise InvalidInputError("该部门就是主办部门，请选择其他部门。")
    if not may_have(matter, body.id):
        raise InvalidInputError("反映的正是这个部门的人员，不能请它协办，请选择其他部门。")
    if any(task.is_open and task.bureau_id == body.id for task in matter.assist_tasks):
        raise ConflictError("该部门还有没反馈的协办任务，请等它反馈后再交办。")
    return body


def tell_assistant(matter: Matter, bureau_id: int, due_on: date) -> None:
    """Queue the notice that a body is to help, in the transaction of the caller."""
    notify.mail(
        "assist_task",
        notify.bureau(bureau_id),
        number=matter.number,
        category=matter.submission.category.name,
        lead=matter.bureau.name,
        deadline=due_on.isoformat(),
    )
