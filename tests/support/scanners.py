"""A virus scanner that speaks clamd's protocol on a real socket, and knows EICAR's test file."""

import socketserver
import struct
import threading
from pathlib import Path
from typing import Self

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LENGTH = struct.Struct("!I")


class _Asked(socketserver.StreamRequestHandler):
    """One command, as clamd answers it."""

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        self.wfile.write(b"PONG\0" if command == b"zPING\0" else self._scanned())

    def _scanned(self) -> bytes:
        data = b""
        while length := LENGTH.unpack(self.rfile.read(LENGTH.size))[0]:
            data += self.rfile.read(length)
        found = EICAR in data
        return b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0"


class VirusScanner:
    """Listens at ``path`` while it is entered."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        self._server = socketserver.ThreadingUnixStreamServer(str(self.path), _Asked)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.path.unlink()
