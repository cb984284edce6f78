"""What bodies may do with a matter, and what follows from it."""

from datetime import date

import pytest
from sqlalchemy import select

from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from app.kernel.jobs.models import OutboxMessage
from app.kernel.masking import mask_contact
from app.matters.complaints.desk import queries as desk
from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.models.answers import InternalNote, PublicReply
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.queries import matter_of
from app.matters.complaints.matter.rules.entries import MatterEventKind, ReferralStatus
from app.matters.complaints.matter.rules.outcomes import MatterDeclineGround, MatterOutcome
from app.matters.complaints.matter.rules.states import (
    ComplaintKind,
    MatterStatus,
    MatterStep,
    MatterWorklist,
)
from app.matters.complaints.routing.services import referral
from app.people.rules import Role
from tests.support.complaint_factories import (
    CONTACT,
    make_matter,
    show_all_items,
)
from tests.support.factories import make_bureau, make_coordination_office, make_staff
from tests.support.matter_desk import close, file_case, taken_up

pytestmark = pytest.mark.usefixtures("app", "frozen_clock")

DATES = desk.DeskDates(date(2026, 3, 4), date(2026, 3, 9))


def events(matter):
    statement = select(MatterEvent.kind).where(MatterEvent.matter_id == matter.id)
    return list(db.session.scalars(statement.order_by(MatterEvent.id)))


def test_acceptance_starts_the_mediation_clock_and_keeps_the_verification_clock(bureau, handler):
    complaint = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    report = make_matter(bureau=bureau, kind=ComplaintKind.VIOLATION_REPORT)
    assert complaint.due_on == date(2026, 3, 13), "accepted within seven working days"
    assert report.due_on == date(2026, 3, 25), "verified within fifteen working days"
    handling.accept_matter(matter=complaint, staff=handler)
    handling.accept_matter(matter=report, staff=handler)
    assert complaint.step is MatterStep.MEDIATE
    assert (report.step, report.due_on) == (MatterStep.VERIFY, date(2026, 3, 25))
    assert complaint.status is report.status is MatterStatus.IN_PROGRESS
    assert complaint.handler_id == handler.id


def test_a_declined_complaint_keeps_its_legal_ground_and_stops_the_clock(bureau, handler):
    matter = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    ground = MatterDeclineGround.TOO_LATE
    handling.decline_matter(matter=matter, staff=handler, ground=ground, text="购买已满四年。")
    assert (matter.status, matter.decline_ground) == (MatterStatus.DECLINED, ground)
    assert matter.due_on is None
    assert matter.met_deadline is True
    assert events(matter) == [MatterEventKind.DECLINED]


def test_only_the_lead_body_sees_or_touches_a_matter():
    matter = make_matter()
    stranger = make_staff()
    assert matter_of(stranger, matter.number) is None
    with pytest.raises(NotFoundError):
        handling.accept_matter(matter=matter, staff=stranger)
    assert sum(desk.worklist_counts(stranger, DATES).values()) == 0


def test_a_body_loses_sight_of_a_matter_when_it_refers_it_and_the_notice_says_nothing_of_it(
    bureau, handler
):
    there, matter = make_bureau(), make_matter(bureau=bureau)
    due_before = matter.due_on
    referral.refer_matter(matter=matter, staff=handler, to_bureau_id=there.id, reason="生产环节")
    assert matter_of(handler, matter.number) is None
    assert matter_of(make_staff(bureau=there), matter.number) is not None
    assert matter.due_on == due_before
    assert matter.referrals[0].status is ReferralStatus.PENDING
    mails = select(OutboxMessage.payload).where(OutboxMessage.topic == "mail")
    payload = db.session.scalars(mails).one()
    assert set(payload["facts"]) == {"number", "category", "step", "deadline"}


def test_a_disputed_referral_goes_to_the_coordination_office_which_settles_it(bureau, handler):
    office, there = make_coordination_office(), make_bureau()
    matter, other = make_matter(bureau=bureau), make_staff(bureau=there)
    referral.refer_matter(matter=matter, staff=handler, to_bureau_id=there.id, reason="生产环节")
    back = {"to_bureau_id": bureau.id, "legal_basis": "职责分工第15项", "reason": "属流通环节"}
    referral.return_matter(matter=matter, staff=other, **back)
    assert (matter.status, matter.bureau_id) == (MatterStatus.ROUTING, office.id)
    coordinator = make_staff(Role.COORDINATOR, bureau=office)
    assert desk.worklist_counts(coordinator, DATES)[MatterWorklist.DISPUTED] == 1
    settled = {"to_bureau_id": bureau.id, "reason": "按流通环节职责"}
    referral.settle_matter(matter=matter, staff=coordinator, **settled)
    assert (matter.status, matter.bureau_id) == (MatterStatus.NEW, bureau.id)
    assert matter.referrals[0].status is ReferralStatus.SETTLED
    assert events(matter) == [
        MatterEventKind.REFERRED,
        MatterEventKind.REFERRAL_DISPUTED,
        MatterEventKind.REFERRAL_SETTLED,
    ]


def test_the_coordination_office_handles_what_it_gives_to_itself():
    office = make_coordination_office()
    coordinator = make_staff(Role.COORDINATOR, bureau=office)
    matter = make_matter(bureau=office, status=MatterStatus.ROUTING)
    with pytest.raises(NotAllowedError):
        handling.accept_matter(matter=matter, staff=coordinator)
    referral.settle_matter(matter=matter, staff=coordinator, to_bureau_id=office.id, reason="综合")
    handling.accept_matter(matter=matter, staff=coordinator)
    assert matter.status is MatterStatus.IN_PROGRESS


@pytest.mark.parametrize("consents", [True, False])
def test_a_closed_matter_is_public_only_with_the_reporters_consent(bureau, handler, consents):
    kind = ComplaintKind.VIOLATION_REPORT
    matter = taken_up(bureau, handler, kind, consents_to_publication=consents)
    file_case(matter, handler)
    with pytest.raises(InvalidInputError, match="举报不能以"):
        close(matter, handler, MatterOutcome.MEDIATED)
    show_all_items(matter, handler)
    words = {"public_title": "某超市销售过期食品，已立案", "public_summary": "经核查属实，已下架。"}
    close(matter, handler, MatterOutcome.CASE_FILED, **words)
    assert matter.is_public is consents
    assert matter.met_deadline is True
    assert matter.working_days_taken == 0
    with pytest.raises(ConflictError, match="已办结"):
        handling.accept_matter(matter=matter, staff=handler)


def test_notes_and_replies_lie_in_different_tables(bureau, handler):
    matter = make_matter(bureau=bureau)
    handling.add_note(matter=matter, staff=handler, text="先联系郭溪所。")
    handling.reply_to_reporter(matter=matter, staff=handler, text="已收到。")
    assert db.session.scalars(select(InternalNote.text)).all() == ["先联系郭溪所。"]
    assert db.session.scalars(select(PublicReply.text)).all() == ["已收到。"]


def test_looking_at_an_identity_leaves_a_trace_with_its_reason(bureau, handler):
    matter = make_matter(bureau=bureau, handler_id=handler.id)
    assert mask_contact(matter.submission.contact) == {"name": "王**", "phone": "138****1234"}
    shown = handling.show_identity(matter=matter, staff=handler, reason="联系核实")
    assert shown == CONTACT
    row = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "matter.reveal_identity")
    ).one()
    assert (row.object_id, row.reason) == (matter.number, "联系核实")
