"""Issuing the papers of a matter, inside the transaction of the act they tell of."""

from datetime import date

from app.kernel.errors import InvalidInputError
from app.kernel.files.papers import next_paper_number
from app.matters.complaints.handling import papers
from app.matters.complaints.handling.rules import reader_of
from app.matters.complaints.matter.models.handling import MatterDocument
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.entries import MatterDocumentKind, Reader
from app.matters.complaints.matter.rules.outcomes import (
    EndGround,
    MatterDeclineGround,
    MatterOutcome,
)
from app.matters.complaints.matter.rules.states import MatterStep
from app.people.models import Bureau, Staff


def register(matter: Matter, staff: Staff, on: date) -> None:
    """登记表: made by the first act of the body that takes care of the matter, once."""
    if not any(each.kind is MatterDocumentKind.REGISTRATION for each in matter.documents):
        paragraphs = papers.registration(_reference(matter))
        _add(matter, MatterDocumentKind.REGISTRATION, paragraphs, staff, on, to="")


def issue_acceptance(matter: Matter, staff: Staff, on: date) -> None:
    """受理通知书, for the complainant, with the clock that has just been started."""
    running = next((each for each in matter.deadlines if each.step is MatterStep.MEDIATE), None)
    term = (
        papers.StatedPeriod(
            running.rule.days, running.rule.unit, running.due_on, running.rule.basis
        )
        if running and running.rule
        else None
    )
    paragraphs = papers.acceptance(_reference(matter), on, term)
    issue(matter, MatterDocumentKind.ACCEPTANCE, paragraphs, staff, on)


def issue_non_acceptance(
    matter: Matter, staff: Staff, on: date, ground: MatterDeclineGround, text: str
) -> None:
    """不予受理通知书."""
    paragraphs = papers.non_acceptance(_reference(matter), ground, text)
    issue(matter, MatterDocumentKind.NON_ACCEPTANCE, paragraphs, staff, on)


def issue_correction(
    matter: Matter, staff: Staff, on: date, text: str, until: date, *, is_identity: bool = False
) -> None:
    """限期补充材料通知书, or 限期提供身份证明材料通知书."""
    kind = MatterDocumentKind.IDENTITY if is_identity else MatterDocumentKind.CORRECTION
    words = papers.identity if is_identity else papers.correction
    issue(matter, kind, words(_reference(matter), text, until), staff, on)


def issue_sending(
    matter: Matter, staff: Staff, on: date, kind: MatterDocumentKind, *, to: Bureau, reason: str
) -> None:
    """分送函 or 移送函, to the body that gets the matter."""
    paragraphs = papers.sent_on(_reference(matter), kind, reason, matter.due_on)
    issue(matter, kind, paragraphs, staff, on, to=to.name)


def issue_result(matter: Matter, staff: Staff, on: date, outcome: MatterOutcome, text: str) -> None:
    """处理结果告知书."""
    issue(
        matter,
        MatterDocumentKind.RESULT,
        papers.result(_reference(matter), outcome, text),
        staff,
        on,
    )


def issue_invitations(
    matter: Matter, staff: Staff, on: date, *, when: str, place: str, text: str
) -> None:
    """调解通知书, one to each side; that to the subject has none of the complainant's words."""
    ref, kind = _reference(matter), MatterDocumentKind.MEDIATION
    issue(matter, kind, papers.invitation(ref, when, place, text), staff, on)
    _issue_to_subject(matter, kind, papers.invitation_of_subject(ref, when, place), staff, on)


def issue_end_of_mediation(
    matter: Matter, staff: Staff, on: date, ground: EndGround, text: str
) -> None:
    """终止调解通知书, one to each side."""
    ref, kind = _reference(matter), MatterDocumentKind.MEDIATION_ENDED
    issue(matter, kind, papers.mediation_end(ref, ground, text), staff, on)
    _issue_to_subject(matter, kind, papers.mediation_end_of_subject(ref, ground), staff, on)


def issue_agreement(matter: Matter, staff: Staff, on: date, *, agreed_on: date, terms: str) -> None:
    """调解书, one paper for both sides.

    Raises InvalidInputError where its terms name a complainant who is kept from the subject.
    """
    submission = matter.submission
    if submission.keeps_identity_from_subject and submission.is_named_in(terms):
        raise InvalidInputError(
            "投诉人要求对被投诉方保密，协议内容里不能写投诉人的姓名、联系方式。"
        )
    paragraphs = papers.agreement(_reference(matter), agreed_on, terms)
    to = f"投诉人、{submission.about}"
    issue(matter, MatterDocumentKind.AGREEMENT, paragraphs, staff, on, to=to)


def issue_filing(matter: Matter, staff: Staff, on: date, text: str) -> None:
    """处理结果告知书 about whether a case was filed."""
    decision = matter.decision
    if decision is not None:
        paragraphs = papers.filing(
            _reference(matter),
            is_filed=decision.is_filed,
            decided_on=decision.decided_on,
            text=text,
        )
        issue(matter, MatterDocumentKind.RESULT, paragraphs, staff, on)


def _issue_to_subject(
    matter: Matter, kind: MatterDocumentKind, paragraphs: list[str], staff: Staff, on: date
) -> None:
    register(matter, staff, on)
    _add(matter, kind, paragraphs, staff, on, to=matter.submission.about, reader=Reader.SUBJECT)


def issue(
    matter: Matter,
    kind: MatterDocumentKind,
    paragraphs: list[str],
    staff: Staff,
    on: date,
    *,
    to: str = "",
) -> None:
    """A paper of the matter, for the reporter unless it is ``to`` somebody else.

    Whoever issues one has registered the matter before.
    """
    register(matter, staff, on)
    _add(matter, kind, paragraphs, staff, on, to=to or f"{matter.kind.label}人")


def _reference(matter: Matter) -> papers.PaperReference:
    return papers.PaperReference(matter.kind, matter.number, matter.received_on)


def _add(
    matter: Matter,
    kind: MatterDocumentKind,
    paragraphs: list[str],
    staff: Staff,
    on: date,
    *,
    to: str,
    reader: Reader | None = None,
) -> None:
    """Keep the paper with a number of its own: counted per year and body, without gaps."""
    bureau = staff.bureau
    matter.documents.append(
        MatterDocument(
            kind=kind,
            reader=reader or reader_of(kind),
            staff_id=staff.id,
            number=next_paper_number(
                f"matter document {bureau.id}", f"{bureau.short_name}投举", on
            ),
            issued_on=on,
            content={
                "title": kind.title_for(matter.kind),
                "to": to,
                "body": bureau.name,
                "text": "\n".join(paragraphs),
            },
        )
    )
