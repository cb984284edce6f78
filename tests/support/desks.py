"""Two people at one desk: who writes, and who reviews."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.kernel import clock
from app.kernel.audit import Actor
from app.kernel.search.documents import SearchKind
from app.people.models import Bureau, Staff
from app.people.rules import Role
from app.publishing.life import services
from app.publishing.life.models import Publication, RecordVersion, Withdrawal
from app.publishing.life.queries import newest_number
from app.publishing.life.rules import VersionState, WithdrawalGround
from app.publishing.life.values import replaced, snapshot
from tests.support.factories import make, make_bureau, make_staff
from tests.support.pages import Page, PageClient
from tests.support.staff import sign_in, take_over

WITHDRAWAL = {
    "ground": "other",
    "document_number": "温试监撤〔2026〕1号",
    "reason": "依法不应再公示",
}
"""Fields of the form by which a record is noted to leave."""

WRITER, REVIEWER = Actor(6, "陈编辑", "editor"), Actor(7, "林审核", "reviewer")


def make_version(record: Publication, state: VersionState, **changes: Any) -> RecordVersion:
    """A version of ``record``; ``values`` are what of it would be other."""
    now = snapshot(record)
    values = changes.pop("values", {})
    defaults = {
        "kind": record.__tablename__,
        "record_id": record.id,
        "number": newest_number(record) + 1,
        "state": state,
        "title": record.headline,
        "values": now | values,
        "was": replaced(now, values),
        "author_name": "王编辑",
        "written_at": clock.now(),
        "submitter_name": "王编辑",
        "submitted_at": clock.now(),
    }
    return make(RecordVersion, defaults, changes)


def make_withdrawal(record: Publication, **changes: Any) -> Withdrawal:
    """A note that ``record`` has to leave, three days late."""
    defaults = {
        "kind": record.__tablename__,
        "record_id": record.id,
        "title": record.headline,
        "ground": WithdrawalGround.REVOKED,
        "revoked_on": clock.today() - timedelta(days=8),
        "document_number": "温试复〔2026〕1号",
        "reason": "行政复议决定撤销原决定。",
        "due_on": clock.today() - timedelta(days=3),
        "basis": "《中华人民共和国行政处罚法》第四十八条",
        "author_name": "王编辑",
        "noted_at": clock.now(),
    }
    return make(Withdrawal, defaults, changes)


def publish(record: Publication, kind: SearchKind) -> None:
    """Send a draft for review as one person, and approve it as another."""
    services.submit(record, kind=kind, actor=WRITER)
    services.approve(record, kind=kind, actor=REVIEWER, number=newest_number(record))


@dataclass
class Office:
    """A body with an editor and a reviewer who take turns at one browser."""

    client: PageClient
    bureau: Bureau
    editor: Staff
    reviewer: Staff

    def is_at_the_desk(self, staff: Staff) -> None:
        """Let ``staff`` sign in where somebody else was."""
        take_over(self.client, staff)

    def beside(self, staff: Staff) -> PageClient:
        """A second browser, at which ``staff`` is signed in at the same time."""
        client = PageClient(self.client.application, PageClient.response_class, use_cookies=True)
        sign_in(client, staff)
        return client

    def write(self, address: str, fields: dict[str, Any]) -> Page:
        """The editor fills in a form."""
        self.is_at_the_desk(self.editor)
        return self.client.post_form(address, fields)

    def send(self, address: str) -> Page:
        """The editor sends the record at ``address`` for review."""
        self.is_at_the_desk(self.editor)
        return self.client.post_form(address, action="submit")

    def approve(self, address: str, **fields: Any) -> Page:
        """The reviewer approves what waits."""
        self.is_at_the_desk(self.reviewer)
        return self.client.post_form(f"{address}/review", fields, action="approve")

    def send_back(self, address: str, reason: str) -> Page:
        """The reviewer returns what waits."""
        self.is_at_the_desk(self.reviewer)
        return self.client.post_form(f"{address}/review", {"reason": reason}, action="return")

    def note_withdrawal(self, address: str, **fields: Any) -> Page:
        """The editor notes that the decision behind the record no longer stands."""
        today = {"revoked_on": f"{clock.today()}"}
        return self.write(f"{address}/withdraw", WITHDRAWAL | today | fields)

    def withdraw(self, address: str, **fields: Any) -> Page:
        """From the site: noted by the editor, agreed to by the reviewer."""
        self.note_withdrawal(address, **fields)
        self.is_at_the_desk(self.reviewer)
        return self.client.post_form(address, action="take-down")

    def publish(self, address: str) -> Page:
        """From a draft to the public."""
        self.send(address)
        return self.approve(address)


def make_office(client: PageClient) -> Office:
    """A body with both of its people."""
    bureau = make_bureau(name="试验监管局")
    editor, reviewer = (make_staff(role, bureau=bureau) for role in (Role.EDITOR, Role.REVIEWER))
    return Office(client, bureau, editor, reviewer)
