"""What bodies may do with a matter, and what follows from it."""

from datetime import date

import pytest
from sqlalchemy import select

from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from app.kernel.jobs.outbox import OutboxMessage
from app.kernel.masking import mask_contact
from app.matters.complaints.desk import queries as desk
from app.matters.complaints.handling.rules import Ending
from app.matters.complaints.handling.services import handling, tracks
from app.matters.complaints.matter.models.answers import InternalNote, PublicReply
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.matters import Matter
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
    make_submission,
    show_all_items,
)
from tests.support.factories import make_bureau, make_coordination_office, make_staff

pytestmark = pytest.mark.usefixtures("app", "frozen_clock")

DATES = desk.DeskDates(date(2026, 3, 4), date(2026, 3, 9))


def events(matter: Matter) -> list[MatterEventKind]:
    statement = select(MatterEvent.kind).where(MatterEvent.matter_id == matter.id)
    return list(db.session.scalars(statement.order_by(MatterEvent.id)))


def test_a_complaint_must_be_accepted_within_seven_working_days() -> None:
    matter = make_matter(kind=ComplaintKind.COMPLAINT)
    assert matter.due_on == date(2026, 3, 13)


def test_a_report_must_be_verified_within_fifteen_working_days() -> None:
    matter = make_matter(kind=ComplaintKind.VIOLATION_REPORT)
    assert matter.due_on == date(2026, 3, 25)


def test_acceptance_starts_the_mediation_clock_and_keeps_the_verification_clock() -> None:
    bureau = make_bureau()
    staff = make_staff(bureau=bureau)
    complaint = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    report = make_matter(bureau=bureau, kind=ComplaintKind.VIOLATION_REPORT)
    due_before = report.due_on
    handling.accept_matter(matter=complaint, staff=staff)
    handling.accept_matter(matter=report, staff=staff)
    assert complaint.step is MatterStep.MEDIATE
    assert report.step is MatterStep.VERIFY
    assert report.due_on == due_before
    assert complaint.status is report.status is MatterStatus.IN_PROGRESS
    assert complaint.handler_id == staff.id


def test_a_declined_complaint_keeps_its_legal_ground_and_stops_the_clock() -> None:
    bureau = make_bureau()
    matter = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    handling.decline_matter(
        matter=matter,
        staff=make_staff(bureau=bureau),
        ground=MatterDeclineGround.TOO_LATE,
        text="购买已满四年。",
    )
    assert matter.status is MatterStatus.DECLINED
    assert matter.due_on is None
    assert matter.met_deadline is True
    assert events(matter) == [MatterEventKind.DECLINED]


def test_only_the_lead_body_sees_or_touches_a_matter() -> None:
    matter = make_matter()
    stranger = make_staff()
    assert matter_of(stranger, matter.number) is None
    with pytest.raises(NotFoundError):
        handling.accept_matter(matter=matter, staff=stranger)
    assert sum(desk.worklist_counts(stranger, DATES).values()) == 0


def test_a_body_loses_sight_of_a_matter_when_it_refers_it() -> None:
    here, there = make_bureau(), make_bureau()
    staff = make_staff(bureau=here)
    matter = make_matter(bureau=here)
    due_before = matter.due_on
    referral.refer_matter(matter=matter, staff=staff, to_bureau_id=there.id, reason="生产环节")
    assert matter_of(staff, matter.number) is None
    assert matter_of(make_staff(bureau=there), matter.number) is not None
    assert matter.due_on == due_before
    assert matter.referrals[0].status is ReferralStatus.PENDING


def test_a_disputed_referral_goes_to_the_coordination_office_which_settles_it() -> None:
    office = make_coordination_office()
    here, there = make_bureau(), make_bureau()
    matter = make_matter(bureau=here)
    referral.refer_matter(
        matter=matter, staff=make_staff(bureau=here), to_bureau_id=there.id, reason="生产环节"
    )
    referral.return_matter(
        matter=matter,
        staff=make_staff(bureau=there),
        to_bureau_id=here.id,
        legal_basis="职责分工第15项",
        reason="属流通环节",
    )
    assert matter.status is MatterStatus.ROUTING
    assert matter.bureau_id == office.id
    coordinator = make_staff(Role.COORDINATOR, bureau=office)
    assert desk.worklist_counts(coordinator, DATES)[MatterWorklist.DISPUTED] == 1
    referral.settle_matter(
        matter=matter, staff=coordinator, to_bureau_id=here.id, reason="按流通环节职责"
    )
    assert matter.status is MatterStatus.NEW
    assert matter.bureau_id == here.id
    assert matter.referrals[0].status is ReferralStatus.SETTLED
    assert events(matter) == [
        MatterEventKind.REFERRED,
        MatterEventKind.REFERRAL_DISPUTED,
        MatterEventKind.REFERRAL_SETTLED,
    ]


