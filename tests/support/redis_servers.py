"""A Redis of the test's own, which may be started and stopped."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis


@contextmanager
def redis_server(folder: Path, port: int) -> Iterator[str]:
    """Its address, as long as the block runs; skips the test where no Redis is installed."""
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server here")
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, "--dir", str(folder)], **quiet) as server:  # type: ignore[call-overload]  # both take any of these
        url = f"redis://127.0.0.1:{port}/0"
        try:
            while not _answers(url):
                assert server.poll() is None
            yield url
        finally:
            server.terminate()


def _answers(url: str) -> bool:
    try:
        return bool(redis.Redis.from_url(url).ping())
    except redis.ConnectionError:
        return False
