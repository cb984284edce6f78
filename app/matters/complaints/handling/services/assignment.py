"""Who in the body handles a matter."""

from app.kernel.errors import InvalidInputError
from app.matters.complaints.handling.queries.colleagues import colleague
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.services.recording import finish, record
from app.people.models import Staff


def assign_matter(*, matter: Matter, staff: Staff, handler_id: int) -> None:
    """The matter is given to a colleague; the history keeps who gave it to whom."""
    RULES.require(MatterAct.ASSIGN, matter, staff)
    chosen = colleague(staff, handler_id)
    if chosen is None:
        raise InvalidInputError("请从本单位在岗的承办人中选择。")
    if matter.handler_id == chosen.id:
        raise InvalidInputError(f"该事项已经由{chosen.full_name}承办。")
    matter.handler_id = chosen.id
    matter.handler = chosen
    record(matter, MatterEventKind.ASSIGNED, staff, text=f"由{chosen.full_name}承办", visible=False)
    finish(MatterAct.ASSIGN, matter, staff)
