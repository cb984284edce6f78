"""A backup holds database and uploads, says what it is, and can be put back."""

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import site
from app.kernel.db.session import db
from app.ops.backup import BackupError, make_backup, restore_backup, verify_backup
from app.records.companies.models import Company
from tests.support import factories
from tests.support.apps import open_app

pytestmark = pytest.mark.trust(38)


def company_names() -> list[str]:
    return list(db.session.scalars(select(Company.name)))


@pytest.fixture
def backed_up(live_app, tmp_path):
    with live_app.app_context():
        factories.make_company(name="温州试验备份有限公司")
        db.session.commit()
        uploads = tmp_path / "uploads" / "ab"
        uploads.mkdir(parents=True)
        (uploads / "abcd").write_bytes(b"sealed")
        (uploads / "beef.part").write_bytes(b"half")
        (uploads / "gone").symlink_to(uploads / "nowhere")
        (tmp_path / "audit").mkdir(exist_ok=True)
        (tmp_path / "audit" / "heads.log").write_text("yesterday's end\n")
        yield make_backup(tmp_path / "backups")


def test_a_backup_is_put_back_into_an_empty_installation_without_older_notes(
    backed_up, database_server, tmp_path
):
    notes = tmp_path / "other" / "audit" / "heads.log"
    with open_app(database_server.empty(), tmp_path / "other") as other, other.app_context():
        restore_backup(backed_up)
        assert company_names() == ["温州试验备份有限公司"]
        assert (tmp_path / "other" / "uploads" / "ab" / "abcd").read_bytes() == b"sealed"
        assert notes.read_text() == "yesterday's end\n"
        notes.write_text("today's end\n")
        restore_backup(backed_up, force=True)
        assert notes.read_text() == "today's end\n"


def test_a_filled_database_is_replaced_only_by_force(backed_up):
    with pytest.raises(BackupError, match="--force"):
        restore_backup(backed_up)
    factories.make_company(name="后来的公司")
    db.session.commit()
    restore_backup(backed_up, force=True)
    assert company_names() == ["温州试验备份有限公司"]


def test_a_backup_holds_whole_files_and_no_key_and_is_refused_when_it_has_changed(
    backed_up, live_app
):
    verify_backup(backed_up)
    kept = backed_up / "uploads" / "ab" / "abcd"
    assert [*kept.parent.iterdir()] == [kept]
    name, _, key = live_app.config["ENCRYPTION_KEYS"].partition(":")
    assert f'"{name}"' in (backed_up / "manifest.json").read_text()
    for path in backed_up.rglob("*"):
        assert path.is_dir() or key.encode() not in path.read_bytes()
    kept.write_bytes(b"forged")
    with pytest.raises(BackupError, match="changed"):
        verify_backup(backed_up)
    kept.unlink()
    with pytest.raises(BackupError, match="missing"):
        verify_backup(backed_up)


def test_the_site_knows_when_it_was_last_backed_up(live_app, tmp_path):
    with live_app.app_context():
        assert site.last_backup_at() is None
        made = live_app.test_cli_runner().invoke(args=["backup", str(tmp_path / "backups")])
        assert made.exit_code == 0, made.output
        db.session.rollback()
        assert site.last_backup_at() == clock.now()
