"""With a virus scanner no file leaves that it has not seen, and none is lost while it is away."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.kernel.db.session import db
from app.kernel.errors import ConflictError, GoneError, NotFoundError
from app.kernel.files import antivirus, uploads
from app.kernel.files.antivirus import FileScan, InfectedError
from app.kernel.jobs import outbox
from app.ops.doctor.machine import _clamd
from tests.support.scanners import EICAR, VirusScanner

pytestmark = [pytest.mark.trust(23), pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture
def scanner(app, tmp_path, monkeypatch):
    path = tmp_path / "clamd"
    monkeypatch.setitem(app.config, "CLAMD", str(path))
    return VirusScanner(path)


def sent(words: bytes = b"harmless") -> FileStorage:
    told = PngInfo()
    told.add_text("Comment", words.decode())
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=told)
    return FileStorage(io.BytesIO(out.getvalue()), filename="photo.png")


def stored(file: FileStorage) -> uploads.StoredFile:
    (kept,) = uploads.store_uploads([file])
    db.session.commit()
    return kept


def waiting() -> list[FileScan]:
    return list(db.session.scalars(select(FileScan)))


def test_a_file_in_which_nothing_is_found_can_be_had_at_once(scanner):
    with scanner:
        file = stored(sent())
        assert waiting() == []
        assert uploads.download(file).status_code == 200


def test_an_infected_file_is_refused_and_nothing_of_it_is_kept(scanner):
    with scanner, pytest.raises(InfectedError, match="病毒"):
        stored(sent(EICAR))
    assert list(uploads.stored_paths()) == []


def test_while_the_scanner_is_away_a_file_waits_and_can_not_be_had(scanner, frozen_clock):
    file = stored(sent())
    for door in (uploads.download, uploads.shown_inside):
        with pytest.raises(ConflictError, match="待检"):
            door(file)
    outbox.drain(only=[antivirus.TOPIC])
    assert len(waiting()) == 1
    with scanner:
        frozen_clock.shift(timedelta(hours=5))
        outbox.drain(only=[antivirus.TOPIC])
        assert waiting() == []
        assert uploads.download(file).status_code == 200


def test_what_is_found_later_is_deleted_and_said_to_be(scanner):
    file = uploads.store("photo.png", "image/png", EICAR)
    antivirus.note_unscanned(file.id)
    db.session.commit()
    with scanner:
        outbox.drain(only=[antivirus.TOPIC])
        with pytest.raises(GoneError, match="病毒"):
            uploads.download(file)
    with pytest.raises(NotFoundError):
        uploads.open_upload(file.id)


def test_a_file_that_was_given_up_meanwhile_is_forgotten(scanner):
    file = stored(sent())
    uploads.delete_upload(file.id)
    with scanner:
        outbox.drain(only=[antivirus.TOPIC])
    assert waiting() == []


def test_without_a_scanner_nothing_waits(app):
    file = stored(sent(EICAR))
    assert waiting() == []
    assert uploads.download(file).status_code == 200


def test_the_doctor_sees_a_scanner_that_does_not_answer(scanner):
    assert "CLAMD does not answer" in str(_clamd())
    with scanner:
        assert _clamd() is None
