"""A real SMTP server for tests, which keeps what it is given."""

import asyncio
from asyncio import Transport
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.servers import free_port

GLANCE = 0.05
"""Seconds between two looks of a server that hangs, whether it still does."""


class MailServer:
    """Listens on a loopback port. ``messages`` are what arrived.

    ``refuse`` makes it say no, ``hang_up`` makes it leave without a word after it has accepted,
    ``hang`` makes it fall silent, ``most_per_connection`` makes it leave after so many messages.
    Nobody lives at the addresses in ``unknown``.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.unknown: set[str] = set()
        self.most_per_connection = self.connections = 0
        self.clear()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def settings(self) -> dict[str, Any]:
        """With which a site sends here."""
        return {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": self.port}

    async def handle_EHLO(  # noqa: N802  # the server's own name for it
        self, _server: SMTP, session: Session, _envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        self.connections += 1
        await self._fall_silent()
        return answers

    async def handle_RCPT(  # noqa: N802  # the server's own name for it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _more: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # the server's own name for it
        await self._fall_silent()
        if self.refuse:
            return "451 try again later"
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.messages.append(message)
        self._carried[session] = self._carried.get(session, 0) + 1
        return "250 OK"

    async def handle_NOOP(self, server: SMTP, session: Session, _envelope: Envelope, _: str) -> str:  # noqa: N802  # the server's own name for it
        if self.most_per_connection and self._carried.get(session, 0) >= self.most_per_connection:
            if isinstance(server.transport, Transport):
                server.transport.abort()
            return "421 too many messages"
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802  # the server's own name for it
        if self.hang_up and isinstance(server.transport, Transport):
            server.transport.abort()
        return "221 Bye"

    async def _fall_silent(self) -> None:
        while self.hang:
            await asyncio.sleep(GLANCE)

    def clear(self) -> None:
        """Forget what arrived, accept again, and stay polite."""
        self.messages.clear()
        self.unknown.clear()
        self.refuse = self.hang_up = self.hang = False
        self.most_per_connection = self.connections = 0
        self._carried: dict[Session, int] = {}

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()
