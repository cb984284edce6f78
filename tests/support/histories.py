"""Random acts on what the evaluation counts, as rows see them; each leaves a lawful state."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select, update

from app.kernel import clock
from app.kernel.db.calendar import CalendarDay, forget_calendar
from app.kernel.db.session import db
from app.matters.complaints.matter.models.answers import Review
from app.matters.complaints.matter.models.clocks import MatterDeadline
from app.matters.complaints.matter.models.handling import ClosingCheck
from app.matters.complaints.matter.models.handovers import MatterReturn
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.outcomes import (
    CheckState,
    ClosingItem,
    ReviewResult,
    Satisfaction,
)
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.publishing.life.models import ChangeNote, Withdrawal
from app.publishing.life.rules import PublicationStatus, WithdrawalGround, WithdrawalState
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.honours.models import Honour
from app.records.inspections.models import Inspection
from app.records.projects.models import KeyProject
from tests.support import factories
from tests.support.complaint_factories import (
    make_matter,
    make_rating,
    make_return,
    make_submission,
)
from tests.support.record_factories import make_honour, make_inspection

DISTRICTS = ("330302", "330303", "330304")
PUBLISHED = (Case, Inspection, KeyProject, Honour)


class History:
    """A city in which one thing after another happens, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  # nothing here is secret
        self.bureaus = [factories.make_bureau() for _ in range(4)]
        for code in DISTRICTS:
            factories.make_district(code)
        self.staff = factories.make_staff(bureau=self.bureaus[0])
        self.acts = self._acts()

    def _acts(self) -> list[Callable[[], None]]:
        """What may happen next; what happens often is there more often."""
        return [
            *[self.receive] * 3,
            *[self.close] * 3,
            *[self.tell] * 2,
            self.reopen,
            self.move,
            self.relocate,
            self.extend,
            self.rate,
            self.give_back,
            self.decide_return,
            self.review,
            self.waive,
            self.meet,
            self.disclose,
            self.turn,
            self.turn_all,
            self.suspend,
            self.give_up,
            self.give_up_a_part,
            self.correct,
            self.revoke,
            self.leave,
            self.pass_on,
            self.work_on_a_day_off,
        ]

    def act(self) -> str:
        """Do something; says what it was."""
        chosen = self.random.choice(self.acts)
        chosen()
        return chosen.__name__

    def receive(self) -> None:
        """A submission arrives, with one track or two."""
        district = self.random.choice([*DISTRICTS, None])
        submission = make_submission(district_code=district)
        for kind in self.random.sample(list(ComplaintKind), self.random.randint(1, 2)):
            make_matter(
                submission=submission,
                kind=kind,
                bureau=self.random.choice(self.bureaus),
                received_on=clock.today() - timedelta(days=self.random.randrange(500)),
            )

    def close(self) -> None:
        """A matter ends, or is said to have ended otherwise."""
        if matter := self._any(Matter):
            matter.status = self.random.choice([MatterStatus.CLOSED, MatterStatus.DECLINED])
            passed = (clock.today() - matter.received_on).days
            matter.closed_on = matter.received_on + timedelta(days=self.random.randint(0, passed))
            matter.met_deadline = self.random.choice([True, False, None])
            matter.working_days_taken = self.random.choice([None, 3, 12, 40])
            matter.due_on = None

    def tell(self) -> None:
        """The outcome of a matter is told to anyone, or not any more; a reporter agrees or not."""
        if matter := self._any(Matter):
            matter.is_public = self.random.choice([True, True, False])
            matter.public_title = self.random.choice(["x", "x", None])
            matter.submission.consents_to_publication = self.random.choice([True, True, False])

    def reopen(self) -> None:
        """A matter is taken up again."""
        if matter := self._any(Matter):
            matter.status, matter.closed_on = MatterStatus.IN_PROGRESS, None
            matter.due_on = clock.today() + timedelta(days=self.random.randint(-3, 3))

    def move(self) -> None:
        """Another body leads a matter."""
        if matter := self._any(Matter):
            matter.bureau_id = self.random.choice(self.bureaus).id

    def relocate(self) -> None:
        """A submission turns out to be about another place."""
        if submission := self._any(Submission):
            submission.district_code = self.random.choice([*DISTRICTS, None])

    def extend(self) -> None:
        """The end of the running period is another day."""
        if matter := self._any(Matter):
            matter.due_on = clock.today() + timedelta(days=self.random.randint(-9, 9))

    def rate(self) -> None:
        """A reporter judges, or judges anew."""
        judged = self.random.choice(list(Satisfaction))
        if matter := self._any(Matter):
            if matter.rating:
                matter.rating.satisfaction = judged
            else:
                make_rating(matter_id=matter.id, satisfaction=judged)
            db.session.expire(matter, ["rating"])

    def give_back(self) -> None:
        """A body returns a matter."""
        matter = self._any(Matter)
        if matter and not self._one(MatterReturn, matter):
            due_on = clock.today() + timedelta(days=self.random.randint(-2, 2))
            make_return(matter, due_on=due_on)

    def decide_return(self) -> None:
        """The office decides a return, in time or not."""
        found = self._any(MatterReturn)
        if found and found.decided_on is None:
            found.decided_bureau_id = self.random.choice(self.bureaus).id
            found.decided_on = clock.today()

    def review(self) -> None:
        """An answer is reviewed, and changed or not."""
        matter = self._any(Matter)
        if matter and not self._one(Review, matter):
            values = {"matter_id": matter.id, "reason": "x", "result": ReviewResult.CHANGED}
            db.session.add(Review(asked_at=clock.now(), decided_at=clock.now(), **values))
            db.session.flush()
        elif found := self._any(Review):
            found.decided_at = clock.now()
            found.result = self.random.choice(list(ReviewResult))

    def waive(self) -> None:
        """An item is let go."""
        matter = self._any(Matter)
        if matter and not self._one(ClosingCheck, matter):
            values = {"staff_id": self.staff.id, "at": clock.now(), "text": "x"}
            item = self.random.choice(list(ClosingItem))
            state = self.random.choice(list(CheckState))
            db.session.add(ClosingCheck(matter_id=matter.id, item=item, state=state, **values))

    def meet(self) -> None:
        """A step is done."""
        if found := self._any(MatterDeadline):
            found.met_on = found.due_on + timedelta(days=self.random.randint(-3, 1))

    def disclose(self) -> None:
        """A record is made public, from today or from a day to come, until some day."""
        make = self.random.choice(
            [factories.make_case, factories.make_project, make_inspection, make_honour]
        )
        day = clock.today()
        make(
            published_on=day + timedelta(days=self.random.randint(-1, 2)),
            publish_until=day + timedelta(days=self.random.randint(2, 5)),
        )

    def turn(self) -> None:
        """A record is withdrawn, or public again; a penalty may turn out to be of last year."""
        if record := self._any(self.random.choice(PUBLISHED)):
            record.status = self.random.choice(
                [PublicationStatus.WITHDRAWN, PublicationStatus.PUBLISHED]
            )
            if isinstance(record, Case):
                record.decided_on -= timedelta(days=self.random.choice([0, 200]))

    def turn_all(self) -> None:
        """All records of a kind are changed by one statement."""
        model = self.random.choice(PUBLISHED)
        status = self.random.choice([PublicationStatus.WITHDRAWN, PublicationStatus.PUBLISHED])
        db.session.execute(update(model).values(status=status))

    def correct(self) -> None:
        """A penalty is corrected, with the note that the public reads; a field is empty then."""
        if case := self._any(Case):
            values = {"kind": Case.__tablename__, "record_id": case.id, "fields": []}
            db.session.add(ChangeNote(on=clock.today(), text="x", **values))
            case.facts = self.random.choice(["", "x"])

    def revoke(self) -> None:
        """A penalty has to leave, soon or already."""
        if case := self._any(Case):
            due_on = clock.today() + timedelta(days=self.random.randint(-1, 2))
            values = {"kind": Case.__tablename__, "record_id": case.id, "title": "x"}
            why = {
                "ground": self.random.choice(list(WithdrawalGround)),
                "reason": "x",
                "basis": "x",
            }
            db.session.add(
                Withdrawal(
                    **values, **why, revoked_on=clock.today(), due_on=due_on, noted_at=clock.now()
                )
            )

    def leave(self) -> None:
        """It is decided whether a record has to leave."""
        if found := self._any(Withdrawal):
            found.state = self.random.choice(list(WithdrawalState))
            found.withdrawn_at = self.random.choice([clock.now(), None])

    def pass_on(self) -> None:
        """A penalty turns out to be of another body, or of one that nobody knows."""
        if case := self._any(Case):
            case.deciding_bureau_id = self.random.choice([*(one.id for one in self.bureaus), None])

    def work_on_a_day_off(self) -> None:
        """The calendar is other than it was said to be; seldom."""
        day = clock.today() - timedelta(days=self.random.randint(1, 9))
        if self.random.random() < 0.2 and db.session.get(CalendarDay, day) is None:
            db.session.add(CalendarDay(day=day, is_working=False, note="x", source="x"))
            db.session.flush()
            forget_calendar()

    def suspend(self) -> None:
        """The holder of an honour comes on the black list, or all leave it."""
        if (honour := self._any(Honour)) and honour.company_id:
            factories.make_credit_entry(company_id=honour.company_id)
        elif entry := self._any(CreditEntry):
            entry.status = PublicationStatus.WITHDRAWN

    def give_up(self) -> None:
        """What was done since the last commit is undone."""
        db.session.commit()
        self.close()
        db.session.flush()
        db.session.rollback()

    def give_up_a_part(self) -> None:
        """A part of a transaction is undone, the rest is not."""
        self.close()
        db.session.flush()
        part = db.session.begin_nested()
        self.move()
        db.session.flush()
        part.rollback()

    def _any(self, model: Any) -> Any:
        keys = db.session.scalars(select(model.id).order_by(model.id)).all()
        return db.session.get(model, self.random.choice(keys)) if keys else None

    def _one(self, model: Any, matter: Matter) -> int:
        where = model.matter_id == matter.id
        return db.session.scalar(select(func.count()).select_from(model).where(where)) or 0
