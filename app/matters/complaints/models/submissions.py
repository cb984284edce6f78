"""What residents hand in, first and later.

What a reporter wrote is encrypted in the column; who they are, under keys of its own. A draft
holds both, so that it lies under those. A submission without ``contact`` is anonymous: nothing
about the person is kept anywhere.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.crypto.encryption import EncryptedText, SealedJSON
from app.kernel.db.cache import Remembered
from app.kernel.db.revision import NOT_PUBLIC, Watch, watched_as
from app.kernel.db.session import Base
from app.kernel.files.file_rows import FileRow
from app.kernel.wizard.drafts import Draft
from app.matters.complaints.catalogue import ComplaintCategory
from app.matters.complaints.models.patterns import SubmissionSign
from app.people.models import Bureau, District
from app.records.companies.models import Company
from app.records.projects.models import KeyProject

if TYPE_CHECKING:
    from app.matters.complaints.models.matters import Matter
    from app.matters.complaints.models.registrations import Registration
    from app.matters.complaints.models.traits import SubmissionTrait

SHOWN = ("consents_to_publication", "category_code", "district_code", "company_id", "project_id")
"""What shows of a submission, or says where its matters show; itself it shows with none of them."""


class ComplaintDraft(Draft, Base):
    """Answers of an unfinished submission."""

    __tablename__ = "complaint_drafts"
    __table_args__ = NOT_PUBLIC

    answers: Mapped[dict[str, Any]] = mapped_column(SealedJSON("complaint_drafts.answers"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), unique=True)

    submission: Mapped["Submission | None"] = relationship()
    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.id")

    @property
    def is_submitted(self) -> bool:
        """Whether it has become a submission."""
        return self.submission_id is not None


class Submission(Remembered, Base):
    """What a resident handed in, once: content, evidence, and the code that opens it."""

    __tablename__ = "submissions"
    __table_args__ = (
        CheckConstraint("(is_anonymous AND contact IS NULL) OR NOT is_anonymous", name="anonymous"),
        watched_as(Watch(acts=("UPDATE",), columns=SHOWN)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """``20261124-00386``; the matters prefix it with T or J."""
    code_hash: Mapped[str] = mapped_column(String(200))
    submitted_at: Mapped[datetime]
    is_anonymous: Mapped[bool]
    contact: Mapped[dict[str, str] | None] = mapped_column(SealedJSON("submissions.contact"))
    """``name``, ``phone``, ``email``, ``address``, ``id_number``: as far as given, and
    ``notices`` for who wants a mail when something happens."""
    identity_erased_on: Mapped[date | None]
    """When ``contact`` was erased, at the reporter's word or because its time was over."""
    consents_to_publication: Mapped[bool] = mapped_column(default=False)
    keeps_identity_from_subject: Mapped[bool] = mapped_column(default=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("complaint_categories.code"), index=True)
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"), index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("key_projects.id"), index=True)
    subject_name: Mapped[str | None] = mapped_column(EncryptedText("submissions.subject_name"))
    """Whom it is about, in the reporter's words, when it is not a known company or project."""
    subject_bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"))
    """The body whose officials it is about: it never gets the matter, nor may it see it."""
    title: Mapped[str] = mapped_column(EncryptedText("submissions.title"))
    narrative: Mapped[str] = mapped_column(EncryptedText("submissions.narrative"))
    place: Mapped[str | None] = mapped_column(EncryptedText("submissions.place"))
    happened: Mapped[str | None] = mapped_column(EncryptedText("submissions.happened"))
    """When it happened, as told: a date, or words (每天夜里)."""
    demand: Mapped[str | None] = mapped_column(EncryptedText("submissions.demand"))
    """What the complainant asks for (退款, 赔偿…); complaints only."""

    category: Mapped[ComplaintCategory] = relationship()
    district: Mapped[District | None] = relationship()
    company: Mapped[Company | None] = relationship()
    project: Mapped[KeyProject | None] = relationship()
    subject_bureau: Mapped[Bureau | None] = relationship()
    matters: Mapped[list["Matter"]] = relationship(
        back_populates="submission", order_by="Matter.kind"
    )
    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.id")
    traits: Mapped[list["SubmissionTrait"]] = relationship(cascade="all, delete-orphan")
    registration: Mapped["Registration | None"] = relationship()
    """By whom it was registered, when no form of ours was filled in by the reporter."""
    messages: Mapped[list["ReporterMessage"]] = relationship(order_by="ReporterMessage.sent_at")
    signs: Mapped[list[SubmissionSign]] = relationship(order_by="SubmissionSign.id")

    def stands_behind(self) -> bool:
        """Whether something changes by which its matters are shown; one that is new has none."""
        state = inspect(self)
        return state.persistent and any(state.attrs[name].history.has_changes() for name in SHOWN)

    @property
    def wants_notices(self) -> bool:
        """Whether the reporter asked for a mail; who is anonymous left no address for one."""
        return bool(self.contact and self.contact.get("email") and self.contact.get("notices"))

    def is_named_in(self, words: str) -> bool:
        """Whether the words say who the reporter is, or how to reach them."""
        given = (str(value) for value in (self.contact or {}).values())
        return any(len(value) > 1 and value in words for value in given)

    @property
    def about(self) -> str:
        """Whom it is about, by the name of our record where there is one."""
        known = self.company or self.project
        return (known.name if known else self.subject_name) or "未写明"


class ReporterMessage(Base):
    """Something the reporter added later, by number and code."""

    __tablename__ = "reporter_messages"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    sent_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(EncryptedText("reporter_messages.text"))

    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.id")


class Evidence(FileRow, Base):
    """A file that a reporter handed in."""

    __tablename__ = "evidence"
    __table_args__ = NOT_PUBLIC

    draft_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_drafts.id"), index=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("reporter_messages.id"), index=True)
