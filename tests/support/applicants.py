"""A company that objects to a record about it, or asks to have it repaired, page by page."""

from io import BytesIO
from typing import Any

from argon2 import PasswordHasher

from app.kernel import clock
from app.kernel.db.session import db
from app.matters.redress.models import RedressApplication, RedressEvent
from app.matters.redress.queries.records import as_contested
from app.matters.redress.queries.terms import clock_from
from app.matters.redress.rules import EventKind, RedressKind, RedressStatus
from tests.support.citizens import photo
from tests.support.factories import add, make_bureau, make_case
from tests.support.pages import Page, PageClient

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
    record = changes.pop("record", None) or make_case(deciding_bureau_id=bureau.id)
    company: Any = record.company
    received_on = changes.pop("received_on", clock.today())
    number = f"{kind.letter}20260304-{FIRST_NUMBER + record.id:05d}"
    application = RedressApplication(
        **{
            "number": number,
            "kind": kind,
            "status": RedressStatus.NEW,
            "ref": as_contested(record).ref,
            "uscc": company.uscc,
            "party": company.name,
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
    application.events.append(RedressEvent(at=clock.now(), kind=EventKind.SUBMITTED))
    add(application)
    db.session.commit()
    return application
