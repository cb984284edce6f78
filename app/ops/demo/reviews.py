"""Records in every state of their life: waiting, returned, to come, corrected, and to leave."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.kernel.db.session import Base, db
from app.ops.demo.material import Demo
from app.ops.demo.papers import expose_paper, publish_papers
from app.people.models import Staff
from app.people.rules import Role
from app.publishing.life.models import ChangeNote, Publication, RecordVersion, Withdrawal
from app.publishing.life.rules import (
    PublicationStatus,
    VersionState,
    WithdrawalGround,
    WithdrawalState,
)
from app.publishing.life.sealed import SealedOriginal
from app.publishing.life.terms import withdrawal_term
from app.publishing.life.values import replaced, snapshot
from app.records.bulletins.models import Bulletin
from app.records.cases.models import Case
from app.records.companies.rules import PartyKind
from app.records.honours.models import Honour
from app.records.inspections.models import Inspection
from app.records.licences.models import AdministrativeLicence
from app.records.projects.models import KeyProject

OFFICE = "city-market-supervision"
DRAFT, PUBLIC = PublicationStatus.DRAFT, PublicationStatus.PUBLISHED
EXPOSED = "在场员工林小演（住址：演示县演示镇演示路1号301室）称，其电话13800000000可以核实。"
"""Of an invented person: the masking gate holds the record back until this is mended."""
CORRECTION = "原公示的履行情况有误，当事人已缴清罚款，据此更正。"
POSTPONED = "汛期停工，经会商顺延一个半月。"


class ReviewDesk:
    """The two people of the office whose accounts are told, and the days on which they work."""

    def __init__(self, demo: Demo, people: Iterable[Staff]) -> None:
        self.demo = demo
        by_role = {held.role: one for one in people for held in one.roles}
        self.editor, self.reviewer = by_role[Role.EDITOR], by_role[Role.REVIEWER]

    def version(
        self, record: Publication, state: VersionState, days: int, **more: Any
    ) -> RecordVersion:
        """The record's first version, or what it would say with ``values``, some days ago."""
        values: dict[str, Any] = more.pop("values", {})
        now = snapshot(record)
        written = self.demo.moment(self.demo.days_ago(days))
        decided = state in (VersionState.APPROVED, VersionState.RETURNED)
        return RecordVersion(
            kind=record.__tablename__,
            record_id=record.id,
            number=1,
            state=state,
            title=record.headline,
            values=now | values,
            was=replaced(now, values),
            author_id=self.editor.id,
            author_name=self.editor.full_name,
            written_at=written,
            submitter_id=self.editor.id,
            submitter_name=self.editor.full_name,
            submitted_at=written + timedelta(minutes=12),
            reviewer_id=self.reviewer.id if decided else None,
            reviewer_name=self.reviewer.full_name if decided else "",
            reviewed_at=written + timedelta(hours=20) if decided else None,
            **more,
        )

    def withdrawal(self, record: Any, days: int, number: str, **more: Any) -> Withdrawal:
        """Noted yesterday, about a decision of some days ago."""
        revoked_on = self.demo.days_ago(days)
        term = withdrawal_term(revoked_on)
        return Withdrawal(
            kind=record.__tablename__,
            record_id=record.id,
            bureau_id=record.source_bureau_id,
            title=record.headline,
            ground=WithdrawalGround.REVOKED,
            revoked_on=revoked_on,
            document_number=number,
            reason="行政复议决定撤销原决定。",
            due_on=term.due_on(revoked_on, self.demo.calendar),
            basis=term.basis,
            author_id=self.editor.id,
            author_name=self.editor.full_name,
            noted_at=self.demo.moment(self.demo.days_ago(min(days, 1))),
            **more,
        )


def make_reviews(demo: Demo, people: Iterable[Staff]) -> list[Base]:
    """Versions, notes and withdrawals of some records that are there already."""
    desk = ReviewDesk(demo, people)
    return [
        *_sealed(desk),
        *_before_publication(desk),
        *_corrections(desk),
        *_withdrawals(desk),
        *_changed_plans(desk),
    ]


def _sealed(desk: ReviewDesk) -> Iterator[Base]:
    """Three licences of persons are the office's, which can see who these invented people are."""
    persons = select(AdministrativeLicence).where(
        AdministrativeLicence.party_kind == PartyKind.PERSON,
        AdministrativeLicence.status == PUBLIC,
    )
    for licence in db.session.scalars(persons.order_by(AdministrativeLicence.id.desc()).limit(3)):
        office = desk.demo.bureaus[OFFICE]
        licence.source_bureau_id = licence.deciding_bureau_id = office.id
        licence.source_body = licence.deciding_body = office.name
        licence.district_code = None
        licence.decision_number = f"温{(licence.decision_number or '')[1:]}"
        yield SealedOriginal(
            kind=licence.__tablename__,
            record_id=licence.id,
            shown=licence.party_name,
            name=licence.party_name.replace("某某", "小演").replace("某", "演"),
            paper="",
            sealed_at=desk.demo.moment(licence.decided_on),
        )


