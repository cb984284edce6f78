"""The desk of objections and repairs in tests: what was accepted, and deciding it."""

from typing import Any

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.files.uploads import StoredFile
from app.matters.redress.models import RedressApplication, RedressEvent, RedressFile
from app.matters.redress.rules import EventKind, Outcome, RedressKind, RedressStatus
from app.matters.redress.services.documents import issue_acceptance
from app.people.models import Bureau, Staff
from tests.support.applicants import make_application
from tests.support.pages import Page, PageClient

REASON = "经核对决定书，情况属实。"


def desk_page(application: RedressApplication) -> str:
    """Where staff see it."""
    return f"/admin/redress/{application.number}"


def accepted(
    bureau: Bureau, by: Staff, kind: RedressKind = RedressKind.OBJECTION, **changes: Any
) -> RedressApplication:
    """An application that ``by`` has accepted."""
    application = make_application(
        kind, bureau=bureau, status=RedressStatus.ACCEPTED, accepted_on=clock.today(), **changes
    )
    event = RedressEvent(at=clock.now(), kind=EventKind.ACCEPTED, staff_id=by.id)
    application.events.append(event)
    issue_acceptance(application, clock.today())
    if kind is RedressKind.OBJECTION:
        application.record.objected_on = clock.today()
    db.session.commit()
    return application


def decide(
    client: PageClient, application: RedressApplication, outcome: Outcome, text: str = REASON
) -> Page:
    """Fill in the form of the decision, and send it."""
    fields = {"decide-outcome": outcome.value, "decide-text": text}
    return client.submit(client.get(desk_page(application)), fields, action="/decide")


def objection_to(bureau: Bureau) -> RedressApplication:
    """An objection that waits, with its letter."""
    waiting = make_application(bureau=bureau)
    waiting.evidence.append(RedressFile.of(letter()))
    return waiting


def letter() -> StoredFile:
    """What a sealed letter left; its bytes are not asked for."""
    return StoredFile(
        id="0" * 32, name="盖章申请书.jpg", media_type="image/jpeg", size=20480, sha256="0" * 64
    )
