"""What an applicant sees of the own application. Names of staff have no place in it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.matters.redress.models import RedressApplication, RedressDocument, RedressFile
from app.matters.redress.queries.records import Contested, as_contested
from app.matters.redress.queries.terms import Running, running
from app.matters.redress.rules import OPEN, RedressKind
from app.publishing.life.rules import Life


@dataclass(frozen=True)
class Followed:
    """An application with all that its applicant may see."""

    application: RedressApplication
    running: Running | None

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
    def held(self) -> Contested:
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


def followed(application_id: int) -> Followed | None:
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
    return Followed(application, running(application)) if application else None


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
