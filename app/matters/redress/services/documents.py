"""Issuing the papers of an application, inside the transaction of the act they tell of."""

from datetime import date

from app.kernel.files.papers import next_paper_number
from app.matters.redress import papers
from app.matters.redress.conditions import handling_term
from app.matters.redress.models import RedressApplication, RedressDocument
from app.matters.redress.queries.records import as_contested
from app.matters.redress.rules import DeclineGround, DocumentKind, Outcome


def issue_acceptance(application: RedressApplication, on: date) -> None:
    """受理通知书."""
    _issue(application, DocumentKind.ACCEPTANCE, on, papers.acceptance(_case(application)))


def issue_non_acceptance(
    application: RedressApplication, on: date, ground: DeclineGround, text: str
) -> None:
    """不予受理通知书."""
    told = papers.non_acceptance(_case(application), ground, text)
    _issue(application, DocumentKind.NON_ACCEPTANCE, on, told)


def issue_decision(application: RedressApplication, on: date, outcome: Outcome, text: str) -> None:
    """决定书."""
    told = papers.decision(_case(application), application.accepted_on, outcome, text)
    _issue(application, DocumentKind.DECISION, on, told)


def _case(application: RedressApplication) -> papers.Case:
    held = as_contested(application.record)
    return papers.Case(
        kind=application.kind,
        number=application.number,
        record=held.title,
        document_number=held.number,
        received_on=application.received_on,
        days=handling_term(application.received_on).length,
        due_on=application.due_on,
    )


def _issue(application: RedressApplication, kind: DocumentKind, on: date, told: list[str]) -> None:
    """Keep the paper with a number of its own: counted per year and body, without gaps."""
    bureau = application.bureau
    application.documents.append(
        RedressDocument(
            kind=kind,
            number=next_paper_number(
                f"redress document {bureau.id}", f"{bureau.short_name}信办", on
            ),
            issued_on=on,
            content={
                "title": f"{application.kind.label}{kind.label}",
                "party": application.party,
                "uscc": application.uscc,
                "body": bureau.name,
                "text": "\n".join(told),
            },
        )
    )
