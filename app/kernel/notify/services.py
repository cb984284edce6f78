"""Asking for a mail. It is sent by the worker after the commit, never inside a request."""

import secrets
from dataclasses import dataclass

from app.kernel import clock
from app.kernel.jobs import outbox
from app.kernel.logging import PERSONAL_KEYS

TOPIC = "mail"


@dataclass(frozen=True)
class Recipient:
    """Whom a mail is for, by kind and id; the address is looked up when it is sent."""

    kind: str
    id: int


def bureau(bureau_id: int) -> Recipient:
    """The contact address of a body."""
    return Recipient("bureau", bureau_id)


def staff(staff_id: int) -> Recipient:
    """The address that a member of staff has left for reminders."""
    return Recipient("staff", staff_id)


def mail(template: str, to: Recipient, **facts: str | int) -> None:
    """Ask, in the caller's transaction, for ``templates/mail/<template>.txt`` to be sent.

    ``facts`` are what the template shows: numbers, categories, dates. Never personal data or
    what a citizen wrote, for mail is readable on its way.
    """
    if forbidden := PERSONAL_KEYS & facts.keys():
        raise ValueError(f"not to be mailed: {', '.join(sorted(forbidden))}")
    outbox.enqueue(
        TOPIC,
        {
            "template": template,
            "to": {"kind": to.kind, "id": to.id},
            "facts": facts,
            "key": secrets.token_hex(16),
            "asked_at": clock.now().isoformat(timespec="seconds"),
        },
    )
