"""A hostile file harms the process that decodes it, and nothing else."""

import fcntl
import io
import os
import signal
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from app.kernel.errors import InvalidInputError
from app.kernel.files import confined
from app.kernel.files.cleaning import CLEAN_FILE, clean_file
from app.kernel.files.confined import ConfinedWorkError, TooBusyError

pytestmark = [pytest.mark.trust(20, 21), pytest.mark.usefixtures("app")]


def picture(size=(8, 8), mode="RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG", compress_level=1)
    return out.getvalue()


def servers() -> list[int]:
    """The processes that wait for files of this one."""
    own = os.getpid()
    children = Path(f"/proc/{own}/task").glob("*/children")
    ids = {int(child) for each in children for child in each.read_text().split()}
    return [one for one in ids if b"confined_server" in Path(f"/proc/{one}/cmdline").read_bytes()]


@contextmanager
def held(app, *names: str):
    folder = Path(app.config["DATA_DIR"]) / "turns"
    folder.mkdir(exist_ok=True)
    with ExitStack() as held_open:
        for name in names:
            file = held_open.enter_context((folder / name).open("ab"))
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.mark.parametrize(
    "limited",
    [
        replace(CLEAN_FILE, memory=96 * 1024 * 1024),
        replace(CLEAN_FILE, cpu_seconds=0),
        replace(CLEAN_FILE, patience_seconds=0),
    ],
    ids=["memory", "processor", "time"],
)
def test_work_ends_at_its_limits_and_the_next_file_is_decoded(limited):
    with pytest.raises(ConfinedWorkError):
        limited(picture((4000, 4000)))
    assert clean_file(picture())[0] == "image/png"


def test_a_killed_server_is_replaced():
    clean_file(picture())
    for server in servers():
        os.kill(server, signal.SIGKILL)
    assert clean_file(picture())[0] == "image/png"


def test_one_file_after_the_other_is_decoded_by_one_server():
    for _ in range(5):
        clean_file(picture())
    assert len(servers()) == 1


def test_no_secret_of_the_site_is_where_files_are_decoded():
    clean_file(picture())
    (server,) = servers()
    environment = Path(f"/proc/{server}/environ").read_bytes().split(b"\0")
    assert {each.partition(b"=")[0] for each in environment if each} == {b"LANG", b"PATH"}


def test_who_comes_when_all_turns_are_taken_is_told_to_try_again(app):
    taken = ("decoders-0", "decoders-1")
    waiting = ("decoders-waiting-0", "decoders-waiting-1")
    with held(app, *taken, *waiting), pytest.raises(TooBusyError, match="已填内容都在"):
        clean_file(picture())
    with held(app, taken[0]):
        assert clean_file(picture())[0] == "image/png"


def test_waiting_for_a_turn_ends(app):
    short = replace(CLEAN_FILE, wait_seconds=0)
    with held(app, "decoders-0", "decoders-1"), pytest.raises(TooBusyError):
        short(picture())


def test_a_picture_as_large_as_is_allowed_is_decoded_within_the_limits():
    assert clean_file(picture((6320, 6320), "P"))[0] == "image/png"


def test_a_pdf_of_very_many_objects_is_refused():
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        many = [made.make_indirect(pikepdf.Dictionary()) for _ in range(100_001)]
        made.Root.Many = made.make_indirect(pikepdf.Array(many))
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pytest.raises(InvalidInputError, match="文件太复杂"):
        clean_file(out.getvalue())


def test_a_forked_process_starts_servers_of_its_own():
    clean_file(picture())
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, str(len(confined._SERVERS._idle)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 10) == b"0"
