"""Mail to bodies and staff: ``notify.mail("new_matter", notify.bureau(5), number=...)``.

It is sent by the worker after the commit, never inside a request: by SMTP when a server is set,
else into files of DATA_DIR/mail. A message is the same byte for byte over all attempts, its
Message-ID and date included. One that the server accepted just before a crash is sent again, and a
mail system that drops repetitions shows it once.
"""

import secrets
import smtplib
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app
from flask_mail import Connection, Mail, Message

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs.models import Payload
from app.kernel.logging import PERSONAL_KEYS

TOPIC = "mail"
TIMEOUT = 10
"""Seconds that the mail server has to answer."""
AddressOf = Callable[[int], str | None]

log = structlog.get_logger()


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


class TimedConnection(Connection):
    """A connection to the mail server that gives up after TIMEOUT seconds.

    What the server has accepted is sent, whatever comes after it: leaving neither waits nor fails.
    """

    def __exit__(self, *_error: object) -> None:
        """Say goodbye without waiting for the answer."""
        if self.host is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.host.putcmd("quit")
            self.host.close()

    def configure_host(self) -> smtplib.SMTP:
        """Connect, encrypt and sign in as the settings say."""
        host = smtplib.SMTP(self.mail.server, self.mail.port, timeout=TIMEOUT)
        if self.mail.use_tls:
            host.starttls(context=ssl.create_default_context())
        if self.mail.username and self.mail.password:
            host.login(self.mail.username, self.mail.password)
        return host


def init_app(app: Flask) -> None:
    """Set up mail, and become the handler of its topic."""
    app.config.setdefault("MAIL_SUPPRESS_SEND", False)
    Mail(app)
    app.extensions["mail_addresses"] = {}
    outbox.subscribe(app, TOPIC, deliver)


def resolve(app: Flask, kind: str, address_of: AddressOf) -> None:
    """Say how the address of recipients of ``kind`` is found. Called by who owns them."""
    app.extensions["mail_addresses"][kind] = address_of


def deliver(payloads: Sequence[Payload]) -> None:
    """Send each message. An error stops here, and the outbox tries again later."""
    for payload in payloads:
        address = _address(payload)
        db.session.rollback()  # a mail server may take its time: nobody shall wait for us meanwhile
        if address is None:
            log.warning("mail.no_address", kind=payload["to"]["kind"], id=payload["to"]["id"])
            continue
        message = compose(payload, address)
        if current_app.config["MAIL_SERVER"]:
            with TimedConnection(current_app.extensions["mail"]) as connection:
                connection.send(message)
        else:
            _write(payload["key"], message)


def compose(payload: Payload, address: str) -> Message:
    """The message: the template's first line is its subject, the rest its text."""
    template = current_app.jinja_env.get_template(f"mail/{payload['template']}.txt")
    text = template.render(
        site_url=current_app.config["SITE_URL"],
        site_name=current_app.config["SITE_NAME"],
        **payload["facts"],
    )
    subject, _, body = text.strip().partition("\n")
    message = Message(subject=subject.strip(), recipients=[address], body=f"{body.strip()}\n")
    host = urlsplit(current_app.config["SITE_URL"]).hostname or "localhost"
    message.msgId = f"<{payload['key']}@{host}>"
    if asked_at := payload.get("asked_at"):  # what an older release asked for has none
        message.date = datetime.fromisoformat(asked_at).timestamp()
    return message


def _address(payload: Payload) -> str | None:
    to = payload["to"]
    address_of: AddressOf = current_app.extensions["mail_addresses"][to["kind"]]
    return address_of(to["id"])


def _write(key: str, message: Message) -> None:
    folder = Path(current_app.config["DATA_DIR"]) / "mail"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / f"{key}.eml").write_bytes(message.as_bytes())