def _before_publication(desk: ReviewDesk) -> Iterator[Base]:
    """Three wait for a reviewer, one was returned, one is to be public in three days."""
    kinds = (AdministrativeLicence, Case, Inspection, Honour)
    waiting = [record for kind in kinds for record in _some(desk, kind, DRAFT, 1)]
    for days, record in enumerate(waiting, start=1):
        record.status = PublicationStatus.IN_REVIEW
        if isinstance(record, Case):
            record.facts += EXPOSED
        yield desk.version(record, VersionState.IN_REVIEW, days)
    for record in _some(desk, Case, DRAFT, 1):
        expose_paper(desk.demo, desk.editor, record)
        reason = "处罚依据没有写到款和项，请按决定书补全。"
        yield desk.version(record, VersionState.RETURNED, 2, reason=reason)
    for record in _some(desk, Bulletin, DRAFT, 1):
        yield desk.version(record, VersionState.APPROVED, 1)
        record.status, record.published_on = PUBLIC, desk.demo.today + timedelta(days=3)


def _corrections(desk: ReviewDesk) -> Iterator[Base]:
    """One waits for a reviewer; one was agreed to, and its page says so."""
    waiting, agreed, *others = _some(desk, Case, PUBLIC, 8)
    publish_papers(desk.demo, (desk.editor, desk.reviewer), [agreed, *others[2:]])
    values = {"execution": "当事人已于期限内缴清罚款，并完成整改。"}
    yield desk.version(waiting, VersionState.IN_REVIEW, 1, values=values, note=CORRECTION)
    yield desk.version(agreed, VersionState.APPROVED, 9, values=values, note=CORRECTION)
    agreed.execution = values["execution"]
    yield ChangeNote(
        kind=agreed.__tablename__,
        record_id=agreed.id,
        on=desk.demo.days_ago(8),
        text=CORRECTION,
        fields=["execution"],
    )


def _changed_plans(desk: ReviewDesk) -> Iterator[Base]:
    """Of three projects that are late the next step was due earlier: the first plan stays told."""
    late = select(KeyProject).where(KeyProject.next_due_on < desk.demo.today)
    for project in db.session.scalars(late.order_by(KeyProject.id).limit(3)):
        step = next(one for one in project.milestones if one.actual_on is None)
        now = project.plan
        step.planned_on -= timedelta(days=45)
        before = project.plan
        step.planned_on += timedelta(days=45)
        version = desk.version(project, VersionState.APPROVED, 7, note=POSTPONED)
        version.values |= {"plan": now}
        version.was = {"plan": before}
        yield version
        yield ChangeNote(
            kind=project.__tablename__,
            record_id=project.id,
            on=desk.demo.days_ago(6),
            text=POSTPONED,
            fields=["plan"],
        )


def _withdrawals(desk: ReviewDesk) -> Iterator[Base]:
    """One has to leave soon, one should have left; one left in time, one late."""
    soon, late = _some(desk, Case, PUBLIC, 4)[2:]
    yield desk.withdrawal(soon, 1, "温演复〔2026〕17号")
    yield desk.withdrawal(late, 9, "温演复〔2026〕12号")
    gone = _some(desk, Case, PublicationStatus.WITHDRAWN, 2)
    for record, days, number in zip(
        gone, (2, 9), ("温演复〔2026〕9号", "温演复〔2026〕3号"), strict=False
    ):
        yield _done(desk, record, days, number)


def _done(desk: ReviewDesk, record: Case, days: int, number: str) -> Withdrawal:
    """Of a record that has left, so many days after the later decision."""
    withdrawn_on = record.withdrawn_on or desk.demo.today
    ago = (desk.demo.today - withdrawn_on).days + days
    done = desk.withdrawal(record, ago, number, state=WithdrawalState.DONE)
    done.withdrawn_at = done.noted_at = desk.demo.moment(withdrawn_on)
    done.reviewer_id, done.reviewer_name = desk.reviewer.id, desk.reviewer.full_name
    return done


def _some(desk: ReviewDesk, model: Any, status: PublicationStatus, most: int) -> list[Any]:
    """The newest records of the office in that status."""
    bureau = desk.demo.bureaus[OFFICE]
    statement = select(model).where(model.source_bureau_id == bureau.id, model.status == status)
    return list(db.session.scalars(statement.order_by(model.id.desc()).limit(most)))
