"""A web process: one loop that waits for all visitors at once, and threads that answer."""

import errno
import ipaddress
import os
import selectors
import socket
import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, Final

from flask import Flask
from gunicorn.http import wsgi
from gunicorn.workers.base import Worker

from app.kernel.logging import log
from app.kernel.web.bodies import longest_body
from app.ops.serving import connections
from app.ops.serving.answers import NamelessResponse, refusal
from app.ops.serving.connections import Connection, Phase, RefusedRequestError

LOOK: Final = 0.5
"""Seconds between two looks at deadlines, and at whether the parent lives."""
FROM_ONE_ADDRESS: Final = 64
"""Connections of one address in one process, where no proxy stands between."""


class PatientWorker(Worker):
    """Gunicorn's worker: takes connections, hands whole requests to threads, sends answers on.

    It takes a connection only while one of its threads is free: who waits in one process would
    wait though another process, and with it a processor, has nothing to do.
    """

    def init_process(self) -> None:
        """Open what the loop waits for, then run."""
        self._threads = ThreadPoolExecutor(self.cfg.threads, thread_name_prefix="web")
        self._selector = selectors.DefaultSelector()
        self._done: deque[Callable[[], None]] = deque()
        self._wake_out, self._wake_in = os.pipe()
        self._connections: dict[Connection, None] = {}
        self._of_address: Counter[str] = Counter()
        self._at_work = 0
        self._is_taking = False
        for end in (self._wake_out, self._wake_in):
            os.set_blocking(end, False)
        self._selector.register(self._wake_out, selectors.EVENT_READ, self._do_what_is_done)
        for listener in self.sockets:
            _defer(listener)
        super().init_process()

    def load_wsgi(self) -> None:
        """The site; behind proxies (PROXY_HOPS) they count the connections of an address."""
        super().load_wsgi()
        site: Flask = self.wsgi
        self._limit = partial(longest_body, site)
        self._counts_addresses = not int(site.config.get("PROXY_HOPS", 0))

    def handle_exit(self, sig: int, frame: Any) -> None:
        """End when all that was begun is answered."""
        self.alive = False
        self._wake()

    def run(self) -> None:
        """Serve until told to end, or until the parent has died; then finish what was begun."""
        while self.alive and self.ppid == os.getppid():
            self._turn()
        self._take(wanted=False)
        for listener in self.sockets:
            listener.close()
        end = time.monotonic() + self.cfg.graceful_timeout
        while self._connections and time.monotonic() < end:
            self._turn()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _turn(self) -> None:
        self.notify()
        if self.alive:
            self._take(wanted=self._at_work < self.cfg.threads)
        for key, _ in self._selector.select(LOOK):
            key.data()
        now = time.monotonic()
        for connection in [one for one in self._connections if one.deadline < now]:
            if connection.phase in connections.SLOW_VISITOR:
                self._give_up(connection)

    def _take(self, *, wanted: bool) -> None:
        """Begin or stop to take connections."""
        if wanted == self._is_taking:
            return
        self._is_taking = wanted
        for listener in self.sockets:
            if wanted:
                listener.settimeout(0)
                self._selector.register(
                    listener, selectors.EVENT_READ, partial(self._accept, listener)
                )
            else:
                self._selector.unregister(listener)

    def _accept(self, listener: Any) -> None:
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno in {errno.EMFILE, errno.ENFILE}:
                self._make_room(self._connections)
            return  # another process was quicker, or the visitor has gone
        connection = Connection(sock, client, listener.getsockname())
        address = _address(client) if self._counts_addresses else ""
        if address and self._of_address[address] >= FROM_ONE_ADDRESS:
            self._make_room([one for one in self._connections if _address(one.client) == address])
        if len(self._connections) >= self.cfg.worker_connections:
            self._make_room(self._connections)
        self._connections[connection] = None
        if address:
            self._of_address[address] += 1
        self._advance(connection, connection.receive)

    def _make_room(self, among: Any) -> None:
        """Close the one that has kept us waiting longest; who is being answered stays."""
        for connection in list(among):
            if connection.phase in connections.SLOW_VISITOR:
                self._close(connection)
                return

    def _wait_for(
        self,
        connection: Connection,
        event: int | None,
        then: Callable[[Connection], None] = lambda _: None,
    ) -> None:
        """Do ``then`` whenever something has come, or can go out; or, without event, nothing."""
        if connection.events == event:
            return
        if connection.events is not None:
            self._selector.unregister(connection.sock)
        if event is not None:
            self._selector.register(connection.sock, event, partial(then, connection))
        connection.events = event

    def _read(self, connection: Connection) -> None:
        self._advance(connection, connection.receive)

    def _advance(self, connection: Connection, step: Callable[..., bool]) -> None:
        """Go a step towards a whole request: hand it over when it is one, else wait for more."""
        try:
            is_whole = step(self.cfg, self._limit)
        except RefusedRequestError as error:
            self._refuse(connection, error.status)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                self._refuse(connection, 507)
            else:
                self._close(connection)
        else:
            if is_whole:
                self._wait_for(connection, None)
                connection.phase = Phase.SITE
                self._at_work += 1
                self._threads.submit(self._answer, connection)
            else:
                self._wait_for(connection, selectors.EVENT_READ, self._read)

    def _refuse(self, connection: Connection, status: int) -> None:
        log.info("request.refused", status=status)
        self._wait_for(connection, None)
        connection.goes_on = False
        with suppress(OSError):
            connection.sendall(refusal(status))
            self._send_on(connection)
            return
        self._close(connection)

    def _give_up(self, connection: Connection) -> None:
        """Its deadline is over."""
        if connection.has_begun and connection.phase in {Phase.HEADER, Phase.BODY}:
            self._refuse(connection, 408)
        else:
            self._close(connection)

    def _answer(self, connection: Connection) -> None:
        """Have the site answer; on a thread."""
        try:
            connection.goes_on = self._respond(connection)
        except OSError:  # the visitor has gone
            then = partial(self._close, connection)
        except Exception as error:  # noqa: BLE001  # the site itself answers its own; this is ours
            log.error("request.failed", error=type(error).__name__, exc_info=error)
            then = partial(self._refuse, connection, 500)
        else:
            then = partial(self._send_on, connection)
        self._done.append(partial(self._at_work_no_more, then))
        self._wake()

    def _respond(self, connection: Connection) -> bool:
        """Write what the site says to ``connection``; whether another request may follow."""
        request = connection.request
        response, environ = wsgi.create(
            request,
            connection,
            connection.client,
            connection.server,
            self.cfg,
            response_class=NamelessResponse,
        )
        environ["wsgi.multithread"] = True
        if not self.alive:
            response.force_close()
        parts = self.wsgi(environ, response.start_response)
        try:
            for part in parts:
                response.write(part)
            response.close()
        except Exception as error:
            if isinstance(error, OSError) or not response.headers_sent:
                raise
            log.error("response.broken", error=type(error).__name__, exc_info=error)
            raise ConnectionAbortedError from error  # what is half sent can't be taken back
        finally:
            if hasattr(parts, "close"):
                parts.close()
        return not response.should_close()

    def _at_work_no_more(self, then: Callable[[], None]) -> None:
        self._at_work -= 1
        then()

    def _send_on(self, connection: Connection) -> None:
        """Let what is left of the answer go out, then go on with the connection."""
        if connection.answered():
            self._go_on(connection)
        else:
            self._wait_for(connection, selectors.EVENT_WRITE, self._flush)

    def _flush(self, connection: Connection) -> None:
        try:
            if connection.flush():
                self._wait_for(connection, None)
                self._go_on(connection)
        except OSError:
            self._close(connection)

    def _go_on(self, connection: Connection) -> None:
        """An answer has gone out: wait for the next request, or for the visitor to leave."""
        if connection.goes_on:
            connection.await_request(time.monotonic() + connections.IDLE_SECONDS)
            self._advance(connection, connection.take_header)
            return
        try:
            connection.end()
        except OSError:
            self._close(connection)
        else:
            self._wait_for(connection, selectors.EVENT_READ, self._read)

    def _close(self, connection: Connection) -> None:
        if connection not in self._connections:
            return
        del self._connections[connection]
        self._wait_for(connection, None)
        if self._counts_addresses:
            address = _address(connection.client)
            self._of_address[address] -= 1
            if not self._of_address[address]:
                del self._of_address[address]
        connection.close()

    def _wake(self) -> None:
        with suppress(BlockingIOError):  # the pipe is full of calls already
            os.write(self._wake_in, b".")

    def _do_what_is_done(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._wake_out, 4096)
        while self._done:
            self._done.popleft()()


def _address(client: Any) -> str:
    """Who it is that connects: an IPv4 address, or a network of IPv6."""
    if not isinstance(client, tuple):
        return "local socket"
    if ":" not in client[0]:
        return str(client[0])
    return str(ipaddress.ip_network((client[0].partition("%")[0], 64), strict=False))


def _defer(listener: Any) -> None:
    """Where the system can, have it show connections on which something has come."""
    if hasattr(socket, "TCP_DEFER_ACCEPT") and listener.family != socket.AF_UNIX:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
