"""The desk of objections and repairs in tests: what was accepted, and deciding it."""

from io import BytesIO
from typing import Any

from argon2 import PasswordHasher

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.files.uploads import StoredFile
from app.matters.redress.models import RedressApplication, RedressEvent, RedressFile
from app.matters.redress.queries.applications import clock_from
from app.matters.redress.queries.records import as_contested
from app.matters.redress.rules import (
    RedressDocumentKind,
    RedressEventKind,
    RedressKind,
    RedressOutcome,
    RedressStatus,
)
from app.matters.redress.services.deciding import issue
from app.people.models import Bureau, Staff
from tests.support.citizens import photo
from tests.support.factories import add, make_bureau, make_case
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
    event = RedressEvent(at=clock.now(), kind=RedressEventKind.ACCEPTED, staff_id=by.id)
    application.events.append(event)
    issue(application, RedressDocumentKind.ACCEPTANCE, clock.today())
    if kind is RedressKind.OBJECTION:
        application.record.objected_on = clock.today()
    db.session.commit()
    return application


def decide(
    client: PageClient, application: RedressApplication, outcome: RedressOutcome, text: str = REASON
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


CODE = "4821000011112222"
FIRST_NUMBER = 50_000
"""The site itself begins each day with 1, and does not come so far."""
PERSON = {"name": "欧阳试办", "phone": "13800138001", "email": "ouyang@example.invalid"}
WRONG = {
    "item": "fine_cents",
    "should_be": "罚款三万元",
    "text": "决定书经复议变更，罚款由五万元改为三万元，见附件。",
}
MENDED = {"text": "罚款已于三月一日缴清，不合格酱油已全部召回销毁。", "commits": "y"}


def seal(name: str = "盖章申请书.jpg") -> tuple[BytesIO, str]:
    """A picture of a sealed letter."""
    return photo(name)


def answer_all(
    client: PageClient, ref: str, uscc: str, *, kind: str = "objection", **changes: Any
) -> Page:
    """Answer every question about the record ``ref``; returns the page that shows all answers."""
    page = client.get(f"/redress/new/kind?record={ref}")
    page = client.submit(page, {"kind": kind})
    page = client.submit(page, {"uscc": uscc})
    if kind == "repair":
        page = client.submit(page)
    page = client.submit(page, {**(MENDED if kind == "repair" else WRONG), **changes})
    page = client.submit(page, {"act": "next", "files": [seal()]})
    return client.submit(page, PERSON)


def make_application(
    kind: RedressKind = RedressKind.OBJECTION, **changes: Any
) -> RedressApplication:
    """An application that has just arrived, as the public form would have made it."""
    bureau = changes.pop("bureau", None) or make_bureau()
    record: Any = changes.pop("record", None) or make_case(deciding_bureau_id=bureau.id)
    received_on = changes.pop("received_on", clock.today())
    number = f"{kind.letter}20260304-{FIRST_NUMBER + record.id:05d}"
    application = RedressApplication(
        **{
            "number": number,
            "kind": kind,
            "status": RedressStatus.NEW,
            "ref": as_contested(record).ref,
            "uscc": record.company.uscc,
            "party": record.company.name,
            "bureau_id": bureau.id,
            "code_hash": PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(CODE),
            "submitted_at": clock.now(),
            "received_on": received_on,
            "due_on": clock_from(received_on).due_on,
            "item": "fine_cents" if kind is RedressKind.OBJECTION else None,
            "statement": WRONG["text"] if kind is RedressKind.OBJECTION else MENDED["text"],
            "contact": dict(PERSON),
            **changes,
        }
    )
    application.events.append(RedressEvent(at=clock.now(), kind=RedressEventKind.SUBMITTED))
    add(application)
    db.session.commit()
    return application
