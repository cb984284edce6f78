"""Reports that have something in common, and the signals raised from them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.crypto.encryption import blind_candidates
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import SubmissionTrait
from app.matters.complaints.matter.rules.states import MatterStatus
from app.matters.risks.models import InspectionWarning, RiskSignal
from app.matters.risks.rules import RiskKind, SignalPrecision, SignalVerdict
from app.people.models import Staff
from app.publishing.life.models import Publication
from app.publishing.life.queries import published
from app.records.bulletins.models import Bulletin
from app.records.inspections.models import Inspection

GIVEN_UP = (MatterStatus.DECLINED, MatterStatus.WITHDRAWN)


@dataclass(frozen=True)
class Reports:
    """Submissions that count, with the bodies that lead them and what they are about."""

    count: int
    lead_bureau_id: int
    categories: dict[str, int]


def submission_with_traits(submission_id: int) -> Submission | None:
    """The submission that has just come in."""
    return db.session.scalar(
        select(Submission)
        .where(Submission.id == submission_id)
        .options(
            joinedload(Submission.company),
            joinedload(Submission.district),
            selectinload(Submission.traits),
        )
    )


def reports_on_company(company_id: int, since: datetime) -> Reports | None:
    """Reports on a company since then."""
    return _reports(Submission.company_id == company_id, since)


def reports_with_trait(key: str, since: datetime) -> Reports | None:
    """Reports that name the same street or product since then."""
    sharing = select(SubmissionTrait.submission_id).where(
        SubmissionTrait.key_index.in_(blind_candidates(key))
    )
    return _reports(Submission.id.in_(sharing), since)


def _reports(which: ColumnElement[bool], since: datetime) -> Reports | None:
    """Each submission counts once; none that was declined or withdrawn, none about officials."""
    still = select(Matter.submission_id).where(Matter.status.not_in(GIVEN_UP))
    found = db.session.scalars(
        select(Submission)
        .where(
            which,
            Submission.submitted_at >= since,
            Submission.subject_bureau_id.is_(None),
            Submission.id.in_(still),
        )
        .order_by(Submission.submitted_at.desc())
        .options(joinedload(Submission.category), selectinload(Submission.matters))
    ).all()
    if not found:
        return None
    leads = Counter(matter.bureau_id for one in found for matter in one.matters)
    return Reports(
        count=len(found),
        lead_bureau_id=leads.most_common(1)[0][0],
        categories=dict(Counter(one.category.name for one in found).most_common()),
    )


def signal_since(key: str, since: datetime) -> RiskSignal | None:
    """The signal that was raised for the same thing since then."""
    return db.session.scalar(
        select(RiskSignal)
        .where(RiskSignal.key_index.in_(blind_candidates(key)), RiskSignal.raised_at >= since)
        .order_by(RiskSignal.id.desc())
        .limit(1)
    )


def draft_titled(title: str, bureau_id: int, since: datetime) -> Bulletin | None:
    """The draft that a signal left before its last step was interrupted."""
    return db.session.scalar(
        select(Bulletin).where(
            Bulletin.title == title,
            Bulletin.source_bureau_id == bureau_id,
            Bulletin.created_at >= since,
        )
    )


def visible_to(staff: Staff) -> ColumnElement[bool]:
    """The signals whose warnings the person's body drafts."""
    return RiskSignal.lead_bureau_id == staff.bureau_id


def signals(staff: Staff, page: int) -> Page[RiskSignal]:
    """A page of the body's signals, those without a verdict first."""
    statement = (
        select(RiskSignal)
        .where(visible_to(staff))
        .order_by(RiskSignal.verdict.is_not(None), RiskSignal.id.desc())
        .options(joinedload(RiskSignal.bulletin))
    )
    return paginate(statement, page=page)


def signal_of(staff: Staff, signal_id: int) -> RiskSignal | None:
    """One of them."""
    return db.session.scalar(
        select(RiskSignal).where(RiskSignal.id == signal_id, visible_to(staff)).with_for_update()
    )


def precision(staff: Staff) -> dict[RiskKind, SignalPrecision]:
    """How often signals of each kind were useful to the body; one statement."""
    useful = case((RiskSignal.verdict == SignalVerdict.USEFUL, 1), else_=0)
    rows: Sequence[tuple[RiskKind, int, int, int]] = [
        tuple(row)
        for row in db.session.execute(
            select(
                RiskSignal.kind,
                func.count(),
                func.count(RiskSignal.verdict),
                func.sum(useful),
            )
            .where(and_(visible_to(staff)))
            .group_by(RiskSignal.kind)
        )
    ]
    return {kind: SignalPrecision(raised, judged, right) for kind, raised, judged, right in rows}


def warnings_from(record: Publication, *, is_public: bool = False) -> Sequence[Bulletin]:
    """The warnings drafted from the record, if it is an inspection: all, or what anyone may see."""
    if not isinstance(record, Inspection):
        return ()
    shown: ColumnElement[bool] = published(Bulletin) if is_public else true()
    statement = (
        select(Bulletin)
        .join(InspectionWarning, InspectionWarning.bulletin_id == Bulletin.id)
        .where(InspectionWarning.inspection_id == record.id, shown)
        .order_by(Bulletin.id)
    )
    return db.session.scalars(statement).all()


def can_become_warning(record: Publication) -> bool:
    """Whether the record is a failed inspection from which no warning was drafted yet."""
    has_failed = isinstance(record, Inspection) and record.has_failed
    return has_failed and not warnings_from(record)
