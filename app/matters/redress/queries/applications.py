"""Drafts, and applications as applicants see them. Names of staff have no place in it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.kernel.wizard import drafts
from app.kernel.working_days import (
    CountedDay,
    Remaining,
    add_working_days,
    explain,
    remaining,
    share_over,
)
from app.matters.redress.conditions import handling_term
from app.matters.redress.models import (
    RedressApplication,
    RedressDocument,
    RedressDraft,
    RedressFile,
)
from app.matters.redress.queries.records import ContestedRecord, as_contested
from app.matters.redress.rules import (
    OPEN,
    RedressKind,
)
from app.publishing.life.rules import Life


def live_draft(token: str) -> RedressDraft | None:
    """The draft that belongs to ``token``, with its files; None when it has expired."""
    return drafts.live(RedressDraft, token, selectinload(RedressDraft.evidence))


def locked_draft(token: str) -> RedressDraft | None:
    """The same, ours alone until the transaction ends."""
    return drafts.locked(RedressDraft, token)


def receipt(token: str) -> RedressApplication | None:
    """What the draft of ``token`` became, for the page that shows number and code."""
    draft = live_draft(token)
    return draft.application if draft else None


def kept_files() -> set[str]:
    """The ids of all stored files that a row remembers."""
    return set(db.session.scalars(select(RedressFile.upload_id)))


@dataclass(frozen=True)
class HandlingPeriod:
    """The period of an application, in working days, day by day."""

    received_on: date
    due_on: date
    days: int
    basis: str
    counted: list[CountedDay]


@dataclass(frozen=True)
class RunningPeriod:
    """A clock that runs: the working days left of it, and how much is over, in percent."""

    clock: HandlingPeriod
    left: Remaining
    share: int


def clock_from(received_on: date) -> HandlingPeriod:
    """The period of what is received on that day, in working days of the city's calendar."""
    term, calendar = handling_term(received_on), city_calendar()
    due_on = add_working_days(received_on, term.length, calendar)
    counted = explain(received_on, term.length, calendar)
    return HandlingPeriod(received_on, due_on, term.length, term.basis, counted)


def running(application: RedressApplication) -> RunningPeriod | None:
    """The clock of an application; None when none runs any more."""
    today, calendar = clock.today(), city_calendar()
    left = remaining(application.due_on, today, calendar)
    if left is None:
        return None
    period = clock_from(application.received_on)
    return RunningPeriod(period, left, share_over(period.received_on, left.due_on, today, calendar))


@dataclass(frozen=True)
class TrackedApplication:
    """An application with all that its applicant may see."""

    application: RedressApplication
    running: RunningPeriod | None

    @property
    def is_open(self) -> bool:
        """Whether it can still be withdrawn."""
        return self.application.status in OPEN

    @property
    def files(self) -> list[RedressFile]:
        """What the applicant handed in."""
        return self.application.evidence

    @property
    def papers(self) -> list[RedressDocument]:
        """What was issued in it, oldest first."""
        return self.application.documents

    @property
    def contested_record(self) -> ContestedRecord:
        """The record that it is about."""
        return as_contested(self.application.record)

    @property
    def is_public(self) -> bool:
        """Whether the record can be seen on the site."""
        return self.application.record.life is Life.PUBLISHED


def code_hash_of(digits: str) -> tuple[int | None, str | None]:
    """Id and hash of the application with this number; both None when there is none."""
    numbers = [f"{kind.letter}{digits}" for kind in RedressKind]
    row = db.session.execute(
        select(RedressApplication.id, RedressApplication.code_hash).where(
            RedressApplication.number.in_(numbers)
        )
    ).first()
    return (row.id, row.code_hash) if row else (None, None)


def followed(application_id: int) -> TrackedApplication | None:
    """The application as its applicant sees it."""
    application = db.session.scalar(
        select(RedressApplication)
        .where(RedressApplication.id == application_id)
        .options(
            joinedload(RedressApplication.bureau),
            selectinload(RedressApplication.evidence),
            selectinload(RedressApplication.events),
            selectinload(RedressApplication.documents),
        )
    )
    return TrackedApplication(application, running(application)) if application else None


def locked_application(application_id: int) -> RedressApplication | None:
    """The application, ours alone until the transaction ends."""
    return db.session.get(
        RedressApplication, application_id, with_for_update={"of": RedressApplication}
    )


def paper_of(application: RedressApplication, document_id: int) -> RedressDocument:
    """The paper, if it belongs to the application; raises NotFoundError."""
    for document in application.documents:
        if document.id == document_id:
            return document
    raise NotFoundError