def test_the_coordination_office_handles_what_it_gives_to_itself() -> None:
    office = make_coordination_office()
    coordinator = make_staff(Role.COORDINATOR, bureau=office)
    matter = make_matter(bureau=office, status=MatterStatus.ROUTING)
    with pytest.raises(NotAllowedError):
        handling.accept_matter(matter=matter, staff=coordinator)
    referral.settle_matter(matter=matter, staff=coordinator, to_bureau_id=office.id, reason="综合")
    handling.accept_matter(matter=matter, staff=coordinator)
    assert matter.status is MatterStatus.IN_PROGRESS


def test_a_matter_ends_only_in_a_way_that_its_track_knows() -> None:
    bureau = make_bureau()
    staff = make_staff(bureau=bureau)
    matter = make_matter(bureau=bureau, kind=ComplaintKind.VIOLATION_REPORT)
    handling.accept_matter(matter=matter, staff=staff)
    tracks.file_case(matter=matter, staff=staff, document_number="温试立〔2026〕1号", reason="属实")
    with pytest.raises(InvalidInputError, match="举报不能以"):
        handling.close_matter(
            matter=matter,
            staff=staff,
            outcome=MatterOutcome.MEDIATED,
            ending=Ending(text="已调解。"),
        )


@pytest.mark.parametrize("consents", [True, False])
def test_a_closed_matter_is_public_only_with_the_reporters_consent(consents: bool) -> None:
    bureau = make_bureau()
    staff = make_staff(bureau=bureau)
    matter = make_matter(
        bureau=bureau, submission=make_submission(consents_to_publication=consents)
    )
    handling.accept_matter(matter=matter, staff=staff)
    tracks.file_case(matter=matter, staff=staff, document_number="温试立〔2026〕1号", reason="属实")
    show_all_items(matter, staff)
    handling.close_matter(
        matter=matter,
        staff=staff,
        outcome=MatterOutcome.CASE_FILED,
        ending=Ending(
            text="已立案调查。",
            public_title="某超市销售过期食品，已立案",
            public_summary="经核查属实，已立案并下架。",
        ),
    )
    assert matter.is_public is consents
    assert matter.met_deadline is True
    assert matter.working_days_taken == 0


def test_a_closed_matter_can_not_be_closed_again() -> None:
    bureau = make_bureau()
    staff = make_staff(bureau=bureau)
    matter = make_matter(bureau=bureau, status=MatterStatus.CLOSED)
    with pytest.raises(ConflictError, match="已办结"):
        handling.accept_matter(matter=matter, staff=staff)


def test_notes_and_replies_lie_in_different_tables() -> None:
    bureau = make_bureau()
    staff = make_staff(bureau=bureau)
    matter = make_matter(bureau=bureau)
    handling.add_note(matter=matter, staff=staff, text="先联系郭溪所。")
    handling.reply_to_reporter(matter=matter, staff=staff, text="已收到。")
    assert db.session.scalars(select(InternalNote.text)).all() == ["先联系郭溪所。"]
    assert db.session.scalars(select(PublicReply.text)).all() == ["已收到。"]


def test_looking_at_an_identity_leaves_a_trace_with_its_reason() -> None:
    bureau = make_bureau()
    staff = make_staff(bureau=bureau)
    matter = make_matter(bureau=bureau, handler_id=staff.id)
    assert mask_contact(matter.submission.contact) == {"name": "王**", "phone": "138****1234"}
    shown = handling.show_identity(matter=matter, staff=staff, reason="联系核实")
    assert shown == CONTACT
    row = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "matter.reveal_identity")
    ).one()
    assert (row.object_id, row.reason) == (matter.number, "联系核实")


def test_the_notice_to_a_body_carries_no_personal_data() -> None:
    here, there = make_bureau(), make_bureau()
    matter = make_matter(bureau=here)
    referral.refer_matter(
        matter=matter, staff=make_staff(bureau=here), to_bureau_id=there.id, reason="生产环节"
    )
    mails = select(OutboxMessage.payload).where(OutboxMessage.topic == "mail")
    payload = db.session.scalars(mails).one()
    assert set(payload["facts"]) == {"number", "category", "step", "deadline"}
