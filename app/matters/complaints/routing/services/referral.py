"""Matters that go to another body: referred, returned, settled by the coordination office."""

from app.kernel import clock, notify
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.matters.complaints.handling.rules import paper_of_referral
from app.matters.complaints.handling.services.assistance import leads_now
from app.matters.complaints.handling.services.documents import issue_sending, register
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.handovers import MatterReturn, Referral
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries import coordination_office, may_have, serving_bureau
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import (
    MatterDocumentKind,
    MatterEventKind,
    ReferralStatus,
)
from app.matters.complaints.matter.rules.states import MatterStatus, MatterStep
from app.matters.complaints.matter.services import finish, record
from app.matters.complaints.routing.queries.destination import date_to_decide, decisions_due
from app.people.models import Bureau, Staff


def refer_matter(*, matter: Matter, staff: Staff, to_bureau_id: int, reason: str) -> None:
    """The lead body hands the matter to another body, which may dispute it.

    Not to a body that has handed it on already: such a dispute is the coordination office's.
    Raises ConflictError for that, InvalidInputError for its own body, one out of office or named.
    """
    RULES.require(MatterAct.REFER, matter, staff)
    target = _target(matter, to_bureau_id)
    if target.id == matter.bureau_id:
        raise InvalidInputError("该事项已经由这个部门承办，请选择其他部门。")
    gone_from = {one.from_bureau_id for one in matter.referrals}
    if target.id in gone_from | {one.from_bureau_id for one in matter.returns}:
        raise ConflictError("该部门已经转出过这件事项，请改用“退回质量强市办”，由质量强市办确定。")
    matter.referrals.append(
        Referral(
            from_bureau_id=matter.bureau_id,
            to_bureau_id=target.id,
            referred_at=clock.now(),
            referred_by_id=staff.id,
            reason=reason,
        )
    )
    kind = paper_of_referral(matter.status)
    issue_sending(matter, staff, clock.today(), kind, to=target, reason=reason)
    _move(matter, target, MatterStatus.NEW)
    record(matter, MatterEventKind.REFERRED, staff, text=reason, bureau_id=target.id)
    finish(MatterAct.REFER, matter, staff)


def return_matter(
    *, matter: Matter, staff: Staff, to_bureau_id: int, legal_basis: str, reason: str
) -> None:
    """The body says that it is not responsible, on which ground, and who is.

    The coordination office decides within one working day; on the second return for good. Raises
    InvalidInputError where the office is named itself, or for a body that can't lead.
    """
    RULES.require(MatterAct.RETURN, matter, staff)
    office, proposed = coordination_office(), _target(matter, to_bureau_id)
    if not may_have(matter, office.id):
        raise InvalidInputError("反映的正是质量强市办，不能退回给它。可以转办其他部门。")
    if proposed.id == matter.bureau_id:
        raise InvalidInputError("建议的部门不能是本部门，请选择其他部门。")
    _answer_pending(matter, ReferralStatus.DISPUTED, reason)
    matter.returns.append(
        MatterReturn(
            ordinal=len(matter.returns) + 1,
            from_bureau_id=matter.bureau_id,
            returned_by_id=staff.id,
            returned_at=clock.now(),
            returned_on=clock.today(),
            legal_basis=legal_basis,
            proposed_bureau_id=proposed.id,
            reason=reason,
            due_on=date_to_decide(matter.kind, clock.today()),
        )
    )
    register(matter, staff, clock.today())
    _move(matter, office, MatterStatus.ROUTING)
    words = f"依据：{legal_basis}。建议由{proposed.name}承办。{reason}"
    record(matter, MatterEventKind.REFERRAL_DISPUTED, staff, text=words, bureau_id=office.id)
    finish(MatterAct.RETURN, matter, staff)


def settle_matter(*, matter: Matter, staff: Staff, to_bureau_id: int, reason: str) -> None:
    """The coordination office decides which body leads; that ends every dispute.

    Raises InvalidInputError for a body that is out of office, or that the matter names.
    """
    RULES.require(MatterAct.SETTLE, matter, staff)
    target = _target(matter, to_bureau_id)
    _answer_pending(matter, ReferralStatus.SETTLED, reason)
    how = _answer_return(matter, staff, target, reason)
    issue_sending(
        matter, staff, clock.today(), MatterDocumentKind.DISPATCH, to=target, reason=reason
    )
    _move(matter, target, MatterStatus.NEW)
    matter.routing_reason = f"质量强市办{how}由{target.name}承办"
    record(matter, MatterEventKind.REFERRAL_SETTLED, staff, text=reason, bureau_id=target.id)
    finish(MatterAct.SETTLE, matter, staff)


def _answer_return(matter: Matter, staff: Staff, target: Bureau, reason: str) -> str:
    """Close the return that waits, if any; how the decision is called."""
    waiting = matter.open_return
    if waiting is None:
        return "确定"
    waiting.decided_on = clock.today()
    waiting.decided_by_id = staff.id
    waiting.decided_bureau_id = target.id
    waiting.answer = reason
    return "裁定" if waiting.is_binding else "确定"


def _target(matter: Matter, bureau_id: int) -> Bureau:
    bureau = serving_bureau(bureau_id, clock.today())
    if bureau is None:
        raise InvalidInputError("请选择一个现任的承办部门。")
    if not may_have(matter, bureau.id):
        raise InvalidInputError("反映的正是这个部门的人员，不能交给它办理，请选择其他部门。")
    return bureau


def _move(matter: Matter, bureau: Bureau, status: MatterStatus) -> None:
    """Put the matter into another body's hands; whoever held it loses sight of it."""
    matter.bureau_id = bureau.id
    matter.bureau = bureau
    matter.handler_id = None
    matter.status = status
    leads_now(matter, bureau)
    db.session.flush()
    tell_bureau(matter)


def _answer_pending(matter: Matter, status: ReferralStatus, answer: str) -> None:
    for referral in matter.referrals:
        if referral.status in {ReferralStatus.PENDING, ReferralStatus.DISPUTED}:
            referral.status = status
            referral.answer = answer
            referral.answered_at = clock.now()


def tell_bureau(matter: Matter) -> None:
    """Queue the notice that a matter has arrived, in the transaction of the caller."""
    to_decide = decisions_due([matter]).get(matter.id)
    deadline = to_decide or matter.due_on
    notify.mail(
        "new_matter",
        notify.bureau(matter.bureau_id),
        number=matter.number,
        category=matter.submission.category.name,
        deadline=deadline.isoformat() if deadline else "法定期限",
        step=MatterStep.ROUTE.label if to_decide else matter.step.label,
    )
