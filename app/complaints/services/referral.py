"""Handing a matter from one body to another, and settling who is responsible.

The reporter's clock never restarts: a referral moves the matter, not its deadline.
"""

from app.accounts.models import Bureau, Staff
from app.complaints.models import Matter, Referral
from app.complaints.queries.bodies import coordination_office, serving_bureau
from app.complaints.rules import Act, EventKind, MatterStatus, ReferralStatus
from app.complaints.services.handling import finish, record
from app.complaints.services.notices import tell_bureau
from app.complaints.services.permission import require
from app.core import clock
from app.core.errors import InvalidInputError


def refer_matter(*, matter: Matter, staff: Staff, to_bureau_id: int, reason: str) -> None:
    """The lead body hands the matter to another body, which may dispute it."""
    require(Act.REFER, matter, staff)
    target = _target(matter, to_bureau_id)
    if target.id == matter.bureau_id:
        raise InvalidInputError("该事项已经由这个部门承办，请选择其他部门。")
    matter.referrals.append(
        Referral(
            from_bureau_id=matter.bureau_id,
            to_bureau_id=target.id,
            referred_at=clock.now(),
            referred_by_id=staff.id,
            reason=reason,
        )
    )
    _move(matter, target, MatterStatus.NEW)
    record(matter, EventKind.REFERRED, staff, text=reason, bureau_id=target.id)
    finish(Act.REFER, matter, staff)


def return_matter(*, matter: Matter, staff: Staff, reason: str) -> None:
    """The body says that it is not responsible; the coordination office decides."""
    require(Act.RETURN, matter, staff)
    _answer_pending(matter, ReferralStatus.DISPUTED, reason)
    office = coordination_office()
    _move(matter, office, MatterStatus.ROUTING)
    record(matter, EventKind.REFERRAL_DISPUTED, staff, text=reason, bureau_id=office.id)
    finish(Act.RETURN, matter, staff)


def settle_matter(*, matter: Matter, staff: Staff, to_bureau_id: int, reason: str) -> None:
    """The coordination office decides which body leads; that ends every dispute."""
    require(Act.SETTLE, matter, staff)
    target = _target(matter, to_bureau_id)
    _answer_pending(matter, ReferralStatus.SETTLED, reason)
    _move(matter, target, MatterStatus.NEW)
    matter.routing_reason = f"质量强市办确定由{target.name}承办"
    record(matter, EventKind.REFERRAL_SETTLED, staff, text=reason, bureau_id=target.id)
    finish(Act.SETTLE, matter, staff)


def _target(matter: Matter, bureau_id: int) -> Bureau:
    bureau = serving_bureau(bureau_id, clock.today())
    if bureau is None:
        raise InvalidInputError("请选择一个现任的承办部门。")
    if bureau.id == matter.submission.subject_bureau_id:
        raise InvalidInputError("反映的正是这个部门的人员，不能交给它办理，请选择其他部门。")
    return bureau


def _move(matter: Matter, bureau: Bureau, status: MatterStatus) -> None:
    """Put the matter into another body's hands; whoever held it loses sight of it."""
    matter.bureau_id = bureau.id
    matter.bureau = bureau
    matter.handler_id = None
    matter.status = status
    tell_bureau(matter)


def _answer_pending(matter: Matter, status: ReferralStatus, answer: str) -> None:
    for referral in matter.referrals:
        if referral.status in {ReferralStatus.PENDING, ReferralStatus.DISPUTED}:
            referral.status = status
            referral.answer = answer
            referral.answered_at = clock.now()
