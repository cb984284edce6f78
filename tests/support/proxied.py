"""The real nginx with the configuration that we ship, before a site of the tests."""

import datetime
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.servers import free_port
from tests.support.source import ROOT

CONFIGURATION = ROOT / "deploy" / "nginx" / "mingjian.conf"
HOST = "www.example.gov.cn"
MAIN = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/log/main.log emerg;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/mingjian.conf;
}}
"""


def nginx() -> str | None:
    """Where the program is; None where it is not installed."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


@dataclass(frozen=True)
class Proxied:
    """A running nginx."""

    folder: Path
    plain_port: int
    tls_port: int

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> HTTPResponse:
        """The answer to a request by https."""
        connection = HTTPSConnection(
            "127.0.0.1",
            self.tls_port,
            context=ssl._create_unverified_context(),  # noqa: S323  # our own
            timeout=20,
        )
        return _asked(connection, method, path, body, headers)

    def ask_plainly(self, path: str) -> HTTPResponse:
        """The answer to a request by http."""
        connection = HTTPConnection("127.0.0.1", self.plain_port, timeout=20)
        return _asked(connection, "GET", path, b"", {})

    def logs(self) -> str:
        """All that lies in all logs, and on the disk beside them."""
        files = [path for path in (self.folder / "log").rglob("*") if path.is_file()]
        return "".join(path.read_text(encoding="utf-8", errors="replace") for path in files)


def _asked(
    connection: HTTPConnection, method: str, path: str, body: bytes, headers: dict[str, str]
) -> HTTPResponse:
    given = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, given)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@contextmanager
def proxied(folder: Path, site_port: int) -> Iterator[Proxied]:
    """nginx before the site on this port. At the end its logs are whole."""
    program = nginx()
    assert program
    made = Proxied(folder, free_port(), free_port())
    for name in ("log", "body", "tls"):
        (folder / name).mkdir(parents=True)
    _certify(folder / "tls")
    (folder / "mingjian.conf").write_text(_here(made, site_port), encoding="utf-8")
    as_ourselves = "user root;" if os.geteuid() == 0 else ""
    main = as_ourselves + MAIN.format(folder=folder)
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    process = subprocess.Popen(
        [program, "-c", str(folder / "nginx.conf"), "-g", "daemon off;"],
        stderr=subprocess.PIPE,
    )
    try:
        _wait_for(made.tls_port, process)
        yield made
    finally:
        process.send_signal(signal.SIGQUIT)  # it writes down what it has answered, and ends
        process.communicate()


def _here(made: Proxied, site_port: int) -> str:
    """The configuration as it is shipped, at ports and in folders of this test."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    for shipped, ours in (
        ("listen [::]:80;", ""),
        ("listen [::]:443 ssl http2;", ""),
        ("listen 80;", f"listen 127.0.0.1:{made.plain_port};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{made.tls_port} ssl http2;"),
        ("127.0.0.1:8000;", f"127.0.0.1:{site_port};"),
        ("/etc/ssl/mingjian/", f"{made.folder}/tls/"),
        ("/var/log/mingjian/", f"{made.folder}/log/"),
        ("/var/cache/nginx/mingjian", f"{made.folder}/cache"),
    ):
        assert shipped in text, shipped
        text = text.replace(shipped, ours)
    return text


def _certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    begin = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin.replace(year=2040))
        .sign(key, hashes.SHA256())
    )
    written = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "privkey.pem").write_bytes(written)
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    _, errors = process.communicate()
    raise AssertionError(errors.decode())
