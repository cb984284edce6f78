"""A real SMTP server for tests, which keeps what it is given."""

from asyncio import Transport
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.servers import free_port


class MailServer:
    """Listens on a loopback port. ``messages`` are what arrived.

    ``refuse`` makes it say no, ``hang_up`` makes it leave without a word after it has accepted.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refuse = self.hang_up = False
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def settings(self) -> dict[str, Any]:
        """With which a site sends here."""
        return {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": self.port}

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # the server's own name for it
        if self.refuse:
            return "451 try again later"
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.messages.append(message)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802  # the server's own name for it
        if self.hang_up and isinstance(server.transport, Transport):
            server.transport.abort()
        return "221 Bye"

    def clear(self) -> None:
        """Forget what arrived, accept again, and stay polite."""
        self.messages.clear()
        self.refuse = self.hang_up = False

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()
