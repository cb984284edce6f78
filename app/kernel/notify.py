"""Mail to bodies and staff: ``notify.mail("new_matter", notify.bureau(5), number=...)``.

It is sent by the worker after the commit, never inside a request: by SMTP when a server is set,
else into files of DATA_DIR/mail. A message is the same byte for byte over all attempts, its
Message-ID and date included. One that the server accepted just before a crash is sent again, and a
mail system that drops repetitions shows it once.
"""

import re
import secrets
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app
from flask_mail import Connection, Mail, Message

from app.kernel import clock
from app.kernel.db.session import db, reading_only
from app.kernel.jobs import outbox
from app.kernel.jobs.models import Payload
from app.kernel.jobs.subscriptions import SendOne
from app.kernel.logging import PERSONAL_KEYS

TOPIC = "mail"
TIMEOUT = 10
"""Seconds that the mail server has to answer."""
OK = 250
ENHANCED_CODE = re.compile(rb"[45]\.(\d{1,3})\.")
FOR_MESSAGE = {b"1", b"2", b"6"}
FOR_MAILBOX = {450, 550, 551, 552, 553}
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


class MailConnection(Connection):
    """A connection to the mail server that gives up after TIMEOUT seconds of silence."""

    def open(self) -> None:
        """Connect, unless the settings suppress all mail."""
        self.host = None if self.mail.suppress else self.configure_host()

    def configure_host(self) -> smtplib.SMTP:
        """Connect, encrypt and sign in as the settings say."""
        host = smtplib.SMTP(self.mail.server, self.mail.port, timeout=TIMEOUT)
        if self.mail.use_tls:
            host.starttls(context=ssl.create_default_context())
        if self.mail.username and self.mail.password:
            host.login(self.mail.username, self.mail.password)
        return host

    def is_usable(self) -> bool:
        """Whether another message may follow: servers hang up after some, or when they like."""
        try:
            return self.host is not None and self.host.noop()[0] == OK
        except (OSError, smtplib.SMTPException):
            return False

    def close(self) -> None:
        """Say goodbye without waiting for the answer.

        What the server has accepted is sent, whatever comes after it: leaving neither waits nor
        fails.
        """
        if self.host is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.host.putcmd("quit")
            self.host.close()
            self.host = None


class MailSession:
    """Sends messages one after the other, over one connection as long as it holds."""

    def __init__(self) -> None:
        self._connection: MailConnection | None = None

    def __enter__(self) -> SendOne:
        return self.send

    def __exit__(self, *_error: object) -> None:
        self._close()

    def send(self, payload: Payload) -> None:
        """Send a message. An error stops here, and the outbox tries again later."""
        with reading_only():
            db.session.rollback()
            address = _address(payload)
            db.session.rollback()  # a mail server may take its time: nobody shall wait meanwhile
        if address is None:
            log.warning("mail.no_address", kind=payload["to"]["kind"], id=payload["to"]["id"])
            return
        message = compose(payload, address)
        if not current_app.config["MAIL_SERVER"]:
            _write(payload["key"], message)
            return
        try:
            self._connected().send(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refusal:
            self._close()
            _raise_if_for_message(refusal)
            raise
        except Exception:
            self._close()
            raise

    def _connected(self) -> MailConnection:
        if self._connection is None or not self._connection.is_usable():
            self._close()
            connection = MailConnection(current_app.extensions["mail"])
            connection.open()
            self._connection = connection
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _raise_if_for_message(refusal: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> None:
    """Tell apart what is wrong with a recipient, or a text, from what is wrong with the server.

    RFC 3463: X.1 speaks of the address, X.2 of the mailbox, X.6 of the content. Of a server that
    gives no such code RFC 5321 4.2.3 says which replies are about a mailbox.
    """
    if isinstance(refusal, smtplib.SMTPDataError):
        replies = [(refusal.smtp_code, refusal.smtp_error)]
    else:
        replies = list(refusal.recipients.values())
    for code, reply in replies:
        text = reply if isinstance(reply, bytes) else reply.encode()
        enhanced = ENHANCED_CODE.match(text)
        if enhanced.group(1) in FOR_MESSAGE if enhanced else code in FOR_MAILBOX:
            raise outbox.MessageRefusedError(str(code)) from refusal


def init_app(app: Flask) -> None:
    """Set up mail, and become the handler of its topic."""
    app.config.setdefault("MAIL_SUPPRESS_SEND", False)
    Mail(app)
    app.extensions["mail_addresses"] = {}
    outbox.subscribe_remote(app, TOPIC, MailSession)


def resolve(app: Flask, kind: str, address_of: AddressOf) -> None:
    """Say how the address of recipients of ``kind`` is found. Called by who owns them."""
    app.extensions["mail_addresses"][kind] = address_of


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
