"""What a resident writes is nowhere on disk and in no log line in the clear."""

from pathlib import Path

from sqlalchemy import make_url

from app.core import outbox
from app.core.db import db
from tests.support.citizens import FACTS, PERSON, answer_all, photo
from tests.support.pages import PageClient

CAMERA = b"CamMaker-777"
SECRETS = [
    *(value.encode() for value in PERSON.values()),
    *(FACTS[name].encode() for name in ("title", "narrative", "happened", "place")),
    CAMERA,
]


def files_of(app):
    yield from (path for path in Path(app.config["DATA_DIR"]).rglob("*") if path.is_file())
    database = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if database.drivername == "sqlite":
        for suffix in ("", "-wal"):
            if (path := Path(f"{database.database}{suffix}")).exists():
                yield path


def test_seeded_person_and_report_are_found_in_no_file_and_no_log(live_app, capsys):
    with live_app.app_context():
        client = PageClient(live_app, PageClient.response_class, use_cookies=True)
        page = answer_all(
            client,
            kind="complaint",
            files=[photo(comment=CAMERA)],
            identity={**PERSON, "anonymity": "named"},
        )
        done = client.submit(page)
        assert done.status_code == 200
        assert "查询码" in done.body_text
        while outbox.drain():
            pass
        db.session.remove()
        logged = "".join(capsys.readouterr()).encode()
        looked_at = {path: path.read_bytes() for path in files_of(live_app)}
    assert looked_at
    for secret in SECRETS:
        assert secret not in logged
        for path, content in looked_at.items():
            assert secret not in content, f"{secret.decode()} is in {path.name}"
